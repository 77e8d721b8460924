package org.scopeside.panel;

import org.scopeside.panel.state.PanelState;

/**
 * Where the panel reads what it shows.
 *
 * <p>It is asked four times a second, by one thread of the panel's own and never by the event
 * dispatch thread: an answer that is late leaves the last one on the screen, with its age.
 */
public interface PanelModel {
  /** What is to be shown now; wells and rows that did not change may be the same instances. */
  PanelState snapshot();
}
