// The latest failures of all acquisitions, read when the user opens the list and while it stays open.
import { byId, element, setText } from './elements.js';
import { clockTime, integer } from './format.js';
import { api, read } from './live.js';

const READ_EVERY_MS = 3000;

export class FailureList {
  #details = byId('failures');

  constructor() {
    this.#details.addEventListener('toggle', () => this.#read());
    setInterval(() => this.#read(), READ_EVERY_MS);
  }

  async #read() {
    if (!this.#details.open || document.hidden) return;
    try {
      this.#show(await read(api('failures?limit=50')));
    } catch (problem) {
      setText(byId('failures-note'), `Failures could not be read: ${problem.message}`);
    }
  }

  #show({ total = 0, unattributed = 0, failures = [] }) {
    setText(byId('failures-note'), total === 0
      ? 'Nothing has failed.'
      : `${integer(total)} in all, ${integer(unattributed)} of them records that name no plane. The latest:`);
    byId('failures-body').replaceChildren(...failures.map(row));
  }
}

function row({ at, frame, stage, reason, message, topic, partition, offset }) {
  const texts = [clockTime(new Date(at)), stage, reason, message, frame ?? '', `${topic}-${partition} @ ${offset}`];
  return element('tr', {}, ...texts.map((text) => element('td', { class: 'words' }, text ?? '')));
}
