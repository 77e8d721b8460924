package org.scopeside.tap;

import org.jspecify.annotations.Nullable;
import org.micromanager.data.Coords;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Well;

/** How an acquisition is known outside Micro-Manager: for whoever has its images or its results. */
public final class TappedAcquisition {
  private final RunPlan plan;

  TappedAcquisition(RunPlan plan) {
    this.plan = plan;
  }

  public AcquisitionStarted plan() {
    return plan.started();
  }

  /** The frame of the image there. */
  public FrameRef frame(Coords coords) {
    return plan.frame(StoreTap.index(coords), null);
  }

  /** Well and field of a stage position. */
  public Site site(int position) {
    return plan.sites().at(position, null);
  }

  /** Index of the stage position that is that field; -1 where none is. */
  public int positionOf(@Nullable Well well, int field) {
    return plan.sites().positionOf(new Site(well, field));
  }
}
