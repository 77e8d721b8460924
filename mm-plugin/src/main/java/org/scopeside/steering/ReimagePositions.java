package org.scopeside.steering;

import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.micromanager.MultiStagePosition;
import org.micromanager.PositionList;
import org.micromanager.Studio;
import org.scopeside.contract.AcquisitionAction;

/**
 * Makes fields to be imaged again Micro-Manager's position list, and the former list again. For
 * Swing's thread.
 */
public final class ReimagePositions {
  private final Studio studio;
  private final Clock clock;
  private @Nullable PositionList former;

  public ReimagePositions(Studio studio, Clock clock) {
    this.studio = studio;
    this.clock = clock;
  }

  /**
   * Puts copies of the fields' positions into the position list, with their labels and properties,
   * so that they stay fields of the same wells. The list that was there can be had back until the
   * next one is set.
   *
   * @param visited the positions of the acquisition, as its summary metadata has them
   * @return what was done, or why nothing was, in words
   */
  public String set(ReimageList fields, List<MultiStagePosition> visited, ActionLog actions) {
    if (visited.isEmpty()) {
      return "nothing was set: the acquisition had no position list";
    }
    if (fields.positions().isEmpty()) {
      return "nothing was set: " + fields.words();
    }
    int last = fields.positions().get(fields.positions().size() - 1);
    if (last >= visited.size()) {
      return "nothing was set: position "
          + last
          + " is not among the "
          + visited.size()
          + " of the acquisition";
    }
    // As Micro-Manager gives out a copy, with the plate that the positions are of.
    PositionList list = studio.positions().getPositionList();
    former = studio.positions().getPositionList();
    list.clearAllPositions();
    fields
        .positions()
        .forEach(place -> list.addPosition(MultiStagePosition.newInstance(visited.get(place))));
    studio.positions().setPositionList(list);
    actions.record(
        new AcquisitionAction.Builder(
                actions.acquisition(),
                clock.instant(),
                AcquisitionAction.REIMAGE_LIST,
                fields.words())
            .positions(fields.positions()));
    return fields.words();
  }

  /** Whether there is a former list to be had back. */
  public boolean canRestore() {
    return former != null;
  }

  /** Makes the former list the position list again. */
  public String restore() {
    PositionList before = former;
    if (before == null) {
      return "there is no former position list";
    }
    former = null;
    studio.positions().setPositionList(before);
    return "the position list is the former one of " + before.getNumberOfPositions() + " again";
  }
}
