// Puts the page together. Server and controls change the state; once a frame every view renders what changed.
import { Charts } from './charts.js';
import { byId, setAttribute, setText } from './elements.js';
import { FailureList } from './failure-list.js';
import { EmptyPage, Header } from './header.js';
import { LiveFeed } from './live.js';
import { PlateLegend, WellTooltip } from './plate-legend.js';
import { PlateMap } from './plate-map.js';
import { Store } from './state.js';
import { SteeringList } from './steering-list.js';
import { ViewControls } from './view-controls.js';
import { WellDetail } from './well-detail.js';
import { WellTable } from './well-table.js';

const THEME = 'scopeside.theme';

const store = new Store();
const feed = new LiveFeed(store);

/** Selects a well, or none; the selected one again deselects it. */
function choose(label) {
  store.change((state, changes) => {
    state.well = state.well === label ? null : label;
    changes.selection = true;
  });
}

/** The acquisition that the address asks for; a wall screen may be pinned to one. */
function pinned() {
  const id = new URLSearchParams(location.search).get('acquisition');
  if (!id) return;
  store.change((state) => Object.assign(state, { selected: id, following: false }));
}

const tooltip = new WellTooltip(store);
const plate = new PlateMap({ choose, hover: (label, rectangle) => tooltip.show(label, rectangle) });
const charts = new Charts();

const darkBySystem = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => (document.documentElement.dataset.theme ?? (darkBySystem.matches ? 'dark' : 'light')) === 'dark';

function showTheme() {
  setText(byId('theme'), isDark() ? 'Light' : 'Dark');
  setAttribute(byId('theme'), 'aria-label', `Switch to ${isDark() ? 'light' : 'dark'} colours`);
}

function switchTheme() {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(THEME, theme);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
  showTheme();
  charts.recolour();
}

byId('theme').addEventListener('click', switchTheme);
darkBySystem.addEventListener('change', showTheme);
showTheme();

new FailureList();
store.show(new EmptyPage(), new Header(feed), plate, new PlateLegend(store, plate), tooltip, new ViewControls(feed), charts, new WellDetail({ choose }), new WellTable({ choose }), new SteeringList());
pinned();
feed.start();
