package org.scopeside.micromanager.fakes;

import org.micromanager.MultiStagePosition;
import org.micromanager.PositionList;
import org.micromanager.PositionListManager;

/** The position list. */
public final class FakePositions implements PositionListManager {
  private volatile PositionList positions = new PositionList();

  @Override
  public void setPositionList(PositionList positions) {
    this.positions = positions;
  }

  /** A copy, as Micro-Manager gives. */
  @Override
  public PositionList getPositionList() {
    PositionList copy = new PositionList();
    for (MultiStagePosition position : positions.getPositions()) {
      copy.addPosition(MultiStagePosition.newInstance(position));
    }
    return copy;
  }
}
