// The table of memberships: filters and orders. Amounts are compared by the
// places in their order that are written in the rows, never as numbers.
var filters = ['f-search', 'f-status', 'f-category', 'f-channel'];

function filter() {
  var want = filters.map(function (name) { return id(name).value; });
  var text = want[0].trim().toLowerCase(), shown = 0;
  all('#list tbody').forEach(function (group) {
    var some = false;
    all('tr.m', group).forEach(function (row) {
      var fits = row.getAttribute('data-search').indexOf(text) >= 0 && filters.every(function (name, i) {
        return i === 0 || !want[i] || row.getAttribute('data-' + name) === want[i];
      });
      row.hidden = row.nextElementSibling.hidden = !fits;
      some = some || fits;
      shown += fits ? 1 : 0;
    });
    group.hidden = !some;
  });
  id('shown').textContent = shown;
  id('no-match').hidden = shown > 0;
}

function clearFilter() {
  filters.forEach(function (name) { id(name).value = ''; });
  filter();
}

// sort orders the rows within each group; an empty value comes last either way.
function sort(key, descending) {
  var number = key === 'cost' || key === 'price';
  function value(row) {
    return key === 'name' ? row.querySelector('.nm').textContent : row.getAttribute('data-' + key);
  }
  function compare(a, b) {
    var x = value(a), y = value(b);
    if (!x || !y) return x ? -1 : y ? 1 : 0;
    var n = number ? x - y : key === 'name' || key === 'payer' ? x.localeCompare(y, 'zh-CN') : x < y ? -1 : x > y ? 1 : 0;
    return descending ? -n : n;
  }
  all('#list tbody').forEach(function (group) {
    all('tr.m', group).sort(compare).forEach(function (row) {
      var detail = row.nextElementSibling;
      group.appendChild(row);
      group.appendChild(detail);
    });
  });
  all('#list thead th').forEach(function (head) {
    var button = head.querySelector('button');
    if (button && button.getAttribute('data-sort') === key) head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    else head.removeAttribute('aria-sort');
  });
  id('f-sort').value = key;
}

function startList() {
  filters.forEach(function (name) {
    id(name).addEventListener('input', filter);
    id(name).addEventListener('change', filter);
  });
  id('clear').onclick = function () { clearFilter(); id('f-search').focus(); };
  function largestFirst(key) { return key === 'cost' || key === 'price'; }
  all('#list thead button').forEach(function (button) {
    button.onclick = function () {
      var key = button.getAttribute('data-sort'), now = button.parentNode.getAttribute('aria-sort');
      sort(key, now ? now === 'ascending' : largestFirst(key));
    };
  });
  id('f-sort').onchange = function () { sort(this.value, largestFirst(this.value)); };
}
