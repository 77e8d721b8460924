/**
 * The window beside the image that is being acquired: connection, losses, the plate as it fills,
 * recent fields, alerts, steering and settings. It knows neither Kafka nor Micro-Manager: it shows
 * a {@link org.scopeside.panel.state.PanelState} and calls {@link
 * org.scopeside.panel.PanelActions}.
 *
 * <p>Swing classes here belong to the event dispatch thread unless they say otherwise.
 */
package org.scopeside.panel;
