package org.micromanager.data;

import java.util.List;

/** Signatures of Micro-Manager's type of this name. */
public interface Coords {
  int getIndex(String axis);

  int getC();

  int getT();

  int getZ();

  int getP();

  List<String> getAxes();

  boolean hasAxis(String axis);

  /** Signatures of Micro-Manager's type of this name. */
  interface Builder {
    Builder c(int channel);

    Builder t(int timepoint);

    Builder z(int slice);

    Builder p(int index);

    Builder index(String axis, int index);

    Coords build();
  }
}
