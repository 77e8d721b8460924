// All wells as a table: sorted by any column, read by screen readers, saved as CSV.
import { byId, element, setAttribute, setText } from './elements.js';
import { integer, measure as formatMeasure } from './format.js';
import { shown } from './state.js';
import { flagsInWords } from './well-marks.js';

const PLANES = ['captured', 'analysed', 'failed', 'dropped', 'pending'];
const SORT_AT_MOST_EVERY_MS = 1000; // rows that move with every plane cannot be read
const NARROWEST_REM = 4.4;
const WORDS_REM = 8.5;

/** What a column holds: `value` is for sorting and CSV, `text` for people. */
function columnsFor(measures) {
  return [
    { key: 'well', label: 'Well', value: (w) => w.well, text: (w) => w.well },
    { key: 'fields', label: 'Fields', value: (w) => w.fields, text: (w) => integer(w.fields) },
    ...measures.map(({ name, label, unit }) => ({
      key: name, label, unit, value: (w) => w.measures?.[name], text: (w) => formatMeasure(w.measures?.[name]),
    })),
    ...PLANES.map((kind) => ({
      key: kind, label: kind[0].toUpperCase() + kind.slice(1), group: 'planes', value: (w) => w.planes[kind], text: (w) => integer(w.planes[kind]),
    })),
    { key: 'flags', label: 'Flags', words: true, value: (w) => flagsInWords(w.flags), text: (w) => flagsInWords(w.flags) },
  ];
}

/** By place on the plate, so that B02 stands before AA01. */
function byPlace(a, b) {
  return (a.row ?? -1) - (b.row ?? -1) || (a.column ?? -1) - (b.column ?? -1) || a.well.localeCompare(b.well);
}

/** Unknown values stand last in either direction; equal ones by place. */
function comparing({ key, value }, descending) {
  const sign = descending ? -1 : 1;
  if (key === 'well') return (a, b) => sign * byPlace(a, b);
  return (a, b) => {
    const [x, y] = [value(a), value(b)];
    const unknown = (x === undefined || x === '') - (y === undefined || y === '');
    if (unknown !== 0) return unknown;
    return sign * (typeof x === 'string' ? x.localeCompare(y) : (x ?? 0) - (y ?? 0)) || byPlace(a, b);
  };
}

export class WellTable {
  #choose;
  #head = byId('well-table-head');
  #body = byId('well-table-body');
  #columns = [];
  #drawn = '';
  #rows = new Map(); // label to {row, cells}
  #sort = { key: 'well', descending: false };
  #sortedAt = 0;
  #sortLater = null;
  #state = null;
  #tabStop = null;

  constructor({ choose }) {
    this.#choose = choose;
    this.#head.addEventListener('click', (event) => this.#sortBy(event.target.closest('button')?.dataset.key));
    this.#body.addEventListener('click', (event) => this.#clicked(event));
    this.#body.addEventListener('keydown', (event) => this.#key(event));
    byId('csv').addEventListener('click', () => this.#save());
  }

  render(state, changes) {
    this.#state = state;
    const redrawn = this.#drawHead(state.measures);
    if (redrawn || changes.allWells) this.#dropRows(redrawn, state.wells);
    const labels = redrawn || changes.allWells ? state.wells.keys() : changes.wells;
    let any = false;
    for (const label of labels) any = this.#write(state.wells.get(label)) || any;
    if (any || changes.allWells) this.#sortSoon();
    if (changes.selection || redrawn || changes.allWells) this.#showSelection();
    setText(byId('well-table-count'), `${integer(state.wells.size)} seen`);
    byId('csv').disabled = state.wells.size === 0;
  }

  #drawHead(measures) {
    const drawn = JSON.stringify(measures);
    if (drawn === this.#drawn) return false;
    this.#drawn = drawn;
    this.#columns = columnsFor(measures);
    if (!this.#columns.some((c) => c.key === this.#sort.key)) this.#sort = { key: 'well', descending: false };
    this.#head.replaceChildren(element('tr', {}, ...this.#columns.map((column) => heading(column))));
    this.#setWidths();
    this.#showSort();
    return true;
  }

  /** Widths by the headings' longest words: a table that measures its cells is laid out again with every plane. */
  #setWidths() {
    const widths = this.#columns.map(({ label, words }) => (words ? WORDS_REM : Math.max(NARROWEST_REM, longestWord(label) * 0.53 + 1.2)));
    byId('well-table-columns').replaceChildren(...widths.map((rem) => {
      const column = element('col');
      column.style.width = `${rem}rem`;
      return column;
    }));
    byId('well-table').style.minWidth = `${widths.reduce((sum, rem) => sum + rem)}rem`;
  }

  #dropRows(all, wells) {
    for (const [label, { row }] of this.#rows) {
      if (!all && wells.has(label)) continue;
      row.remove();
      this.#rows.delete(label);
    }
  }

