package org.scopeside.segmenter.decode.starconvex;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.scopeside.segmenter.decode.DenseDecoder;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Objects from star-convex maps (Schmidt, Weigert, Broaddus, Myers 2018, MICCAI, LNCS 11071:265;
 * with classes: Weigert, Schmidt 2022, ISBIC), as StarDist 0.9.1 finds them.
 *
 * <p>Channels: the probability that a pixel lies well inside an object (0 to 1); n distances to the
 * object's outline in pixels of the plane, ray {@code k} at angle 2πk/n, row = y + d·sin, column =
 * x + d·cos; then, for a model with classes, the probabilities of background and of each class.
 * Pixel (y, x) of the maps is pixel (y·grid, x·grid) of the plane.
 *
 * <p>Pixels above the probability threshold propose outlines; of two whose overlap, intersection /
 * smaller area, is above the overlap threshold the more probable survives. Survivors are painted,
 * the least probable first. Label 1 is the surest object; an object of which others leave no pixel
 * is dropped. The class of an object is the most probable one at its centre; background, which
 * StarDist reports as class 0, is not chosen, for the object was found.
 *
 * <p>Thread-safe.
 */
public final class StarConvexDecoder implements DenseDecoder {
  private final StarConvexSettings settings;
  private final RayDirections directions;

  public StarConvexDecoder(StarConvexSettings settings) {
    this.settings = settings;
    directions = RayDirections.of(settings.rays());
  }

  /**
   * Reads the settings, see {@link StarConvexSettings#of}.
   *
   * @throws IllegalArgumentException naming everything that is wrong
   */
  public static StarConvexDecoder of(Parameters parameters) {
    return new StarConvexDecoder(StarConvexSettings.of(parameters));
  }

  public StarConvexSettings settings() {
    return settings;
  }

  @Override
  public int channels() {
    return settings.channels();
  }

  @Override
  public FoundObjects decode(DenseMaps maps, int width, int height) {
    return paint(maps, polygons(maps, width, height), width, height);
  }

  /**
   * The outlines that survive, the most probable first.
   *
   * @param width columns of the plane; the maps have one pixel for {@code grid} of them, and one
   *     for the rest
   * @param height its rows
   * @throws NonFiniteOutputException if a value it reads is NaN or infinite; distances are read
   *     where the probability is above the threshold
   * @throws IllegalArgumentException if channels or sizes do not fit
   */
  public List<StarPolygon> polygons(DenseMaps maps, int width, int height) {
    check(maps, width, height);
    float[] probability = maps.channel(0);
    NonFiniteOutputException.check(probability, 0, maps.width());
    int[] candidates =
        StarCandidates.surestFirst(
            probability,
            maps.width(),
            maps.height(),
            (float) settings.probabilityThreshold(),
            settings.border());
    return survivors(
        candidates,
        probability,
        StarRays.of(maps, settings.rays()),
        maps.width(),
        maps.height(),
        width,
        height);
  }

  /**
   * Decodes candidates that were picked out of the maps elsewhere: all that survive must be among
   * them, and whatever is missing must fall to one that survives. Gives what {@link #decode} gives
   * of the maps themselves.
   *
   * @param width columns of the plane
   * @param height its rows
   */
  public FoundObjects decode(StarCandidateSet candidates, int width, int height) {
    int[] index = candidates.byPosition();
    int pixels = candidates.mapWidth() * candidates.mapHeight();
    float[] probability = new float[pixels];
    for (int i = 0; i < candidates.positions().length; i++) {
      probability[candidates.positions()[i]] = candidates.probabilities()[i];
    }
    int[] surestFirst = StarCandidates.surestFirst(candidates.positions(), probability);
    StarRays rays =
        (position, into) ->
            System.arraycopy(
                candidates.distances(), index[position] * into.length, into, 0, into.length);
    List<StarPolygon> polygons =
        survivors(
            surestFirst,
            probability,
            rays,
            candidates.mapWidth(),
            candidates.mapHeight(),
            width,
            height);
    return paint(
        polygons,
        width,
        height,
        polygon ->
            candidates
                .classes()[
                index[
                    polygon.y() / settings.grid() * candidates.mapWidth()
                        + polygon.x() / settings.grid()]]);
  }

