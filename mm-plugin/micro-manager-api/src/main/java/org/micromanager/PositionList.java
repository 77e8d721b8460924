package org.micromanager;

import java.util.ArrayList;
import java.util.List;

/** Signatures of Micro-Manager's type of this name; it holds what it is given. */
public class PositionList {
  private final List<MultiStagePosition> positions = new ArrayList<>();

  public int getNumberOfPositions() {
    return positions.size();
  }

  public MultiStagePosition getPosition(int index) {
    return positions.get(index);
  }

  public MultiStagePosition[] getPositions() {
    return positions.toArray(new MultiStagePosition[0]);
  }

  public void addPosition(MultiStagePosition position) {
    positions.add(position);
  }

  public void clearAllPositions() {
    positions.clear();
  }
}
