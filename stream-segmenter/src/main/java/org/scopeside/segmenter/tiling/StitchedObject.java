package org.scopeside.segmenter.tiling;

/** An object on its way into the plane's labels; its fields are those of a root of union find. */
final class StitchedObject {
  final int id;
  int parent;

  /** Whether a region's side cuts what is known of it. */
  boolean cut;

  /** Whether a second region saw it. */
  boolean confirmed;

  /** Whether pixels of it are painted. */
  boolean shown;

  float score;
  int kind;
  private final int region;
  private int top = Integer.MAX_VALUE;
  private int left = Integer.MAX_VALUE;
  private int bottom = -1;
  private int right = -1;

  StitchedObject(int id, int region, float score, int kind) {
    this.id = id;
    this.parent = id;
    this.region = region;
    this.score = score;
    this.kind = kind;
  }

  void extend(int y, int x) {
    top = Math.min(top, y);
    left = Math.min(left, x);
    bottom = Math.max(bottom, y);
    right = Math.max(right, x);
  }

  /**
   * Takes over what is known of another view of this object. The surer view tells score and class.
   *
   * @param withPixels whether the other's pixels stay painted
   */
  void unite(StitchedObject other, boolean withPixels) {
    if (withPixels && other.bottom >= 0) {
      extend(other.top, other.left);
      extend(other.bottom, other.right);
    }
    shown |= other.shown;
    if (other.score > score || (other.score == score && other.region < region)) {
      score = other.score;
      kind = other.kind;
    }
  }

  Area box() {
    return new Area(top, left, bottom - top + 1, right - left + 1);
  }

  int middleY() {
    return top + (bottom - top) / 2;
  }

  int middleX() {
    return left + (right - left) / 2;
  }
}
