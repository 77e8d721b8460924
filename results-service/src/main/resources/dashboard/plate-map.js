// The plate: one cell a well, coloured by the chosen measure. A grid for the keyboard and for screen readers.
import { colourRange, css, fractionIn, inkOn, viridis } from './colour-map.js';
import { byId, setAttribute, setText, svg } from './elements.js';
import { brief, plural, rowLetters, withUnit } from './format.js';
import { layoutFor, plateSize, wellGrid } from './plate-layout.js';
import { shown, wellProgress, wellStatus } from './state.js';
import { flagsInWords, marksOf, placeMarks } from './well-marks.js';

const SIDE_WITH_NUMBER_PX = 34;
const SMALLEST_FILL = 0.4; // of the side, for a well that has just begun

export class PlateMap {
  #choose;
  #hover;
  #root = byId('plate-map');
  #frame = byId('plate-frame');
  #cells = new Map(); // label to {group, slot, fill, number, marks}
  #order = []; // labels by row
  #layout = null;
  #size = '';
  #range = null;
  #focused = null; // label that Tab reaches
  #rings = { focus: svg('rect', { class: 'ring ring-focus' }), selected: svg('rect', { class: 'ring ring-selected' }) };
  #state = null;
  #ended; // endedAt when the wells were painted: it decides what counts as done
  #marked = null; // label that is shown as selected

