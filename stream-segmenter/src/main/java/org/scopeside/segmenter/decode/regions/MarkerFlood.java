package org.scopeside.segmenter.decode.regions;

import java.util.Arrays;
import org.scopeside.segmenter.classical.FloodPlane;
import org.scopeside.segmenter.classical.MaskRuns;
import org.scopeside.segmenter.classical.Watershed;

/**
 * Shares a mask among markers: {@code skimage.segmentation.watershed(-heights, markers,
 * mask=mask)}.
 *
 * <p>A component of the mask in which one marker lies goes to it as it stands, one without markers
 * to none; only what is left is flooded, component by component. Markers outside the mask are lost.
 */
public final class MarkerFlood {
  private static final int NO_MARKER = 0;
  private static final int SEVERAL = -1;

  private final Watershed watershed = new Watershed();

  /**
   * Gives every pixel of the mask to a marker.
   *
   * @param mask with 4-connected components
   * @param plane heights, at least 0, restricted to the mask, its components as labels; used up
   * @param markers of the same plane
   * @param objects zeros, {@code [y][x]}; receives the numbers of the markers
   */
  public void flood(MaskRuns mask, FloodPlane plane, Markers markers, int[] objects) {
    int[] owner = owners(mask, plane, markers);
    Seeds seeds = Seeds.of(plane, markers, owner);
    int[] area = mask.componentAreas();
    open(mask, plane, owner);
    for (int c = 1; c < owner.length; c++) {
      if (owner[c] == SEVERAL) {
        int from = seeds.from[c];
        int to = seeds.from[c + 1];
        watershed.flood(plane.labels(), plane.stride(), seeds.at, from, to, area[c]);
      }
    }
    paint(mask, plane, owner, seeds.marker, objects);
  }

  private static int at(FloodPlane plane, int pixel) {
    return plane.row(pixel / plane.width()) + pixel % plane.width();
  }

  /** A component's only marker, {@link #NO_MARKER} or {@link #SEVERAL}. */
  private static int[] owners(MaskRuns mask, FloodPlane plane, Markers markers) {
    int[] owner = new int[mask.componentCount() + 1];
    for (int i = 0; i < markers.pixels().length; i++) {
      int component = plane.labels()[at(plane, markers.pixels()[i])];
      if (component != FloodPlane.CLOSED && owner[component] != markers.marker()[i]) {
        owner[component] = owner[component] == NO_MARKER ? markers.marker()[i] : SEVERAL;
      }
    }
    return owner;
  }

  private static void open(MaskRuns mask, FloodPlane plane, int[] owner) {
    for (int y = 0; y < plane.height(); y++) {
      for (int r = mask.rowStart(y); r < mask.rowStart(y + 1); r++) {
        if (owner[mask.component(r)] == SEVERAL) {
          plane.openRun(y, mask.start(r), mask.end(r));
        }
      }
    }
  }

  private static void paint(
      MaskRuns mask, FloodPlane plane, int[] owner, int[] marker, int[] objects) {
    int[] flooded = plane.labels();
    for (int y = 0; y < plane.height(); y++) {
      int row = y * plane.width();
      int shift = plane.row(y) - row;
      for (int r = mask.rowStart(y); r < mask.rowStart(y + 1); r++) {
        int end = row + mask.end(r);
        if (owner[mask.component(r)] == SEVERAL) {
          for (int i = row + mask.start(r); i < end; i++) {
            objects[i] = marker[Watershed.taken(flooded[i + shift])];
          }
        } else {
          Arrays.fill(objects, row + mask.start(r), end, owner[mask.component(r)]);
        }
      }
    }
  }

  /**
   * The marker pixels of the components that are flooded, component by component: those of {@code
   * c} are {@code from[c]} to {@code from[c + 1] - 1}, in reading order.
   *
   * @param at places in the flood plane
   * @param marker that each belongs to
   */
  // Arrays: private to this class, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Seeds(int[] from, int[] at, int[] marker) {

    static Seeds of(FloodPlane plane, Markers markers, int[] owner) {
      int[] from = new int[owner.length + 1];
      int[] component = new int[markers.pixels().length];
      for (int i = 0; i < component.length; i++) {
        int c = plane.labels()[MarkerFlood.at(plane, markers.pixels()[i])];
        component[i] = c != FloodPlane.CLOSED && owner[c] == SEVERAL ? c : 0;
        if (component[i] > 0) {
          from[component[i] + 1]++;
        }
      }
      for (int c = 1; c < from.length; c++) {
        from[c] += from[c - 1];
      }
      int[] next = from.clone();
      int[] at = new int[from[from.length - 1]];
      int[] marker = new int[at.length];
      for (int i = 0; i < component.length; i++) {
        if (component[i] > 0) {
          int s = next[component[i]]++;
          at[s] = MarkerFlood.at(plane, markers.pixels()[i]);
          marker[s] = markers.marker()[i];
        }
      }
      return new Seeds(from, at, marker);
    }
  }
}
