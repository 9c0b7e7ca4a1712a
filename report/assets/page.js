(function () {
  'use strict';
  var root = document.documentElement;
  var query = new URLSearchParams(location.search);
  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }
  function id(name) { return document.getElementById(name); }

  root.classList.add('js');

  // Both languages are in the page; the root's language hides one of them.
  function setLang(lang) {
    root.lang = lang === 'en' ? 'en' : 'zh-CN';
    document.title = document.querySelector('title').getAttribute('data-' + (root.lang === 'en' ? 'en' : 'zh'));
  }
  id('lang').onclick = function () { setLang(root.lang === 'en' ? 'zh' : 'en'); };

  function dark() {
    var theme = root.getAttribute('data-theme');
    return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  }
  function setTheme(theme) {
    if (theme) root.setAttribute('data-theme', theme);
    id('theme').setAttribute('aria-pressed', dark());
  }
  id('theme').onclick = function () { setTheme(dark() ? 'light' : 'dark'); };
  id('print').onclick = function () { print(); };

  // Without script every detail is open; with it they open on demand.
  all('.nm').forEach(function (button) {
    var detail = button.closest('tr').nextElementSibling;
    function show(open) {
      button.setAttribute('aria-expanded', open);
      detail.hidden = !open;
    }
    button.onclick = function () { show(detail.hidden); };
    show(false);
  });

  // A link into something folded opens it.
  function follow() {
    var target = location.hash.length > 1 && id(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.tagName === 'DETAILS') target.open = true;
    var button = target.classList.contains('m') && target.querySelector('.nm');
    if (button && button.getAttribute('aria-expanded') !== 'true') button.click();
  }
  addEventListener('hashchange', follow);

  setTheme(query.get('theme'));
  setLang(query.get('lang') || root.lang);
  follow();
})();
