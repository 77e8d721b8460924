// Around the plate: which measure is shown, its colours from lowest to highest, what the marks mean, the tooltip.
import { css, viridis } from './colour-map.js';
import { byId, element, setAttribute, setHidden, setText, svg } from './elements.js';
import { integer, measure as formatMeasure, plural, withUnit } from './format.js';
import { shown } from './state.js';
import { flagsInWords, markAt, marksOf, MARKS } from './well-marks.js';

const STRIPES = 48;

export class PlateLegend {
  #plate;
  #select = byId('measure');
  #offered = '';
  #used = '';

  constructor(store, plate) {
    this.#plate = plate;
    this.#select.addEventListener('change', () =>
      store.change((state, changes) => {
        state.measure = this.#select.value;
        changes.view = true;
      }));
    byId('legend-scale').append(...stripes());
  }

  render(state, changes) {
    if (changes.view || changes.allWells) this.#offer(state);
    const range = this.#plate.range;
    const measure = state.measures.find((m) => m.name === state.measure);
    setHidden(byId('legend'), !range);
    if (range) {
      setText(byId('legend-low'), formatMeasure(range.low));
      setText(byId('legend-high'), formatMeasure(range.high));
      setText(byId('legend-unit'), measure?.unit ?? '');
    }
    if (changes.allWells || changes.wells.size > 0) this.#explain(state);
  }

  #offer({ measures, measure }) {
    const offered = measures.map((m) => m.name).join();
    if (offered !== this.#offered) {
      this.#offered = offered;
      this.#select.replaceChildren(...measures.map((m) => element('option', { value: m.name }, m.unit ? `${m.label} (${m.unit})` : m.label)));
    }
    this.#select.disabled = measures.length === 0;
    if (this.#select.value !== measure) this.#select.value = measure;
  }

  /** Explains only the marks that stand on the plate, after the two that always may. */
  #explain({ wells }) {
    const marks = new Set();
    for (const well of wells.values()) for (const mark of marksOf(well)) marks.add(mark);
    const used = Object.keys(MARKS).filter((name) => marks.has(name));
    if (used.join() === this.#used && byId('legend-marks').childElementCount > 0) return;
    this.#used = used.join();
    byId('legend-marks').replaceChildren(
      explained(svg('rect', { class: 'slot', x: 1, y: 1, width: 14, height: 14, rx: 2 }), 'not seen'),
      explained(svg('g', {}, svg('rect', { class: 'slot', x: 1, y: 1, width: 14, height: 14, rx: 2 }),
        svg('rect', { class: 'fill', x: 4, y: 4, width: 8, height: 8, rx: 1 })), 'in progress'),
      ...used.map((name) => explained(markAt(name, 8, 8, 5), MARKS[name].label)));
  }
}

/** Narrow rectangles, since a gradient would need a style that the page's security policy forbids. */
function stripes() {
  return Array.from({ length: STRIPES }, (_, i) =>
    svg('rect', { x: i, y: 0, width: 1.2, height: 1, fill: css(viridis(i / (STRIPES - 1))) }));
}

function explained(drawing, text) {
  return element('li', {}, svg('svg', { viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' }, drawing), text);
}

/** What a well holds, beside the pointer or the focused cell. */
export class WellTooltip {
  #box = byId('well-tooltip');
  #store;
  #label = null;
  #anchor = null;

  constructor(store) {
    this.#store = store;
  }

  show(label, rectangle) {
    this.#label = label;
    this.#anchor = rectangle;
    setHidden(this.#box, label === null);
    if (label === null) return;
    this.#fill(this.#store.state);
    this.#place();
  }

  render(state, changes) {
    if (this.#label !== null && (changes.allWells || changes.view || changes.wells.has(this.#label))) this.#fill(state);
  }

  #fill(state) {
    const well = state.wells.get(this.#label);
    const measure = state.measures.find((m) => m.name === state.measure);
    const lines = well ? facts(well, measure, shown(state)) : ['not seen yet'];
    this.#box.replaceChildren(element('strong', {}, this.#label), ...lines.map((line) => element('div', {}, line)));
  }

  /** Above the cell, or below where there is no room; never outside the window. */
  #place() {
    const { left, top, bottom, width } = this.#anchor;
    const box = this.#box.getBoundingClientRect();
    const x = Math.min(document.documentElement.clientWidth - box.width - 8, Math.max(8, left + width / 2 - box.width / 2));
    const y = top - box.height - 8 > 0 ? top - box.height - 8 : bottom + 8;
    this.#box.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }
}

function facts(well, measure, acquisition) {
  const { planes, measures = {} } = well;
  const lines = [];
  if (measures.count !== undefined) lines.push(plural(measures.count, 'object'));
  if (measure && measure.name !== 'count') lines.push(`${measure.label}: ${withUnit(measures[measure.name], measure.unit)}`);
  lines.push(`${integer(well.fields ?? 0)} of ${plural(acquisition?.fields ?? well.fields ?? 0, 'field')}`);
  if (acquisition?.sizeT > 1) lines.push(`time point ${well.theT}`);
  for (const kind of ['pending', 'failed', 'dropped']) if (planes[kind] > 0) lines.push(`${plural(planes[kind], 'plane')} ${kind}`);
  const flags = flagsInWords(well.flags);
  if (flags) lines.push(flags);
  return lines;
}