  private List<StarPolygon> survivors(
      int[] surestFirst,
      float[] probability,
      StarRays rays,
      int mapWidth,
      int mapHeight,
      int width,
      int height) {
    OverlapSuppression suppression =
        new OverlapSuppression(rays, mapWidth, mapHeight, width, height, settings, directions);
    int[] survivors = suppression.survivors(surestFirst);
    List<StarPolygon> polygons = new ArrayList<>(survivors.length);
    for (int position : survivors) {
      float[] distances = new float[settings.rays()];
      suppression.readDistances(position, distances);
      int y = position / mapWidth * settings.grid();
      int x = position % mapWidth * settings.grid();
      polygons.add(StarPolygon.of(y, x, probability[position], distances, directions));
    }
    return polygons;
  }

  /** Labels, scores and classes of outlines that {@link #polygons} gave. */
  FoundObjects paint(DenseMaps maps, List<StarPolygon> polygons, int width, int height) {
    return paint(polygons, width, height, polygon -> classAt(maps, polygon));
  }

  private FoundObjects paint(
      List<StarPolygon> polygons, int width, int height, ToIntFunction<StarPolygon> classOf) {
    int[] labels = new int[Math.multiplyExact(width, height)];
    new PolygonPainter(labels, width, height).paint(polygons);
    int[] renumbered = renumber(labels, polygons.size());
    int objects = renumbered[polygons.size()];
    float[] scores = new float[objects];
    int[] classes = new int[settings.classes() == 0 ? 0 : objects];
    for (int i = 0; i < polygons.size(); i++) {
      int label = renumbered[i];
      if (label > 0) {
        StarPolygon polygon = polygons.get(i);
        scores[label - 1] = polygon.probability();
        if (classes.length > 0) {
          classes[label - 1] = classOf.applyAsInt(polygon);
        }
      }
    }
    return new FoundObjects(
        LabelImage.ofConsecutive(labels, width, height, objects), scores, classes);
  }

  /**
   * Closes the gaps of labels that are nowhere to be seen.
   *
   * @return the new label of polygon {@code i}, or 0; after them the number of objects
   */
  private static int[] renumber(int[] labels, int polygons) {
    boolean[] seen = new boolean[polygons + 1];
    for (int label : labels) {
      seen[label] = true;
    }
    int[] renumbered = new int[polygons + 1];
    int objects = 0;
    for (int i = 0; i < polygons; i++) {
      renumbered[i] = seen[i + 1] ? ++objects : 0;
    }
    if (objects < polygons) {
      for (int i = 0; i < labels.length; i++) {
        labels[i] = labels[i] == 0 ? 0 : renumbered[labels[i] - 1];
      }
    }
    renumbered[polygons] = objects;
    return renumbered;
  }

  private int classAt(DenseMaps maps, StarPolygon polygon) {
    int position = polygon.y() / settings.grid() * maps.width() + polygon.x() / settings.grid();
    int background = 1 + settings.rays();
    int best = 1;
    for (int c = 1; c <= settings.classes(); c++) {
      float value = maps.channel(background + c)[position];
      if (!Float.isFinite(value)) {
        throw new NonFiniteOutputException(background + c, position, maps.width(), value);
      }
      if (value > maps.channel(background + best)[position]) {
        best = c;
      }
    }
    return best;
  }

  private void check(DenseMaps maps, int width, int height) {
    if (maps.channelCount() != channels()) {
      throw new IllegalArgumentException(
          "%d channels; star-convex maps of %d rays and %d classes have %d"
              .formatted(maps.channelCount(), settings.rays(), settings.classes(), channels()));
    }
    int mapWidth = settings.mapSize(width);
    int mapHeight = settings.mapSize(height);
    if (maps.width() != mapWidth || maps.height() != mapHeight) {
      throw new IllegalArgumentException(
          "maps of %d×%d do not fit a plane of %d×%d on a grid of %d: %d×%d are needed"
              .formatted(
                  maps.width(),
                  maps.height(),
                  width,
                  height,
                  settings.grid(),
                  mapWidth,
                  mapHeight));
    }
  }
}