  /** `choose(label)` selects a well, `hover(label, rectangle)` shows its tooltip, `hover(null)` hides it. */
  constructor({ choose, hover }) {
    this.#choose = choose;
    this.#hover = hover;
    new ResizeObserver(() => this.#resized()).observe(this.#frame);
    this.#root.addEventListener('click', (event) => this.#clicked(event));
    this.#root.addEventListener('keydown', (event) => this.#key(event));
    this.#root.addEventListener('pointermove', (event) => this.#point(event.target));
    this.#root.addEventListener('pointerleave', () => this.#hover(null));
    this.#root.addEventListener('focusin', (event) => this.#focusMoved(event.target));
    this.#root.addEventListener('focusout', () => this.#focusLeft());
  }

  /** The range of colours, or null while no well has a value. */
  get range() {
    return this.#range;
  }

  render(state, changes) {
    this.#state = state;
    const acquisition = shown(state);
    if (!acquisition) return;
    const rebuilt = this.#buildIfChanged(acquisition, state.wells);
    if (!rebuilt && !this.#anyWell(changes) && !changes.acquisitions && !changes.selection) return;
    const range = colourRange(this.#values(state));
    const repaint = rebuilt || changes.allWells || changes.view || this.#differs(range) || this.#ended !== acquisition.endedAt;
    this.#range = range;
    this.#ended = acquisition.endedAt;
    for (const label of repaint ? this.#cells.keys() : changes.wells) this.#paint(label, acquisition);
    if (rebuilt || changes.selection) this.#showSelection();
  }

  #anyWell(changes) {
    return changes.allWells || changes.view || changes.wells.size > 0;
  }

  #differs(range) {
    return range?.low !== this.#range?.low || range?.high !== this.#range?.high;
  }

  #values({ wells, measure }) {
    const values = [];
    for (const well of wells.values()) {
      const value = well.measures?.[measure];
      if (Number.isFinite(value)) values.push(value);
    }
    return values;
  }

  #resized() {
    this.#size = '';
    if (this.#state) this.render(this.#state, { wells: new Set(), allWells: true });
  }

  #buildIfChanged(acquisition, wells) {
    const plate = plateSize(acquisition, wells);
    const width = this.#frame.clientWidth;
    const size = [plate.rows, plate.columns, plate.placed || [...wells.keys()].join(), width].join('/');
    if (size === this.#size || width === 0) return false;
    this.#size = size;
    this.#layout = layoutFor(plate, width, Math.max(260, Math.min(window.innerHeight * 0.72, 900)));
    this.#build(plate, wellGrid(plate, wells));
    return true;
  }

  #build(plate, grid) {
    const { width, height } = this.#layout;
    const hadFocus = this.#root.contains(document.activeElement);
    setAttribute(this.#root, 'viewBox', `0 0 ${width} ${height}`);
    setAttribute(this.#root, 'width', width);
    setAttribute(this.#root, 'height', height);
    setAttribute(this.#root, 'aria-rowcount', grid.length + 1);
    setAttribute(this.#root, 'aria-colcount', (grid[0]?.length ?? 0) + 1);
    this.#cells.clear();
    this.#order = grid;
    const rows = grid.map((labels, row) => this.#row(plate, row, labels));
    this.#root.replaceChildren(this.#columnNumbers(plate), ...rows, this.#rings.selected, this.#rings.focus);
    if (!this.#cells.has(this.#focused)) this.#focused = grid[0]?.[0] ?? null;
    this.#setTabStop(this.#focused, 0);
    this.#ring(this.#rings.focus, null);
    if (hadFocus) this.#cells.get(this.#focused)?.group.focus();
  }

  #columnNumbers({ columns, placed }) {
    const { left, cell, columnStep } = this.#layout;
    const headers = Array.from({ length: placed ? columns : 0 }, (_, column) =>
      svg('text', {
        role: 'columnheader', 'aria-colindex': column + 2, class: column % columnStep ? 'plate-label label-skipped' : 'plate-label',
        x: left + (column + 0.5) * cell, y: 11, 'text-anchor': 'middle',
      }, String(column + 1)));
    return svg('g', { role: 'row', 'aria-rowindex': 1 }, ...headers);
  }

  #row({ placed }, row, labels) {
    const { top, cell, rowStep, left } = this.#layout;
    const header = svg('text', {
      role: 'rowheader', 'aria-colindex': 1, class: row % rowStep ? 'plate-label label-skipped' : 'plate-label',
      x: left - 6, y: top + (row + 0.5) * cell, 'text-anchor': 'end', 'dominant-baseline': 'central',
    }, placed ? rowLetters(row) : '');
    return svg('g', { role: 'row', 'aria-rowindex': row + 2 }, header, ...labels.map((label, column) => this.#cell(label, row, column)));
  }

  #cell(label, row, column) {
    const { left, top, cell, gap, side } = this.#layout;
    const radius = Math.min(5, side * 0.14);
    const slot = svg('rect', { class: 'slot', width: side, height: side, rx: radius });
    const fill = svg('rect', { class: 'fill', rx: radius });
    const number = svg('text', { class: 'value', x: side / 2, y: side / 2, 'text-anchor': 'middle', 'dominant-baseline': 'central', 'font-size': Math.min(24, Math.max(11, side * 0.215)) });
    const marks = svg('g', { class: 'marks' });
    const group = svg('g', {
      role: 'gridcell', 'data-well': label, 'aria-colindex': column + 2, tabindex: -1,
      transform: `translate(${left + column * cell + gap / 2} ${top + row * cell + gap / 2})`,
    }, slot, fill, number, marks);
    this.#cells.set(label, { group, fill, number, marks, row, column });
    return group;
  }

  #paint(label, acquisition) {
    const cell = this.#cells.get(label);
    if (!cell) return;
    const { wells, measure, measures } = this.#state;
    const well = wells.get(label);
    const status = wellStatus(well, acquisition);
    const value = well?.measures?.[measure];
    const rgb = Number.isFinite(value) && this.#range ? viridis(fractionIn(value, this.#range)) : null;
    setAttribute(cell.group, 'data-status', status);
    setAttribute(cell.group, 'data-count', well?.measures?.count);
    setAttribute(cell.group, 'aria-label', describe(label, well, status, measures.find((m) => m.name === measure)));
    this.#paintFill(cell, status, rgb, well ? wellProgress(well, acquisition) : 0);
    const side = this.#layout.side;
    setText(cell.number, side >= SIDE_WITH_NUMBER_PX ? wordIn(status, rgb ? value : undefined) : '');
    setAttribute(cell.number, 'fill', rgb && status !== 'failed' ? inkOn(rgb) : null);
    placeMarks(cell.marks, marksOf(well), side);
  }

  /** A well in progress is a smaller square that grows to its full size with its last plane. */
  #paintFill({ fill }, status, rgb, progress) {
    const { side } = this.#layout;
    const part = status === 'unseen' ? 0 : status === 'partial' ? SMALLEST_FILL + (0.85 - SMALLEST_FILL) * progress : 1;
    const size = Math.round(side * part * 10) / 10;
    setAttribute(fill, 'x', (side - size) / 2);
    setAttribute(fill, 'y', (side - size) / 2);
    setAttribute(fill, 'width', size);
    setAttribute(fill, 'height', size);
    setAttribute(fill, 'fill', rgb ? css(rgb) : null);
  }

  #showSelection() {
    for (const label of [this.#marked, this.#state.well]) {
      const cell = this.#cells.get(label);
      if (cell) setAttribute(cell.group, 'aria-selected', String(label === this.#state.well));
    }
    this.#marked = this.#state.well;
    this.#ring(this.#rings.selected, this.#state.well);
  }

  #ring(ring, label) {
    const cell = this.#cells.get(label);
    setAttribute(ring, 'visibility', cell ? 'visible' : 'hidden');
    if (!cell) return;
    const { left, top, cell: pitch, side } = this.#layout;
    const out = ring === this.#rings.focus ? 3 : 1;
    setAttribute(ring, 'x', left + cell.column * pitch + (pitch - side) / 2 - out);
    setAttribute(ring, 'y', top + cell.row * pitch + (pitch - side) / 2 - out);
    setAttribute(ring, 'width', side + 2 * out);
    setAttribute(ring, 'height', side + 2 * out);
    setAttribute(ring, 'rx', Math.min(6, side * 0.16) + out);
  }

  #labelAt(target) {
    return target.closest?.('[data-well]')?.dataset.well ?? null;
  }

  #clicked(event) {
    const label = this.#labelAt(event.target);
    if (label === null) return;
    this.#cells.get(label).group.focus({ preventScroll: true });
    this.#choose(label);
  }

  #point(target) {
    const label = this.#labelAt(target);
    this.#hover(label, label === null ? null : this.#cells.get(label).group.getBoundingClientRect());
  }

  #focusMoved(target) {
    const label = this.#labelAt(target);
    if (label === null) return;
    this.#setTabStop(this.#focused, -1);
    this.#focused = label;
    this.#setTabStop(label, 0);
    const byKeyboard = target.matches(':focus-visible');
    this.#ring(this.#rings.focus, byKeyboard ? label : null);
    if (byKeyboard) this.#point(target);
  }

  #focusLeft() {
    this.#ring(this.#rings.focus, null);
    this.#hover(null);
  }

