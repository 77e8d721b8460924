// Keeps the state in step with the server: a stream of changes of the acquisition shown, and the list of
// acquisitions every few seconds, which also tells whether the server answers at all (an EventSource does not
// notice a connection that is silently gone).
import { belongsToView, merged, newestLive } from './state.js';

const POLL_MS = 3000;
const POLL_WHEN_LOST_MS = 1000;
const ANSWER_WITHIN_MS = 6000;
const MISSES_UNTIL_LOST = 2;
const OPENS_WITHIN_MS = 5000;

export const api = (path) => new URL(`api/${path}`, document.baseURI);

export const acquisitionPath = (id, rest = '') => api(`acquisitions/${encodeURIComponent(id)}${rest}`);

/** Reads JSON; an error carries the server's words and `status`, 0 where there was no answer. */
export async function read(url) {
  let response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), cache: 'no-store' });
  } catch (cause) {
    throw Object.assign(new Error('the server does not answer', { cause }), { status: 0 });
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw Object.assign(new Error(body.error ?? `the server answered ${response.status}`), { status: response.status });
  }
  return body;
}

export class LiveFeed {
  #store;
  #stream = null;
  #openedAt = 0;
  #misses = 0;
  #wellsRequest = 0;
  #updatedMeanwhile = new Set(); // wells that the stream changed since the last request for all of them

  constructor(store) {
    this.#store = store;
  }

  start() {
    this.#open();
    this.#poll();
  }

  /** Shows that acquisition from now on. */
  pick(id) {
    this.#store.change((state, changes) => {
      state.following = false;
      changes.acquisitions = true;
    });
    this.#select(id);
  }

  /** Shows the newest live acquisition, now and later. */
  follow() {
    this.#store.change((state, changes) => {
      state.following = true;
      changes.acquisitions = true;
    });
    this.#followNewest();
  }

  /** Shows another time point ('latest' or a number) or model (null for the planned one). */
  look(view) {
    this.#store.change((state, changes) => {
      Object.assign(state.view, view);
      state.model = state.view.model;
      changes.view = true;
    });
    this.#loadWells();
  }

  async #poll() {
    try {
      this.#listed((await read(api('acquisitions'))).acquisitions);
    } catch (problem) {
      this.#missed(problem);
    }
    setTimeout(() => this.#poll(), this.#store.state.connection === 'live' ? POLL_MS : POLL_WHEN_LOST_MS);
  }

  #listed(list) {
    this.#misses = 0;
    this.#store.change((state, changes) => {
      state.listed = true;
      state.acquisitions = new Map(list.map((a) => [a.acquisition, a]));
      changes.acquisitions = true;
    });
    const reopened = this.#followNewest();
    // A stream that was refused stays closed, and one that was lost waits: the server answers, so ask again.
    const live = this.#store.state.connection === 'live' && this.#stream.readyState === EventSource.OPEN;
    const opening = this.#stream.readyState === EventSource.CONNECTING && Date.now() - this.#openedAt < OPENS_WITHIN_MS;
    if (!reopened && !live && !opening) this.#open();
  }

  #missed(problem) {
    if (problem.status === 503) {
      this.#connection('unready', problem.message);
    } else if (++this.#misses >= MISSES_UNTIL_LOST) {
      this.#connection('lost');
    }
  }

  /** Returns whether another acquisition was selected. */
  #followNewest() {
    const { acquisitions, selected, following } = this.#store.state;
    const newest = newestLive(acquisitions);
    const keep = selected !== null && acquisitions.has(selected) && !following;
    if (keep || newest === selected) return false;
    this.#select(newest);
    return true;
  }

  #select(id) {
    this.#store.change((state, changes) => {
      Object.assign(state, { selected: id, view: { t: 'latest', model: null }, model: null, well: null });
      state.wells = new Map();
      changes.acquisitions = changes.allWells = changes.selection = changes.view = true;
    });
    this.#open();
  }

  #open() {
    this.#stream?.close();
    const url = api('live');
    const { selected } = this.#store.state;
    if (selected !== null) url.searchParams.set('acquisition', selected);
    const stream = new EventSource(url);
    this.#stream = stream;
    this.#openedAt = Date.now();
    stream.onopen = () => {
      this.#connection('live');
      this.#loadWells();
    };
    stream.onerror = () => {
      if (this.#stream === stream && this.#store.state.connection === 'live') this.#connection('lost');
    };
    stream.addEventListener('acquisition', (event) => this.#acquisition(JSON.parse(event.data)));
    stream.addEventListener('well', (event) => this.#well(JSON.parse(event.data)));
    stream.addEventListener('removed', (event) => this.#removed(JSON.parse(event.data).acquisition));
  }

  #connection(connection, problem = null) {
    this.#store.change((state, changes) => {
      if (connection === 'live') state.lostAt = null;
      else state.lostAt ??= Date.now();
      state.connection = connection;
      state.problem = problem;
      changes.connection = true;
    });
  }

  #acquisition(acquisition) {
    const isNew = !this.#store.state.acquisitions.has(acquisition.acquisition);
    this.#store.change((state, changes) => {
      // The list is read newest first; one that is not in it yet is newer than all in it.
      state.acquisitions = isNew
        ? new Map([[acquisition.acquisition, acquisition], ...state.acquisitions])
        : state.acquisitions.set(acquisition.acquisition, acquisition);
      changes.acquisitions = true;
    });
    if (isNew && this.#store.state.listed) this.#followNewest();
  }

  #well(well) {
    const { state } = this.#store;
    if (well.acquisition !== state.selected || !belongsToView(well, state)) return;
    this.#updatedMeanwhile.add(well.well);
    this.#store.change((state, changes) => {
      state.model ??= well.model ?? null;
      state.wells.set(well.well, merged(state.wells.get(well.well), well));
      changes.wells.add(well.well);
    });
  }

  #removed(id) {
    this.#store.change((state, changes) => {
      state.acquisitions.delete(id);
      changes.acquisitions = true;
    });
    if (this.#store.state.selected === id) this.#followNewest();
  }

  /** Reads all wells of the view; what the stream tells while the answer is under way is newer and stays. */
  async #loadWells() {
    const { selected, view } = this.#store.state;
    const request = ++this.#wellsRequest;
    if (selected === null) return;
    this.#updatedMeanwhile = new Set();
    const url = acquisitionPath(selected, '/wells');
    url.searchParams.set('t', view.t);
    if (view.model) url.searchParams.set('model', view.model);
    try {
      const answer = await read(url);
      if (request === this.#wellsRequest) this.#wellsRead(answer);
    } catch {
      // What is held may be of another view. The stream brings the wells of this one again.
      if (request === this.#wellsRequest) this.#keepOnly(this.#updatedMeanwhile);
    }
  }

  #keepOnly(labels) {
    this.#store.change((state, changes) => {
      for (const label of state.wells.keys()) if (!labels.has(label)) state.wells.delete(label);
      changes.allWells = true;
    });
  }

  #wellsRead({ model, measures, wells }) {
    const newer = this.#updatedMeanwhile;
    this.#store.change((state, changes) => {
      const next = new Map(wells.map((well) => [well.well, well]));
      for (const label of newer) if (state.wells.has(label)) next.set(label, state.wells.get(label));
      state.wells = next;
      state.model = state.view.model ?? model ?? state.model;
      state.measures = measures ?? [];
      if (!state.measures.some((m) => m.name === state.measure)) state.measure = state.measures[0]?.name ?? 'count';
      changes.allWells = changes.view = true;
    });
  }
}
