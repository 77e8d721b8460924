// What the page knows, in one place. The feed and the controls change it; views only read it.
//
//   LiveFeed, controls ──change()──▶ state ──once a frame──▶ view.render(state, changes)

const initial = () => ({
  connection: 'connecting', // connecting | live | unready | lost
  problem: null, // what the server said while it was not ready
  lostAt: null,
  listed: false, // the list of acquisitions has been read once
  acquisitions: new Map(), // id to acquisition, newest first
  selected: null, // id of the acquisition shown
  following: true, // show the newest live one
  view: { t: 'latest', model: null }, // what the user asked for
  model: null, // the model of the wells held
  measures: [], // [{name, label, unit}]
  measure: 'count',
  wells: new Map(), // label to well, of the acquisition, time point and model shown
  well: null, // label of the selected well
});

/** What changed since the last frame. `wells` holds labels; `allWells` says that any may have changed. */
const unchanged = () => ({ wells: new Set(), allWells: false, acquisitions: false, connection: false, selection: false, view: false });

export class Store {
  #state = initial();
  #changes = unchanged();
  #views = [];
  #scheduled = false;

  /** The state, to be read only. */
  get state() {
    return this.#state;
  }

  show(...views) {
    this.#views.push(...views);
  }

  /** Changes the state by `mutate(state, changes)` and renders in the next frame. */
  change(mutate) {
    mutate(this.#state, this.#changes);
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => this.#render());
  }

  #render() {
    this.#scheduled = false;
    const changes = this.#changes;
    this.#changes = unchanged();
    for (const view of this.#views) view.render(this.#state, changes);
  }
}

/** The acquisition shown, or null. */
export const shown = (state) => (state.selected === null ? null : state.acquisitions.get(state.selected) ?? null);

/** The one to follow: the newest that still runs, else the newest. */
export function newestLive(acquisitions) {
  let newest = null;
  for (const acquisition of acquisitions.values()) {
    if (!acquisition.endedAt) return acquisition.acquisition;
    newest ??= acquisition.acquisition;
  }
  return newest;
}

/** Planes that a well will have at one time point; 0 where nobody said. */
export function plannedPlanes(acquisition) {
  const { expectedPlanes = 0, wells, sizeT = 1, sizeZ = 1, fields = 0, channels = [] } = acquisition;
  if (expectedPlanes > 0 && wells?.planned > 0) return Math.ceil(expectedPlanes / (wells.planned * Math.max(1, sizeT)));
  return fields * channels.length * Math.max(1, sizeZ);
}

/**
 * How far a well is, 0 to 1. While the acquisition runs it is held against the plan; afterwards against what
 * was captured, since a well may have had fewer fields than others. What steering skipped is not waited for.
 */
export function wellProgress(well, acquisition) {
  const { captured = 0, pending = 0 } = well.planes;
  const skipped = (well.planesSkipped ?? 0) / Math.max(1, acquisition.sizeT ?? 1);
  const whole = acquisition.endedAt ? captured : Math.max(plannedPlanes(acquisition) - skipped, captured);
  return whole > 0 ? Math.min(1, (captured - pending) / whole) : 0;
}

/** unseen | partial | done | failed: failed where no plane of a finished well could be analysed. */
export function wellStatus(well, acquisition) {
  if (!well) return 'unseen';
  if (wellProgress(well, acquisition) < 1) return 'partial';
  return well.planes.analysed === 0 && well.planes.captured > 0 ? 'failed' : 'done';
}

/** Whether a live update belongs to the time point and model shown. */
export function belongsToView(well, state) {
  if (well.model && state.model && well.model !== state.model) return false;
  if (state.view.t !== 'latest') return well.theT === state.view.t;
  const held = state.wells.get(well.well);
  return !held || well.theT >= held.theT;
}

/**
 * The well to hold after an update. A well without a model has no objects yet, or only failed planes; it must
 * not hide the objects already held for that time point.
 */
export function merged(held, update) {
  if (update.model || !held?.model || held.theT !== update.theT) return update;
  return { ...held, planes: update.planes, flags: update.flags };
}
