// How numbers, durations and names are written for people. Unknown values are an en dash.

export const UNKNOWN = '–';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const significant = new Intl.NumberFormat('en', { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

export const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

/** 12,345 */
export const integer = (value) => (isNumber(value) ? whole.format(value) : UNKNOWN);

/** Whole numbers in full, others with three significant digits: 1,234, 0.0213, 118. */
export function measure(value) {
  if (!isNumber(value)) return UNKNOWN;
  return Number.isInteger(value) || Math.abs(value) >= 1000 ? whole.format(value) : significant.format(value);
}

/** At most five characters, to stand in a well: 1,234, 12.3K, -1.84. */
export function brief(value) {
  if (!isNumber(value)) return '';
  return Math.abs(value) >= 10000 || (value !== 0 && Math.abs(value) < 0.01) ? tiny(value) : measure(value);
}

function tiny(value) {
  return Math.abs(value) >= 1 ? compact.format(value) : value.toExponential(0);
}

/** "2,113 µm²" */
export const withUnit = (value, unit) => (unit && isNumber(value) ? `${measure(value)} ${unit}` : measure(value));

/** Planes a second. */
export const rate = (value) => (isNumber(value) ? oneDecimal.format(value) : UNKNOWN);

/** Milliseconds as [number, unit], in seconds from 10 s on. */
export function latencyParts(ms) {
  if (!isNumber(ms)) return [UNKNOWN, ''];
  return ms >= 10000 ? [oneDecimal.format(ms / 1000), 's'] : [whole.format(ms), 'ms'];
}

export const latency = (ms) => latencyParts(ms).join(' ').trim();

/** "4:05", "1:02:09", "2 d 03:10:00" */
export function duration(ms) {
  if (!isNumber(ms)) return UNKNOWN;
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n) => String(n).padStart(2, '0');
  const [d, h, m, s] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  if (d > 0) return `${d} d ${two(h)}:${two(m)}:${two(s)}`;
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** "14:03:59" from a Date or milliseconds since the epoch. */
export const clockTime = (at) => clock.format(at);

/** "9 Mar, 14:03" from an ISO instant. */
export const dayTime = (iso) => (iso ? day.format(new Date(iso)) : '');

/** OUT_OF_FOCUS becomes "out of focus". */
export const flagName = (flag) => flag.toLowerCase().replaceAll('_', ' ');

export const plural = (count, noun) => `${integer(count)} ${noun}${count === 1 ? '' : 's'}`;

/** 0 is "A", 26 is "AA". */
export function rowLetters(row) {
  const letter = (n) => String.fromCharCode(65 + n);
  return row < 26 ? letter(row) : letter(Math.floor(row / 26) - 1) + letter(row % 26);
}

/** The label of a zero-based row and column: "A01". */
export const wellLabel = (row, column) => rowLetters(row) + String(column + 1).padStart(2, '0');
