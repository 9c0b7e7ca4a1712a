// What the user marks becomes text in the shape of the program's own files.
// The lines were written by the program; only the day is put in here. Nothing
// is sent or kept: the user copies the text or saves it.
var marks = []; // {kind, box, name, day}

function today() {
  var d = new Date();
  function two(n) { return (n < 10 ? '0' : '') + n; }
  return d.getFullYear() + '-' + two(d.getMonth() + 1) + '-' + two(d.getDate());
}

function lines(kind, line) {
  var out = [];
  marks.forEach(function (m) {
    var text = m.kind === kind && line(m);
    if (text && out.indexOf(text) < 0) out.push(text);
  });
  return out;
}

function writeFiles() {
  var csv = id('csv'), yaml = id('yaml');
  csv.value = [csv.getAttribute('data-header')].concat(lines('cancelled', function (m) {
    return m.box.getAttribute('data-row').replace(m.box.getAttribute('data-day'), m.day);
  })).join('\r\n') + '\r\n';
  yaml.value = 'not_memberships:\n' + lines('not', function (m) { return '  - ' + m.box.getAttribute('data-rule'); }).join('\n') + '\n';
}

function element(tag, within) { return within.appendChild(document.createElement(tag)); }

// What a rule would take away besides is told before it is saved, unless it is
// marked itself.
function addAlso(m, within) {
  var also = m.box.querySelector('.also');
  if (!also) return;
  also = also.cloneNode(true);
  all('li', also).forEach(function (line) {
    if (marks.some(function (o) { return o.kind === 'not' && o.box.getAttribute('data-id') === line.getAttribute('data-id'); })) line.parentNode.removeChild(line);
  });
  also.hidden = !also.querySelector('li');
  within.appendChild(also);
}

function addRow(m) {
  var row = element('tr', id('save-' + m.kind).querySelector('tbody'));
  var name = element('th', row), cell = element('td', row);
  name.scope = 'row';
  cell.className = 'r';
  m.name.childNodes.forEach(function (n) { name.appendChild(n.cloneNode(true)); });
  if (m.kind === 'not') {
    element('code', cell).textContent = m.box.getAttribute('data-text');
    addAlso(m, name);
    return;
  }
  name.id = 'marked-' + marks.indexOf(m);
  var input = element('input', cell);
  input.type = 'date';
  input.value = m.day;
  input.setAttribute('aria-labelledby', name.id);
  input.addEventListener('input', function () {
    if (!/^20\d\d-\d\d-\d\d$/.test(input.value)) return;
    m.day = input.value;
    writeFiles();
  });
}

function showMarks() {
  ['cancelled', 'not'].forEach(function (kind) {
    id('save-' + kind).querySelector('tbody').textContent = '';
    id('save-' + kind).hidden = !marks.some(function (m) { return m.kind === kind; });
  });
  marks.forEach(addRow);
  id('tray').hidden = id('save').hidden = marks.length === 0;
  id('marked').textContent = marks.length;
  all('[data-mark]').forEach(function (button) {
    var on = marks.some(function (m) { return m.button === button; });
    button.setAttribute('aria-pressed', on);
  });
  all('tr.m').forEach(function (row) {
    row.classList.toggle('marked', marks.some(function (m) { return row.nextElementSibling.contains(m.box); }));
  });
  writeFiles();
}

// A membership has at most one mark.
function toggle(button) {
  var box = button.parentNode, was = marks.some(function (m) { return m.button === button; });
  marks = marks.filter(function (m) { return m.box !== box; });
  if (!was) {
    var fold = box.closest('tr.d'), name = fold ? fold.previousElementSibling.querySelector('.nm b') : box.closest('details').querySelector('summary b');
    marks.push({ kind: button.getAttribute('data-mark'), button: button, box: box, name: name, day: today() });
  }
  showMarks();
}

// Old viewers know neither the clipboard's own interface nor secure pages.
function copy(text, said) {
  text.focus();
  text.select();
  var done = false;
  try { done = document.execCommand('copy'); } catch (e) { done = false; }
  said.firstElementChild.hidden = !done;
  said.lastElementChild.hidden = done;
}

// Spreadsheets take a CSV without a byte order mark for another encoding.
function save(kind) {
  var csv = kind === 'csv', text = (csv ? '\ufeff' : '') + id(kind).value;
  // A textarea keeps line ends as \n only.
  if (csv) text = text.replace(/\r?\n/g, '\r\n');
  var link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: csv ? 'text/csv;charset=utf-8' : 'application/yaml;charset=utf-8' }));
  link.download = csv ? 'cancellations.csv' : 'rules.yaml';
  document.body.appendChild(link);
  link.click();
  document.body.removeChild(link);
  setTimeout(function () { URL.revokeObjectURL(link.href); }, 4000);
}

function startMarks() {
  all('[data-mark]').forEach(function (button) { button.onclick = function () { toggle(button); }; });
  all('[data-copy]').forEach(function (button) {
    button.onclick = function () { copy(id(button.getAttribute('data-copy')), button.parentNode.querySelector('[role=status]')); };
  });
  all('[data-save]').forEach(function (button) { button.onclick = function () { save(button.getAttribute('data-save')); }; });
  id('undo').onclick = function () { marks = []; showMarks(); };
  document.querySelector('#tray a').onclick = function () { setTimeout(function () { id('save').focus(); }, 0); };
}
