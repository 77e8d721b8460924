package org.scopeside.segmenter.tiling;

import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;

/**
 * Tiles along one axis of a plane.
 *
 * <pre>
 *   plane   |----------------------------------------|
 *   tiles   |--------------~~|                       |      ~ halo, not trusted
 *                     |~~----------~~|               |
 *                                |~~-----------------|
 *   cuts    |             |             |            |      whose output is taken (CENTRE)
 * </pre>
 *
 * <p>The first tile begins at the plane's first pixel and the last ends at its last, or beyond it
 * where a multiple is asked for: at the plane's border the network sees the same as if it saw the
 * whole plane, and no work is spent on a halo there. With {@code CENTRE} tiles begin at multiples
 * of the network's step, where pooling falls on the same pixels as in the whole plane.
 */
final class TileAxis {
  private static final int LARGEST_ASSUMED_STRIDE = 32;

  /** Pixels of the plane along this axis. */
  final int length;

  /** Pixels of every tile. */
  final int tile;

  /** First pixel of each tile, ascending. */
  final int[] starts;

  /** Output of tile k is taken from {@code cuts[k]} to {@code cuts[k + 1]}. */
  final int[] cuts;

  private TileAxis(int length, int tile, int[] starts, int spacing) {
    this.length = length;
    this.tile = tile;
    this.starts = starts;
    cuts = new int[starts.length + 1];
    for (int k = 1; k < starts.length; k++) {
      int middle = starts[k] + (starts[k - 1] + tile - starts[k]) / 2;
      cuts[k] = middle / spacing * spacing;
    }
    cuts[starts.length] = starts[starts.length - 1] + tile;
  }

  /**
   * @param tile side asked for; 0 for the whole axis
   * @param size what the network takes
   * @param spacing pixels of the input to one of the output
   * @throws IllegalArgumentException if the halo leaves nothing, or the sizes cannot be met
   */
  static TileAxis of(int length, int tile, int halo, Size size, int spacing, Blend blend) {
    long whole = admissible(length, size, spacing);
    long side = tile == 0 ? whole : admissible(tile, size, spacing);
    if (whole > Integer.MAX_VALUE || side > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("an axis of " + length + " pixels is too long");
    }
    if (size.step() == 0 ? length <= side : whole <= side) {
      return new TileAxis(length, (int) whole, new int[] {0}, spacing);
    }
    return blend == Blend.TAPER
        ? tapered(length, (int) side, halo, spacing)
        : centred(length, (int) side, halo, size, spacing);
  }

  /**
   * Cellpose's: {@code n = ceil((1 + 2 overlap) L / tile)}, {@code starts = trunc(linspace(0, L -
   * tile, n))}. Its overlap is a share of the tile and is stated in whole percent (10 % of 224 are
   * 22 pixels).
   */
  private static TileAxis tapered(int length, int tile, int halo, int spacing) {
    double overlap = Math.min(0.5, Math.max(0.05, Math.rint(100.0 * halo / tile) / 100));
    int count = (int) Math.ceil((1 + 2 * overlap) * length / tile);
    int[] starts = new int[count];
    double step = count == 1 ? 0 : (double) (length - tile) / (count - 1);
    for (int k = 0; k < count; k++) {
      starts[k] = (int) (k * step) / spacing * spacing;
    }
    // The last tile ends at the plane's last pixel, or after it where the spacing wants a multiple.
    starts[count - 1] = (length - tile + spacing - 1) / spacing * spacing;
    return new TileAxis(length, tile, starts, spacing);
  }

  /** As few tiles as the halo allows, spread evenly. */
  private static TileAxis centred(int length, int tile, int halo, Size size, int spacing) {
    int trusted = tile - 2 * ((halo + spacing - 1) / spacing * spacing);
    int align = size.step() == 0 ? stride(tile, trusted) : size.step();
    align = leastCommonMultiple(align, spacing);
    int reach = trusted / align * align;
    if (reach <= 0) {
      throw new IllegalArgumentException(
          "tile of %d with a halo of %d leaves nothing at each side of it (multiples of %d)"
              .formatted(tile, halo, align));
    }
    int steps = (length - tile + align - 1) / align;
    int count = 1 + (steps * align + reach - 1) / reach;
    int[] starts = new int[count];
    for (int k = 0; k < count; k++) {
      starts[k] = (int) ((long) steps * k / (count - 1)) * align;
    }
    return new TileAxis(length, tile, starts, spacing);
  }

  /**
   * A network of one size does not tell by how much it pools. Its size bounds it, and multiples
   * that are large beside what is trusted would only cost tiles.
   */
  private static int stride(int tile, int trusted) {
    int stride = Math.min(LARGEST_ASSUMED_STRIDE, Integer.lowestOneBit(tile));
    while (stride > 1 && 4 * stride > trusted) {
      stride /= 2;
    }
    return stride;
  }

  private static int leastCommonMultiple(int a, int b) {
    int larger = Math.max(a, b);
    int common = larger;
    while (common % a != 0 || common % b != 0) {
      common += larger;
    }
    return common;
  }

  /** The smallest size of at least {@code length} that the network takes. */
  static long admissible(int length, Size size, int spacing) {
    long admissible = size.min();
    if (size.step() > 0 && length > size.min()) {
      admissible += ((long) length - size.min() + size.step() - 1) / size.step() * size.step();
    }
    for (int tries = 0; admissible % spacing != 0; tries++) {
      if (tries == spacing || size.step() == 0) {
        throw new IllegalArgumentException(
            "no size %d + k*%d is a multiple of the output's spacing %d"
                .formatted(size.min(), size.step(), spacing));
      }
      admissible += size.step();
    }
    return admissible;
  }

  /** Where contributions end, but for the last. */
  int[] ends(Blend blend) {
    int[] ends = new int[count() - 1];
    for (int k = 0; k < ends.length; k++) {
      ends[k] = blend == Blend.TAPER ? starts[k] + tile : cuts[k + 1];
    }
    return ends;
  }

  int count() {
    return starts.length;
  }
}
