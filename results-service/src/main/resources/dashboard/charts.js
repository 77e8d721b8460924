// Rate and latency over the last ten minutes, one point a second, kept in the page only.
import uPlot from './vendor/uplot/uPlot.esm.js';
import { byId, setHidden, setText } from './elements.js';
import { clockTime, isNumber, latency, rate } from './format.js';
import { shown } from './state.js';

const POINTS = 600;
const SHORTEST_SPAN_S = 60;
const HEIGHT_PX = 132;

/** Seconds since the epoch, rate and latencies, oldest first. A gap in the connection is a null. */
class History {
  columns = [[], [], [], []];

  clear() {
    this.columns = [[], [], [], []];
  }

  add(...point) {
    this.columns.forEach((column, i) => {
      column.push(point[i]);
      if (column.length > POINTS) column.shift();
    });
  }

  get length() {
    return this.columns[0].length;
  }

  select(...indices) {
    return indices.map((i) => this.columns[i]);
  }
}

export class Charts {
  #history = new History();
  #of = null; // id of the acquisition that the history is of
  #state = null;
  #rate = new Chart('rate-chart', [1], [{ label: 'rate', colour: '--series-1', fill: '--series-1-fill' }], (v) => String(v), (v) => (v === null ? '–' : `${rate(v)} planes/s`));
  #latency = new Chart('latency-chart', [2, 3], [
    { label: 'p50', colour: '--series-1' },
    { label: 'p99', colour: '--series-2', dash: [5, 4] },
  ], shortLatency, (v) => latency(v));

  constructor() {
    setInterval(() => this.#sample(), 1000);
    new ResizeObserver(() => this.#draw(true)).observe(byId('rate-chart'));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.recolour());
  }

  render(state, changes) {
    this.#state = state;
    if (state.selected === this.#of) return;
    this.#of = state.selected;
    this.#history.clear();
    this.#draw();
  }

  /** After a change of theme. */
  recolour() {
    for (const chart of [this.#rate, this.#latency]) chart.recolour();
  }

  #sample() {
    const acquisition = this.#state && shown(this.#state);
    if (!acquisition || acquisition.endedAt) return;
    const known = this.#state.connection === 'live';
    const { planesPerSecond, latencyMs } = acquisition;
    const value = (number) => (known && isNumber(number) ? number : null);
    this.#history.add(Date.now() / 1000, value(planesPerSecond), value(latencyMs?.p50), value(latencyMs?.p99));
    this.#draw();
  }

  #draw(resized = false) {
    const none = this.#history.length < 2;
    const acquisition = this.#state && shown(this.#state);
    setHidden(byId('charts-empty'), !none);
    setText(byId('charts-empty'), acquisition?.endedAt ? 'It had ended before this page was opened: no curves to show.' : 'Collecting…');
    for (const chart of [this.#rate, this.#latency]) chart.draw(this.#history, none, resized);
  }
}

const shortLatency = (ms) => (ms >= 1000 ? `${ms / 1000} s` : `${ms}`);

/** One curve or more over time, with the value under the pointer, else the last one, in the caption. */
class Chart {
  #host;
  #readout;
  #columns;
  #series;
  #axisText;
  #inWords;
  #plot = null;

  constructor(id, columns, series, axisText, inWords) {
    this.#host = byId(id);
    this.#readout = byId(`${id}-readout`);
    this.#columns = columns;
    this.#series = series;
    this.#axisText = axisText;
    this.#inWords = inWords;
  }

  draw(history, none, resized) {
    setHidden(this.#host.closest('figure'), none);
    if (none) {
      setText(this.#readout, '');
      return;
    }
    const width = this.#host.clientWidth;
    if (width === 0) return;
    this.#plot ??= new uPlot(this.#options(width), [[], ...this.#columns.map(() => [])], this.#host);
    if (this.#plot.width !== width || resized) this.#plot.setSize({ width, height: HEIGHT_PX });
    this.#plot.setData(history.select(0, ...this.#columns));
    this.#read();
  }

  recolour() {
    this.#plot?.redraw(false, true);
  }

  #read() {
    const [times, ...values] = this.#plot.data;
    const at = this.#plot.cursor.idx ?? times.length - 1;
    const pointed = this.#plot.cursor.idx !== null && this.#plot.cursor.idx !== undefined;
    const words = values.map((column, i) => `${this.#series.length > 1 ? `${this.#series[i].label} ` : ''}${this.#inWords(column[at] ?? null)}`);
    const text = words.join(' · ') + (pointed ? ` at ${clockTime(times[at] * 1000)}` : '');
    setText(this.#readout, text);
    this.#host.setAttribute('aria-label', `${this.#host.dataset.title}: ${text}`);
  }

  #options(width) {
    const ink = () => colour('--muted');
    const grid = { stroke: () => colour('--grid'), width: 1 };
    const axis = { stroke: ink, grid, ticks: { show: false }, font: '11px system-ui, sans-serif' };
    return {
      width,
      height: HEIGHT_PX,
      padding: [8, 26, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: { x: { time: true, range: (_, from, to) => [Math.min(from, to - SHORTEST_SPAN_S), to] }, y: { range: (_, __, high) => [0, Math.max(1, high * 1.15)] } },
      axes: [
        { ...axis, size: 24, space: 90, values: (_, ticks) => ticks.map((t) => clockTime(t * 1000)) },
        { ...axis, size: 46, space: 30, values: (_, ticks) => ticks.map(this.#axisText) },
      ],
      series: [{}, ...this.#series.map((s) => ({
        label: s.label, width: 1.75, dash: s.dash, points: { show: false },
        stroke: () => colour(s.colour),
        fill: s.fill ? () => colour(s.fill) : undefined,
      }))],
      hooks: { setCursor: [() => this.#plot && this.#read()] },
    };
  }
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
