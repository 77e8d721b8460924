// The selected well: its fields with counts, focus, flags and the stations of their journey, and what failed.
import { byId, element, setHidden, setText } from './elements.js';
import { flagName, integer, isNumber, latency, measure as formatMeasure, plural, UNKNOWN, withUnit } from './format.js';
import { acquisitionPath, read } from './live.js';

const READ_AT_MOST_EVERY_MS = 1000;
const STATIONS = ['captured', 'published', 'received', 'segmented', 'aggregated'];
const FOCUS = ['focus', 'powerLogLogSlope', 'PowerLogLogSlope', 'ImageQuality_PowerLogLogSlope', 'varianceOfLaplacian', 'FocusScore'];

export class WellDetail {
  #state = null;
  #shown = null; // key of the well, time point and model that the panel holds
  #readAt = 0;
  #later = null;
  #request = 0;

  constructor({ choose }) {
    byId('detail-close').addEventListener('click', () => choose(null));
  }

  render(state, changes) {
    this.#state = state;
    const { well, selected } = state;
    setHidden(byId('detail-body'), well === null);
    setHidden(byId('detail-close'), well === null);
    setHidden(byId('detail-hint'), well !== null);
    setText(byId('detail-title'), well === null ? 'Well' : `Well ${well}`);
    const held = well === null ? undefined : state.wells.get(well);
    const key = well === null ? null : JSON.stringify([selected, well, state.view]);
    const other = key !== this.#shown;
    this.#shown = key;
    if (well === null) return;
    if (other) this.#clear();
    if (other || changes.allWells || changes.wells.has(well)) this.#summary(state, held);
    if (other) this.#read();
    else if (changes.allWells || changes.wells.has(well)) this.#readSoon();
  }

  #clear() {
    this.#request++;
    byId('detail-fields').replaceChildren();
    byId('detail-failures').replaceChildren();
    setHidden(byId('detail-failed'), true);
    setHidden(byId('detail-table'), true);
    setText(byId('detail-problem'), '');
  }

  #summary({ measures }, well) {
    const planes = well?.planes;
    const entries = measures.map((m) => [m.label, withUnit(well?.measures?.[m.name], m.unit)]);
    byId('detail-measures').replaceChildren(...entries.map(([label, value]) =>
      element('div', {}, element('dt', { title: label }, label), element('dd', {}, value))));
    setText(byId('detail-planes'), planes
      ? `${plural(planes.captured, 'plane')} captured = ${integer(planes.analysed)} analysed + ${integer(planes.failed)} failed + ${integer(planes.dropped)} dropped`
        + (planes.pending > 0 ? ` + ${integer(planes.pending)} pending` : '')
      : 'No plane of this well has been seen yet.');
  }

  #readSoon() {
    if (this.#later !== null) return;
    this.#later = setTimeout(() => this.#read(), Math.max(0, this.#readAt + READ_AT_MOST_EVERY_MS - performance.now()));
  }

  async #read() {
    clearTimeout(this.#later);
    this.#later = null;
    const { well, selected, view, model, wells } = this.#state;
    if (well === null || !wells.has(well)) return;
    this.#readAt = performance.now();
    const request = ++this.#request;
    const url = acquisitionPath(selected, `/wells/${encodeURIComponent(well)}/fields`);
    url.searchParams.set('t', view.t === 'latest' ? wells.get(well).theT ?? 'latest' : view.t);
    if (model) url.searchParams.set('model', model);
    try {
      const answer = await read(url);
      if (request === this.#request) this.#show(answer);
    } catch (problem) {
      if (request === this.#request) setText(byId('detail-problem'), `Fields could not be read: ${problem.message}`);
    }
  }

  #show({ fields = [], planes = [] }) {
    setText(byId('detail-problem'), '');
    setHidden(byId('detail-table'), fields.length === 0);
    byId('detail-fields').replaceChildren(...fields.map(fieldRow));
    const failed = planes.filter((plane) => plane.status === 'failed');
    setHidden(byId('detail-failed'), failed.length === 0);
    setText(byId('detail-failed-title'), `${plural(failed.length, 'plane')} failed`);
    byId('detail-failures').replaceChildren(...failed.map(failure));
  }
}

function fieldRow(field) {
  const { receipt = {}, quality = {}, flags = [] } = field;
  const at = (station) => Date.parse(receipt[`${station}At`]);
  // A station without a time (a record without a timestamp) is bridged: the next one counts from the one before.
  let before = at('captured');
  const legs = STATIONS.slice(1).map((station) => {
    const now = at(station);
    const leg = now - before;
    if (!Number.isNaN(now)) before = now;
    return element('td', {}, isNumber(leg) ? integer(leg) : UNKNOWN);
  });
  const incomplete = field.complete === false ? ' (incomplete)' : '';
  return element('tr', {},
    element('th', { scope: 'row' }, `${field.field}${incomplete}`),
    element('td', {}, integer(field.count)),
    element('td', {}, formatMeasure(focusOf(quality))),
    ...legs,
    element('td', {}, latency(field.latencyMs)),
    element('td', { class: 'words' }, flags.map(flagName).join(', ')));
}

const focusOf = (quality) => quality[FOCUS.find((name) => quality[name] !== undefined)];

function failure({ field, theC, theZ, theT, reason, message }) {
  return element('li', {},
    element('span', { class: 'place' }, `field ${field}, c ${theC}, z ${theZ}, t ${theT}`), ' ',
    element('strong', {}, reason ?? 'failed'), message ? ` ${message}` : '');
}
