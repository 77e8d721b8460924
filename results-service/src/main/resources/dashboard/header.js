// The head of the page: which acquisition, how far it is, how fast, what was lost, whether the server is there.
import { byId, element, setAttribute, setHidden, setText } from './elements.js';
import { clockTime, dayTime, duration, integer, latency, latencyParts, rate, UNKNOWN } from './format.js';
import { shown } from './state.js';

const CONNECTIONS = { connecting: 'Connecting', live: 'Live', unready: 'Starting', lost: 'Connection lost' };

export class Header {
  #picker = byId('acquisition');
  #follow = byId('follow');
  #offered = '';
  #state = null;

  constructor(feed) {
    this.#picker.addEventListener('change', () => feed.pick(this.#picker.value));
    this.#follow.addEventListener('click', () => feed.follow());
    setInterval(() => this.#tick(), 1000);
  }

  render(state, changes) {
    this.#state = state;
    if (changes.connection || changes.acquisitions) this.#connection(state);
    if (!changes.acquisitions) return;
    this.#offer(state);
    const acquisition = shown(state);
    setHidden(byId('figures'), !acquisition);
    if (!acquisition) return;
    this.#about(acquisition);
    this.#progress(acquisition);
    this.#speed(acquisition);
    this.#losses(acquisition);
    this.#tick();
  }

  #connection({ connection, problem, lostAt, listed }) {
    const root = document.documentElement;
    setAttribute(root, 'data-connected', String(connection === 'live'));
    setAttribute(byId('connection'), 'data-connection', connection);
    setText(byId('connection'), CONNECTIONS[connection]);
    // Before the first answer the empty page says it all.
    setHidden(byId('banner'), !listed || connection === 'live' || connection === 'connecting');
    setAttribute(byId('banner'), 'data-connection', connection);
    setText(byId('banner-text'), connection === 'unready'
      ? `The results service is not ready: ${problem}. Values shown may be out of date.`
      : `Connection to the server lost at ${clockTime(lostAt ?? Date.now())}. Values shown may be out of date. Reconnecting…`);
  }

  #offer({ acquisitions, selected, following }) {
    const options = [...acquisitions.values()].map((a) => [a.acquisition, title(a)]);
    const offered = JSON.stringify(options);
    if (offered !== this.#offered) {
      this.#offered = offered;
      this.#picker.replaceChildren(...options.map(([value, text]) => element('option', { value }, text)));
    }
    setHidden(this.#picker.parentElement, options.length === 0);
    if (selected !== null && this.#picker.value !== selected) this.#picker.value = selected;
    setAttribute(this.#follow, 'aria-pressed', String(following));
  }

  #about(acquisition) {
    const state = byId('state');
    setAttribute(state, 'data-state', acquisition.endedAt ? 'ended' : 'running');
    const reason = acquisition.endReason && acquisition.endReason !== 'complete' ? `: ${acquisition.endReason}` : '';
    setText(state, acquisition.endedAt ? `Ended${reason}` : 'Running');
    const channels = (acquisition.channels ?? []).map((c) => c.name).join(', ');
    setText(byId('about'), [acquisition.acquisition, channels, acquisition.source].filter(Boolean).join(' · '));
    document.title = `${acquisition.plateName ?? acquisition.acquisition} · Scopeside`;
  }

  #progress({ wells, planes, expectedPlanes, planesSkipped = 0 }) {
    figure('wells-done', wells.done, integer(wells.done));
    setText(byId('wells-planned'), wells.planned > 0 ? ` / ${integer(wells.planned)}` : ` / ${integer(wells.seen)} seen`);
    bar('wells-progress', wells.done, wells.planned || wells.seen);
    figure('planes-analysed', planes.analysed, integer(planes.analysed));
    // What steering skipped does not come any more.
    const expected = expectedPlanes > 0 ? Math.max(0, expectedPlanes - planesSkipped) : planes.captured;
    figure('planes-expected', expected, ` / ${integer(expected)}`);
    bar('planes-progress', planes.analysed, expected);
  }

