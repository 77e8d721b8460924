package org.scopeside.simulator;

/** What grows in a {@link CellField}. */
public enum CellKind {
  /** Irregular single cells with protrusions, thin lamellae and vacuoles. */
  MACROPHAGE,
  /** A confluent sheet of polygonal cells with gaps. */
  EPITHELIAL,
  /**
   * Small round cells with a stained membrane among unstained neighbours, as in sections of skin.
   */
  TISSUE,
  /** Rounded cells, single or in clumps, as in suspension. */
  ROUND
}