  /** Writes a well's cells; returns whether the order may have changed. */
  #write(well) {
    if (!well) return false;
    const known = this.#rows.get(well.well);
    const { row, cells } = known ?? this.#addRow(well.well);
    let changed = !known;
    this.#columns.forEach((column, i) => {
      if (i === 0) return;
      const text = column.text(well);
      if (cells[i].textContent === text) return;
      cells[i].textContent = text;
      changed ||= column.key === this.#sort.key;
    });
    setAttribute(row, 'data-lost', well.planes.failed + well.planes.dropped > 0 ? '' : null);
    return changed;
  }

  #addRow(label) {
    const button = element('button', { type: 'button', class: 'row-button', tabindex: -1 }, label);
    const cells = this.#columns.map((column, i) =>
      i === 0 ? element('th', { scope: 'row' }, button) : element('td', { class: column.words ? 'words' : null }));
    const row = element('tr', { 'data-row-well': label }, ...cells);
    const added = { row, cells, button };
    this.#rows.set(label, added);
    this.#body.append(row);
    return added;
  }

  #sortSoon() {
    if (this.#sortLater !== null) return;
    const wait = Math.max(0, this.#sortedAt + SORT_AT_MOST_EVERY_MS - performance.now());
    this.#sortLater = setTimeout(() => this.#sortNow(), wait);
  }

  #sortNow() {
    clearTimeout(this.#sortLater);
    this.#sortLater = null;
    this.#sortedAt = performance.now();
    const sorted = this.#sorted();
    this.#arrange(sorted);
    this.#setTabStop(this.#tabStop !== null && this.#rows.has(this.#tabStop) ? this.#tabStop : sorted[0]?.well ?? null);
  }

  /** Moves only the rows that stand elsewhere, and leaves the focus with the one that has it. */
  #arrange(sorted) {
    const focused = this.#body.contains(document.activeElement) ? document.activeElement : null;
    let next = this.#body.firstElementChild;
    for (const well of sorted) {
      const { row } = this.#rows.get(well.well);
      if (row === next) next = next.nextElementSibling;
      else this.#body.insertBefore(row, next);
    }
    if (focused !== document.activeElement) focused?.focus({ preventScroll: true });
  }

  #sorted() {
    const column = this.#columns.find((c) => c.key === this.#sort.key);
    return [...this.#state.wells.values()].filter((w) => this.#rows.has(w.well)).sort(comparing(column, this.#sort.descending));
  }

  /** A first click on numbers puts the largest on top, a second one turns the order round. */
  #sortBy(key) {
    if (!key) return;
    const same = this.#sort.key === key;
    this.#sort = { key, descending: same ? !this.#sort.descending : key !== 'well' };
    this.#showSort();
    this.#sortNow();
  }

  #showSort() {
    const { key, descending } = this.#sort;
    for (const th of this.#head.querySelectorAll('th')) {
      setAttribute(th, 'aria-sort', th.dataset.column === key ? (descending ? 'descending' : 'ascending') : null);
    }
  }

  #showSelection() {
    for (const row of this.#body.querySelectorAll('[aria-current]')) row.removeAttribute('aria-current');
    const selected = this.#rows.get(this.#state.well);
    if (selected) setAttribute(selected.row, 'aria-current', 'true');
  }

  #clicked(event) {
    const row = event.target.closest('tr');
    if (row) this.#choose(row.dataset.rowWell);
  }

  #setTabStop(label) {
    this.#rows.get(this.#tabStop)?.button.setAttribute('tabindex', -1);
    this.#tabStop = label;
    this.#rows.get(label)?.button.setAttribute('tabindex', 0);
  }

  #key(event) {
    const row = event.target.closest('tr');
    const to = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling, Home: this.#body.firstElementChild, End: this.#body.lastElementChild }[event.key];
    if (!to) return;
    event.preventDefault();
    this.#setTabStop(to.dataset.rowWell);
    this.#rows.get(to.dataset.rowWell).button.focus();
  }

  #save() {
    const acquisition = shown(this.#state);
    const url = URL.createObjectURL(new Blob([csv(this.#columns, this.#sorted(), this.#state.model)], { type: 'text/csv' }));
    const link = element('a', { href: url, download: `${acquisition?.acquisition ?? 'wells'}-wells.csv` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }
}

const longestWord = (label) => Math.max(...label.split(/[\s-]/).map((word) => word.length));

function heading({ key, label, unit, group, words }) {
  const text = unit ? [`${label} `, element('span', { class: 'unit' }, unit)] : [label];
  const full = group === 'planes' ? `${label} planes` : null;
  const button = element('button', { type: 'button', class: 'sort-button', 'data-key': key, title: full, 'aria-label': full }, ...text);
  return element('th', { scope: 'col', 'data-column': key, class: words ? 'words' : null }, button);
}

/** RFC 4180, in the order shown, numbers in full. */
function csv(columns, wells, model) {
  const quoted = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const line = (values) => values.map((value) => quoted(String(value ?? ''))).join(',');
  const head = ['acquisition', ...columns.map((c) => (c.unit ? `${c.key} [${c.unit}]` : c.key)), 'theT', 'model'];
  const rows = wells.map((w) => [w.acquisition, ...columns.map((c) => c.value(w)), w.theT, w.model ?? model]);
  return [head, ...rows].map(line).join('\r\n') + '\r\n';
}
