// The server makes the page and holds all that there is. This sends what the
// user gives, asks for the page again, and puts its new middle in place.
'use strict';

const root = document.documentElement;
const id = (name) => document.getElementById(name);
const query = new URLSearchParams(location.search);

const words = {
  reading: { zh: (n, all) => `正在读 ${n} / ${all}`, en: (n, all) => `reading ${n} of ${all}` },
  given: { zh: (n) => `收到 ${n} 个文件`, en: (n) => `files received: ${n}` },
  large: { zh: (name, mb) => `${name}：超过 ${mb} MB，没有读`, en: (name, mb) => `${name}: larger than ${mb} MB, not read` },
  heavy: { zh: (mb) => `凭证加起来超过 ${mb} MB`, en: (mb) => `the proofs are larger than ${mb} MB together` },
  many: { zh: (n) => `一次最多 ${n} 个文件`, en: (n) => `at most ${n} files at once` },
  unreadable: { zh: (name) => `${name}：浏览器读不到这个文件，可能正被别的程序打开，或还没下载完`, en: (name) => `${name}: the browser cannot read this file; another program may hold it, or it is not downloaded yet` },
  nothing: { zh: () => '里面没有文件', en: () => 'there are no files in it' },
  busy: { zh: () => '上一步还没做完，稍等再点', en: () => 'the last step is not done yet; try again in a moment' },
  failed: { zh: () => '页面出错了，刷新再试', en: () => 'the page failed; reload it and try again' },
  working: { zh: () => '请稍等…', en: () => 'one moment…' },
  back: { zh: () => '已撤回；附过的凭证还在', en: () => 'taken back; a proof that was kept stays' },
  opened: { zh: () => '打开了', en: () => 'opened' },
  done: { zh: () => '已保存', en: () => 'saved' },
};

const lang = () => (root.lang === 'en' ? 'en' : 'zh');

function setLang(to) {
  root.lang = to === 'en' ? 'en' : 'zh-CN';
  document.title = document.querySelector('title').getAttribute('data-' + lang());
  keep('lang', lang());
}

const dark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);

function setTheme(theme) {
  if (theme === 'dark' || theme === 'light') {
    root.dataset.theme = theme;
    keep('theme', theme);
  }
  id('theme').setAttribute('aria-pressed', dark());
}

// The address keeps language and theme, and hands them to the report.
function keep(key, value) {
  query.set(key, value);
  history.replaceState(null, '', '?' + query);
  const link = id('open-report');
  if (link) link.href = 'report.html?' + query;
}

let hiding = 0;
function tell(text, bad) {
  const status = id('status');
  status.textContent = text;
  status.className = bad ? 'bad' : '';
  id('tray').hidden = !text;
  clearTimeout(hiding);
  if (text && !bad) hiding = setTimeout(() => tell(''), 6000);
}

const say = (key, ...args) => words[key][lang()](...args);

function showEnded() {
  const main = id('main');
  main.replaceChildren(id('ended').content.cloneNode(true));
  id('end').hidden = true;
  tell('');
  main.firstElementChild.focus();
}

const alive = () => fetch('icon.svg').then(() => true, () => false);

// post sends one request and tells why, where it was refused. Where nobody
// answers, the program has ended; where somebody does, a file could not be read.
async function post(path, body) {
  let answer;
  try {
    answer = await fetch(path, { method: 'POST', body });
  } catch {
    if (await alive()) tell(say('unreadable', [...body.values()].find((v) => v instanceof File)?.name || ''), true);
    else showEnded();
    return false;
  }
  if (answer.ok) return true;
  let why;
  try {
    why = (await answer.json())[lang()];
  } catch {
    why = String(answer.status);
  }
  tell(why, true);
  return false;
}

// refresh puts the middle of the page as it is now in place of what is shown.
async function refresh(focus) {
  let text;
  try {
    const answer = await fetch(location.pathname);
    if (!answer.ok) {
      tell(String(answer.status), true);
      return;
    }
    text = await answer.text();
  } catch {
    showEnded();
    return;
  }
  const open = [...document.querySelectorAll('details[id][open]')].map((d) => d.id);
  const begun = [...document.querySelectorAll('form input[id]')].filter((i) => i.value !== i.defaultValue);
  const at = scrollY;
  id('main').replaceWith(document.adoptNode(new DOMParser().parseFromString(text, 'text/html').getElementById('main')));
  open.forEach((name) => { if (id(name)) id(name).open = true; });
  begun.forEach((i) => { if (id(i.id)) id(i.id).replaceWith(i); }); // with the files that were chosen
  if (query.toString()) keep('lang', lang());
  scrollTo({ top: at, behavior: 'instant' });
  const target = focus && (id(focus === 'next' ? id('main').dataset.next : focus) || id('give'));
  if (target) {
    target.focus({ preventScroll: true });
    // At once: while a page glides, a press goes down on one thing and up on another.
    target.querySelector('h2').scrollIntoView({ block: 'start', behavior: 'instant' });
  }
}

// One thing is done at a time. Files wait for their turn; a button pressed
// meanwhile is told to, since what it was pressed for may look different then.
let turn = Promise.resolve(), waiting = 0;
function inTurn(work) {
  waiting++;
  root.dataset.busy = ''; // no aria-busy here: it would keep readers from what #status tells
  turn = turn.then(work).catch((e) => { console.error(e); tell(say('failed'), true); }).then(() => { if (!--waiting) delete root.dataset.busy; });
}
function once(work) {
  if (waiting) tell(say('busy'));
  else inTurn(work);
}

