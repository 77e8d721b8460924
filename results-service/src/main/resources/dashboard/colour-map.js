// Viridis (Smith and van der Walt, matplotlib 1.5): perceptually uniform, readable without red-green vision.
// Eleven control points, linear in between; the error against the 256-entry table is below 1 %.
const VIRIDIS = [
  [68, 1, 84], [72, 36, 117], [65, 68, 135], [53, 95, 141], [42, 120, 142], [33, 145, 140],
  [34, 168, 132], [68, 191, 112], [122, 209, 81], [189, 223, 38], [253, 231, 37],
];

const NICE = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** [r, g, b] at a fraction, clamped to 0 to 1. */
export function viridis(fraction) {
  const at = Math.min(1, Math.max(0, fraction)) * (VIRIDIS.length - 1);
  const low = Math.min(VIRIDIS.length - 2, Math.floor(at));
  return VIRIDIS[low].map((from, i) => Math.round(from + (VIRIDIS[low + 1][i] - from) * (at - low)));
}

export const css = ([r, g, b]) => `rgb(${r},${g},${b})`;

/** Black or white, whichever has the higher WCAG contrast on that colour. */
export function inkOn(rgb) {
  const [r, g, b] = rgb.map((c) => (c <= 10.31 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000' : '#fff';
}

/**
 * The range that the colours span: from 0 where values are positive and reach near it, and rounded outwards,
 * so that it stays put while a plate fills and wells need not be painted again with every plane.
 */
export function colourRange(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return null;
  if (low >= 0 && low <= high / 2) return { low: 0, high: high === 0 ? 1 : niceAbove(high) };
  const step = niceAbove((high - low) / 8 || Math.abs(high) / 8 || 1);
  const from = Math.floor(low / step) * step;
  const to = Math.ceil(high / step) * step;
  return { low: from, high: to > from ? to : from + step };
}

/** The smallest round number that is not below a positive value. */
function niceAbove(value) {
  const magnitude = 10 ** Math.floor(Math.log10(value));
  return NICE.find((n) => n * magnitude >= value * (1 - 1e-9)) * magnitude;
}

/** Where a value stands in a range, 0 to 1. */
export const fractionIn = (value, { low, high }) => (value - low) / (high - low);
