// What steering did to the acquisition shown. The stream says that there is something new; the list is read when it is open.
import { byId, element, setHidden, setText } from './elements.js';
import { clockTime, integer } from './format.js';
import { acquisitionPath, read } from './live.js';
import { shown } from './state.js';

export class SteeringList {
  #details = byId('steering');
  #acquisition = null;
  #shown = null; // which acquisition and how many of its actions the table holds

  constructor() {
    this.#details.addEventListener('toggle', () => this.#read());
  }

  render(state, changes) {
    if (!changes.acquisitions) return;
    this.#acquisition = shown(state);
    const { actionCount = 0, lastAction } = this.#acquisition ?? {};
    setHidden(this.#details, actionCount === 0);
    setText(byId('steering-last'), lastAction ? `${clockTime(new Date(lastAction.at))} ${lastAction.action}: ${lastAction.reason}` : '');
    this.#read();
  }

  async #read() {
    const { acquisition, actionCount = 0 } = this.#acquisition ?? {};
    const wanted = `${acquisition} ${actionCount}`;
    if (!this.#details.open || actionCount === 0 || this.#shown === wanted) return;
    this.#shown = wanted;
    try {
      const { actions = [] } = await read(acquisitionPath(acquisition));
      if (this.#shown === wanted) this.#show(actions, actionCount);
    } catch (problem) {
      this.#shown = null;
      setText(byId('steering-note'), `The actions could not be read: ${problem.message}`);
    }
  }

  #show(actions, count) {
    setText(byId('steering-note'), actions.length < count ? `${integer(count)} in all. The latest:` : '');
    byId('steering-body').replaceChildren(...actions.reverse().map(row));
  }
}

function row({ at, action, well, reason, planesSkipped }) {
  const words = [clockTime(new Date(at)), action, well ?? '', reason];
  return element('tr', {}, ...words.map((text) => element('td', { class: 'words' }, text)),
    element('td', {}, planesSkipped ? integer(planesSkipped) : ''));
}
