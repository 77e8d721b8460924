package org.scopeside.micromanager.fakes;

import org.micromanager.PositionList;
import org.micromanager.PositionListManager;

/** The position list. */
public final class FakePositions implements PositionListManager {
  private volatile PositionList positions = new PositionList();

  @Override
  public void setPositionList(PositionList positions) {
    this.positions = positions;
  }

  @Override
  public PositionList getPositionList() {
    return positions;
  }
}