  #speed({ planesPerSecond, latencyMs, stagesMs }) {
    figure('rate', planesPerSecond, rate(planesPerSecond));
    for (const quantile of ['p50', 'p99']) {
      const [number, unit] = latencyParts(latencyMs?.[quantile]);
      figure(`latency-${quantile}`, latencyMs?.[quantile], number);
      setText(byId(`latency-${quantile}-unit`), unit);
    }
    const stages = Object.entries(stagesMs ?? {}).map(([stage, ms]) => `${stage} ${latency(ms?.p50)} / ${latency(ms?.p99)}`);
    setAttribute(byId('latency'), 'title', stages.length ? `captured to counted; p50 / p99 of each stage: ${stages.join(', ')}` : null);
  }

  #losses({ planes, balanced, endedAt, announced }) {
    for (const kind of ['failed', 'dropped', 'pending']) {
      figure(`planes-${kind}`, planes[kind], integer(planes[kind]));
      setAttribute(byId(`planes-${kind}`).closest('.figure'), 'data-some', String(planes[kind] > 0));
    }
    const ledger = byId('ledger');
    setAttribute(ledger, 'data-balanced', String(balanced));
    setAttribute(ledger, 'data-state', balanced ? 'balanced' : endedAt ? 'unbalanced' : 'open');
    setText(ledger, balanced ? 'Balanced' : endedAt ? 'Unbalanced' : 'Open');
    const parts = [planes.analysed, planes.failed, planes.dropped];
    const relation = parts.reduce((sum, part) => sum + part) === planes.captured ? '=' : '≠';
    setText(byId('ledger-sum'), `${integer(planes.captured)} ${relation} ${parts.map(integer).join(' + ')}`);
    setAttribute(ledger.closest('.figure'), 'title', 'captured = analysed + failed + dropped'
      + (announced ? '' : endedAt ? '; the source did not announce how many planes it captured' : ''));
  }

  #tick() {
    const acquisition = this.#state && shown(this.#state);
    if (!acquisition) return;
    const from = acquisition.startedAt ? Date.parse(acquisition.startedAt) : NaN;
    const to = acquisition.endedAt ? Date.parse(acquisition.endedAt) : Date.now();
    setText(byId('elapsed'), Number.isNaN(from) ? UNKNOWN : duration(to - from));
    setText(byId('elapsed-label'), acquisition.endedAt ? 'Took' : 'Since start');
    setText(byId('started-at'), acquisition.startedAt ? `started ${dayTime(acquisition.startedAt)}` : '');
  }
}

const title = (a) => [a.plateName ?? a.acquisition, dayTime(a.startedAt), a.endedAt ? null : 'running'].filter(Boolean).join(' · ');

/** Writes a figure, with the bare number beside it for programs that read the page. */
function figure(id, value, text) {
  setAttribute(byId(id), 'data-value', value);
  setText(byId(id), text);
}

function bar(id, value, whole) {
  const progress = byId(id);
  if (progress.max !== Math.max(1, whole)) progress.max = Math.max(1, whole);
  if (progress.value !== Math.min(value, whole)) progress.value = Math.min(value, whole);
}

/** In place of the plate while there is nothing to show. */
export class EmptyPage {
  render({ connection, problem, listed, acquisitions }) {
    const empty = acquisitions.size === 0;
    setHidden(byId('empty'), !empty);
    setHidden(byId('content'), empty);
    if (!empty) return;
    const [heading, text] = emptyWords(connection, problem, listed);
    setText(byId('empty-title'), heading);
    setText(byId('empty-text'), text);
  }
}

function emptyWords(connection, problem, listed) {
  if (connection === 'unready') return ['The results service is starting…', `${problem}. This page goes on by itself.`];
  if (connection === 'lost') return ['The server does not answer', 'Trying again every second.'];
  if (!listed) return ['Connecting…', ''];
  return ['Waiting for an acquisition…', 'The plate appears here with its first plane.'];
}
