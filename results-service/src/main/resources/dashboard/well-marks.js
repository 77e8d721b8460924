// Marks on a well that do not depend on colour. Each is a path in a box of -1 to 1 around its corner.
import { flagName } from './format.js';
import { setAttribute, svg } from './elements.js';

export const MARKS = {
  failed: { label: 'failed planes', corner: [1, -1], path: 'M-.8-.8 .8.8M.8-.8-.8.8' },
  outOfFocus: { label: 'out of focus', corner: [-1, 1], path: 'M-.85 0A.85.85 0 1 1 .85 0A.85.85 0 1 1-.85 0Z' },
  saturated: { label: 'saturated', corner: [1, 1], path: 'M0-.85 .95.8H-.95Z' },
  other: { label: 'other flag', corner: [-1, -1], path: 'M0-1 1 0 0 1-1 0Z' },
};

/** The names in MARKS that a well carries. */
export function marksOf(well) {
  const marks = [];
  if (!well) return marks;
  if (well.planes.failed > 0) marks.push('failed');
  for (const [flag, count] of Object.entries(well.flags ?? {})) {
    const mark = /FOCUS/.test(flag) ? 'outOfFocus' : /SATURAT/.test(flag) ? 'saturated' : 'other';
    if (count > 0 && !marks.includes(mark)) marks.push(mark);
  }
  return marks;
}

/** "out of focus (2), saturated (1)" */
export const flagsInWords = (flags) =>
  Object.entries(flags ?? {})
    .filter(([, count]) => count > 0)
    .map(([flag, count]) => `${flagName(flag)} (${count})`)
    .join(', ');

/** A mark of `radius` px at a point: a light stroke on a dark one, which shows on every colour. */
export function markAt(name, x, y, radius) {
  const place = { d: MARKS[name].path, transform: `translate(${x} ${y}) scale(${radius})` };
  return svg('g', { class: `mark mark-${name}` }, svg('path', { ...place, class: 'mark-under' }), svg('path', { ...place, class: 'mark-over' }));
}

/** Puts the marks of a well of that side into its corners; where it is too small, all become one tick. */
export function placeMarks(parent, marks, side) {
  const key = `${marks.join()}@${side}`;
  if (parent.dataset.marks === key) return;
  setAttribute(parent, 'data-marks', key);
  if (side < 17) {
    parent.replaceChildren(...(marks.length ? [tick(side)] : []));
    return;
  }
  const radius = Math.min(4.5, side * 0.12);
  const reach = side / 2 - radius * 1.7;
  parent.replaceChildren(...marks.map((name) => {
    const [right, down] = MARKS[name].corner;
    return markAt(name, side / 2 + right * reach, side / 2 + down * reach, radius);
  }));
}

function tick(side) {
  const size = Math.max(3, side * 0.55);
  return svg('path', { class: 'mark-tick', d: `M${side} 0v${size}l${-size}${-size}Z` });
}
