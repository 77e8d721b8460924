package org.scopeside.source.ometiff;

/** Goes from plane to plane of an image along its dimension order. */
final class PlaneWalk {
  private final int[] sizes = new int[3];
  private final int[] at = new int[3];
  private final int z;
  private final int c;
  private final int t;
  private final int planes;

  PlaneWalk(OmeImage image, int firstZ, int firstC, int firstT) {
    String order = image.dimensionOrder().substring(2);
    this.z = order.indexOf('Z');
    this.c = order.indexOf('C');
    this.t = order.indexOf('T');
    this.planes = image.planes();
    sizes[z] = image.sizeZ();
    sizes[c] = image.sizeC();
    sizes[t] = image.sizeT();
    at[z] = firstZ;
    at[c] = firstC;
    at[t] = firstT;
  }

  int theZ() {
    return at[z];
  }

  int theC() {
    return at[c];
  }

  int theT() {
    return at[t];
  }

  /** Planes from this one to the image's last. */
  int left() {
    return planes - (at[0] + sizes[0] * (at[1] + sizes[1] * at[2]));
  }

  void next() {
    for (int axis = 0; axis < at.length; axis++) {
      at[axis]++;
      if (at[axis] < sizes[axis] || axis == at.length - 1) {
        return;
      }
      at[axis] = 0;
    }
  }
}
