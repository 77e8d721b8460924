/**
 * Outlines of the objects on the image in Micro-Manager's display.
 *
 * <pre>
 *   label images (Kafka) ─▶ LabelFeed ─▶ ObjectOutlines ─┐
 *   results (PlaneOutcome) ──────────────────────────────┴▶ RecentFields ─▶ ObjectsOverlay ─▶ display
 * </pre>
 *
 * <p>{@link org.scopeside.overlay.OverlayAttachment} puts an overlay on each window that shows an
 * acquisition. Label images are sent only for acquisitions whose plan asks for them ({@code
 * AcquisitionStarted.labels}).
 */
package org.scopeside.overlay;
