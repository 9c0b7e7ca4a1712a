// The page is whole without this: then everything is open, in one language,
// and can be neither filtered nor marked. Written for old browsers in apps.
var root = document.documentElement;
root.className = 'js';

function all(selector, within) {
  return Array.prototype.slice.call((within || document).querySelectorAll(selector));
}
function id(name) { return document.getElementById(name); }

// Both languages are in the page; the root's language hides one of them. Only
// the choices of the filters cannot hold two.
function setLang(lang) {
  var key = lang === 'en' ? 'data-en' : 'data-zh';
  root.lang = lang === 'en' ? 'en' : 'zh-CN';
  document.title = document.querySelector('title').getAttribute(key);
  all('option').forEach(function (o) { o.textContent = o.getAttribute(key); });
}

function dark() {
  var theme = root.getAttribute('data-theme');
  return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}
function setTheme(theme) {
  if (theme) root.setAttribute('data-theme', theme);
  id('theme').setAttribute('aria-pressed', dark());
}

function isOpen(row) { return row.nextElementSibling.classList.contains('open'); }
function open(row, yes) {
  row.nextElementSibling.classList.toggle('open', yes);
  row.querySelector('.nm').setAttribute('aria-expanded', yes);
}

// A link into something folded opens it.
function follow() {
  var target = location.hash.length > 1 && id(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.hidden && target.classList.contains('m')) clearFilter();
  if (target.classList.contains('m')) open(target, true);
  for (var e = target; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true;
  target.scrollIntoView();
}

function startPage() {
  var query = new URLSearchParams(location.search);
  setTheme(query.get('theme'));
  setLang(query.get('lang') || root.lang);
  id('lang').onclick = function () { setLang(root.lang === 'en' ? 'zh' : 'en'); };
  id('theme').onclick = function () { setTheme(dark() ? 'light' : 'dark'); };
  id('print').onclick = function () { print(); };
  all('tr.m').forEach(function (row) {
    open(row, false);
    row.querySelector('.nm').onclick = function () { open(row, !isOpen(row)); };
  });
  var folded = [];
  addEventListener('beforeprint', function () {
    folded = all('details:not([open])');
    folded.forEach(function (d) { d.open = true; });
  });
  addEventListener('afterprint', function () { folded.forEach(function (d) { d.open = false; }); });
  addEventListener('hashchange', follow);
  var year = id('year-scroll');
  if (year) year.scrollLeft = year.scrollWidth; // it begins at the newest month
}

// A browser too old for this gets the page as it is without script.
document.addEventListener('DOMContentLoaded', function () {
  try {
    startPage();
    if (id('list')) startList();
    startMarks();
    follow();
  } catch (e) {
    root.className = '';
    throw e;
  }
});
