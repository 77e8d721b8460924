package org.scopeside.simulator;

/** What a well of the dose-response plate was given. */
public enum WellRole {
  /** Cells with vehicle only: the full cell count. */
  NEGATIVE_CONTROL,
  /** Cells with the strongest known compound: the lowest cell count. */
  POSITIVE_CONTROL,
  /** Cells with one concentration of the dose series. */
  DOSE,
  /** Medium without cells: debris and noise only. */
  EMPTY
}
