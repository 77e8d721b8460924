// Which time point and which model the plate shows, where there is a choice.
import { byId, element, setAttribute, setHidden, setText } from './elements.js';
import { shown } from './state.js';

export class ViewControls {
  #slider = byId('time-point');
  #latest = byId('time-latest');
  #model = byId('model');
  #offered = '';

  constructor(feed) {
    this.#slider.addEventListener('input', () => feed.look({ t: Number(this.#slider.value) }));
    this.#latest.addEventListener('click', () => feed.look({ t: 'latest' }));
    this.#model.addEventListener('change', () => feed.look({ model: this.#model.value }));
  }

  render(state, changes) {
    const acquisition = shown(state);
    if (!acquisition || !(changes.view || changes.acquisitions || changes.allWells || changes.wells.size > 0)) return;
    this.#time(state, acquisition);
    this.#models(state, acquisition);
  }

  #time({ view, wells }, { sizeT }) {
    setHidden(byId('time-control'), !(sizeT > 1));
    if (!(sizeT > 1)) return;
    const newest = Math.max(0, ...[...wells.values()].map((well) => well.theT ?? 0));
    const t = view.t === 'latest' ? newest : view.t;
    setAttribute(this.#slider, 'max', sizeT - 1);
    if (Number(this.#slider.value) !== t) this.#slider.value = t;
    setText(byId('time-shown'), `${t} of 0–${sizeT - 1}`);
    setAttribute(this.#latest, 'aria-pressed', String(view.t === 'latest'));
  }

  #models({ model }, { models = [] }) {
    setHidden(byId('model-control'), models.length < 2);
    const offered = models.join('\n');
    if (offered !== this.#offered) {
      this.#offered = offered;
      this.#model.replaceChildren(...models.map((name) => element('option', { value: name }, name)));
    }
    if (model && this.#model.value !== model) this.#model.value = model;
  }
}
