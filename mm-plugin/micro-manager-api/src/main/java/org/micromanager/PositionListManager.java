package org.micromanager;

/** Signatures of Micro-Manager's type of this name. */
public interface PositionListManager {
  void setPositionList(PositionList positions);

  PositionList getPositionList();
}