// give sends files, one at a time: {file, path}.
async function give(list) {
  const main = id('main');
  if (!id('drop')) return; // it has ended
  const max = Number(main.dataset.max), most = Number(main.dataset.most);
  list = list.filter((f) => !f.path.split('/').some((part) => part.startsWith('.')));
  if (list.length > most) return tell(say('many', most), true);
  if (!list.length) return tell(say('nothing'), true);
  let given = 0, wrong = false;
  for (const { file, path } of list) {
    tell(say('reading', given + 1, list.length));
    let whole;
    try {
      if (!file || file.size <= max) whole = new Blob([await file.arrayBuffer()]);
    } catch {
      tell(say('unreadable', path), true);
      wrong = true;
      continue;
    }
    if (!whole) {
      tell(say('large', file.name, max / (1 << 20)), true);
      wrong = true;
      continue;
    }
    const form = new FormData();
    form.append('file', whole, path);
    if (await post('files', form)) given++;
    else wrong = true;
    if (!id('drop')) return; // it has ended
  }
  if (!wrong) tell(say('working'));
  await refresh('next');
  if (!wrong) tell(say('given', given));
}

async function entries(entry, list) {
  if (entry.isFile) {
    const path = entry.fullPath.replace(/^\//, '');
    await new Promise((done) => entry.file((file) => done(list.push({ file, path })), () => done(list.push({ path }))));
    return;
  }
  const reader = entry.createReader();
  for (;;) { // a reader hands out a hundred at a time
    const some = await new Promise((done) => reader.readEntries(done, () => done(null)));
    if (!some) list.push({ path: entry.fullPath.replace(/^\//, '') }); // to be told
    if (!some || !some.length) return;
    for (const e of some) await entries(e, list);
  }
}

// dropped takes at once what fell into the page: later the browser has forgotten it.
function dropped(transfer) {
  const items = [...transfer.items].map((i) => i.webkitGetAsEntry && i.webkitGetAsEntry()).filter(Boolean);
  const files = [...transfer.files].map((file) => ({ file, path: file.name }));
  inTurn(async () => {
    const list = items.length ? [] : files;
    for (const e of items) await entries(e, list);
    await give(list);
  });
}

const isFiles = (e) => e.dataTransfer && [...e.dataTransfer.types].includes('Files');

addEventListener('dragover', (e) => {
  if (!isFiles(e)) return;
  e.preventDefault();
  if (id('drop')) id('drop').classList.add('over');
});
addEventListener('dragleave', (e) => { if (!e.relatedTarget && id('drop')) id('drop').classList.remove('over'); });
addEventListener('drop', (e) => {
  if (!isFiles(e)) return;
  e.preventDefault(); // else the browser would leave the page for the file
  if (!id('drop')) return;
  id('drop').classList.remove('over');
  dropped(e.dataTransfer);
});

addEventListener('change', (e) => {
  const input = e.target;
  if (input.id !== 'pick' && input.id !== 'pick-folder') return;
  const list = [...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
  input.value = '';
  inTurn(() => give(list));
});

// Where the focus goes after an action, since its button may be gone.
const after = { remove: 'next', accept: 'next', unlock: 'next', clear: 'give', demo: 'report', cancel: 'said', dismiss: 'said', 'take-back': 'members', restore: 'members' };

addEventListener('submit', (e) => {
  e.preventDefault();
  const form = e.target, kind = form.dataset.form;
  const max = Number(id('main').dataset.max);
  if (new FormData(form).getAll('proof').reduce((sum, file) => sum + file.size, 0) > max) {
    tell(say('heavy', max / (1 << 20)), true);
    return;
  }
  once(async () => {
    const values = new FormData(form);
    for (const file of values.getAll('proof')) values.append('modified', file.lastModified || 0);
    for (const input of form.querySelectorAll('[type=password]')) input.value = '';
    tell(say('working'));
    const done = await post(kind, 'files' in form.dataset ? values : new URLSearchParams(values));
    if (!id('drop')) return;
    if (done) tell(say(kind === 'cancel' ? 'done' : 'opened'));
    await refresh(done ? after[kind] : undefined);
  });
});

addEventListener('click', (e) => {
  const button = e.target.closest('[data-post]');
  if (!button) return;
  once(async () => {
    const { post: kind, ...values } = button.dataset;
    tell(say('working'));
    const done = await post(kind, new URLSearchParams(values));
    if (!id('drop')) return;
    if (done) tell(kind === 'take-back' ? say('back') : '');
    await refresh(done ? after[kind] : undefined);
  });
});

setLang(query.get('lang') || lang());
setTheme(query.get('theme'));
id('lang').onclick = () => { tell(''); setLang(lang() === 'en' ? 'zh' : 'en'); };
id('theme').onclick = () => setTheme(dark() ? 'light' : 'dark');
id('hide').onclick = () => tell('');
id('end').onclick = () => id('bye').showModal();
id('bye-no').onclick = () => id('bye').close();
id('bye-yes').onclick = async () => { // whatever else is going on
  id('bye').close();
  if (await post('end', new URLSearchParams())) showEnded();
};