  #setTabStop(label, tabindex) {
    const cell = this.#cells.get(label);
    if (cell) setAttribute(cell.group, 'tabindex', tabindex);
  }

  #key(event) {
    const cell = this.#cells.get(this.#focused);
    if (!cell || event.altKey || event.metaKey) return;
    const to = this.#destination(event, cell);
    if (to) {
      this.#cells.get(to).group.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.#choose(this.#focused);
    } else if (event.key === 'Escape') {
      this.#hover(null);
      this.#choose(null);
      return;
    } else {
      return;
    }
    event.preventDefault();
  }

  /** The well that a key leads to: arrows by one, Home and End along the row, with Ctrl over the whole plate. */
  #destination({ key, ctrlKey }, { row, column }) {
    const last = this.#order[row].length - 1;
    const lastRow = this.#order.length - 1;
    const at = (r, c) => this.#order[Math.min(lastRow, Math.max(0, r))]?.[Math.min(last, Math.max(0, c))];
    switch (key) {
      case 'ArrowLeft': return at(row, column - 1);
      case 'ArrowRight': return at(row, column + 1);
      case 'ArrowUp': return at(row - 1, column);
      case 'ArrowDown': return at(row + 1, column);
      case 'Home': return at(ctrlKey ? 0 : row, 0);
      case 'End': return at(ctrlKey ? lastRow : row, last);
      case 'PageUp': return at(0, column);
      case 'PageDown': return at(lastRow, column);
      default: return null;
    }
  }
}

/** What stands in a well that is large enough: nothing while its value still grows. */
function wordIn(status, value) {
  if (status === 'failed') return 'failed';
  return status === 'partial' ? '' : brief(value);
}

/** "A01, 1,234 objects, 2 fields, in progress, out of focus (1)" */
function describe(label, well, status, measure) {
  if (!well) return `${label}, not seen yet`;
  const { planes, measures = {}, fields = 0, flags } = well;
  const parts = [label];
  if (measures.count !== undefined) parts.push(plural(measures.count, 'object'));
  parts.push(plural(fields, 'field'));
  if (measure && measure.name !== 'count' && measures[measure.name] !== undefined) {
    parts.push(`${measure.label} ${withUnit(measures[measure.name], measure.unit)}`);
  }
  if (status === 'partial') parts.push('in progress');
  if (planes.failed > 0) parts.push(`${plural(planes.failed, 'plane')} failed`);
  if (planes.dropped > 0) parts.push(`${plural(planes.dropped, 'plane')} dropped`);
  const inWords = flagsInWords(flags);
  if (inWords) parts.push(inWords);
  return parts.join(', ');
}
