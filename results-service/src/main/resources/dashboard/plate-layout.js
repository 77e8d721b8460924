// Where the wells of a plate stand, in CSS pixels.
import { wellLabel } from './format.js';

const LARGEST_CELL_PX = 150;
const SMALLEST_CELL_PX = 5;
const LABEL_PX = 11; // height of the row letters and column numbers
const COLUMN_LABEL_PX = 17; // room that a column number needs
const FORMATS = [[2, 3], [3, 4], [4, 6], [6, 8], [8, 12], [16, 24], [32, 48], [64, 96]];

/** Rows and columns: the plan's, else the smallest plate that holds the wells seen, else one cell a well. */
export function plateSize(acquisition, wells) {
  if (acquisition.plateRows > 0) return { rows: acquisition.plateRows, columns: acquisition.plateColumns, placed: true };
  const seen = [...wells.values()].filter((well) => well.row !== undefined);
  if (seen.length === 0) return { rows: 1, columns: Math.max(1, wells.size), placed: false };
  const [rows, columns] = seen.reduce(([r, c], w) => [Math.max(r, w.row + 1), Math.max(c, w.column + 1)], [1, 1]);
  const fit = FORMATS.find(([r, c]) => r >= rows && c >= columns) ?? [rows, columns];
  return { rows: fit[0], columns: fit[1], placed: true };
}

/** The wells of a plate by row: [[label, …], …]. Wells that have no place stand in one row. */
export function wellGrid({ rows, columns, placed }, wells) {
  if (!placed) return [[...wells.keys()]];
  return Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => wellLabel(row, column)));
}

/** The largest cells that fit a width and a height. */
export function layoutFor({ rows, columns }, widthPx, heightPx) {
  const left = rows > 26 ? 22 : 18;
  const top = 18;
  const fit = Math.min((widthPx - left) / columns, (heightPx - top) / rows);
  const cell = Math.max(SMALLEST_CELL_PX, Math.min(LARGEST_CELL_PX, fit));
  const gap = cell < 12 ? 1 : cell < 24 ? 2 : 4;
  return {
    left, top, cell, gap,
    side: cell - gap,
    width: left + columns * cell,
    height: top + rows * cell,
    rowStep: labelStep(cell, LABEL_PX),
    columnStep: labelStep(cell, COLUMN_LABEL_PX),
  };
}

/** Every how many cells there is room for a label: 1, 2, 4, 8. */
function labelStep(cell, needed) {
  let step = 1;
  while (step * cell < needed) step *= 2;
  return step;
}
