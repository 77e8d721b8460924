package org.scopeside.segmenter.tiling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.model.SeamAudit;

/**
 * Joins the objects of overlapping regions into one label image.
 *
 * <p>An object in one region and one in its neighbour are the same where their intersection over
 * union within the strip that both regions show is at least 0.5. Of those, the one that no region's
 * side cuts is taken whole; where each is cut, because the object is larger than the strip, their
 * union. Objects seen by one region only are taken from the region in whose core their middle lies,
 * so none is cut or doubled at a seam; and what a region's side cuts off is no object where it lies
 * in one that the other region sees whole. Labels that turn out to be one object are united (union
 * find), so an object over four regions keeps one label.
 *
 * <p>Holds the plane's label image and, of each region, the strips that its neighbours still have
 * to be compared with. Belongs to one thread at a time; regions come in their order.
 */
public final class LabelStitcher {
  private final Regions regions;
  private final int[] painted;
  private final List<StitchedObject> objects = new ArrayList<>();
  private final Map<Long, Strip> strips = new HashMap<>();
  private int next;
  private boolean scored;
  private boolean classified;
  private SeamAudit seams = new SeamAudit(0, 0);

  /** What a region found in the pixels it shares with a later one: labels from 1, or 0. */
  // An array: a crop of labels, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Strip(Area area, int[] labels, int firstId, int count) {}

  public LabelStitcher(Regions regions) {
    this.regions = regions;
    painted = new int[Math.multiplyExact(regions.height(), regions.width())];
  }

  /**
   * Adds the objects of the next region.
   *
   * @throws IllegalArgumentException if their image is not of the region's size
   */
  public void add(FoundObjects found) {
    int region = next++;
    Area area = regions.areas().get(region);
    LabelImage labels = found.labels();
    if (labels.width() != area.width() || labels.height() != area.height()) {
      throw new IllegalArgumentException(
          "labels %dx%d for a region of %dx%d"
              .formatted(labels.width(), labels.height(), area.width(), area.height()));
    }
    int firstId = objects.size() + 1;
    register(region, found);
    List<Set<Integer>> same = new ArrayList<>();
    for (int label = 0; label <= labels.objectCount(); label++) {
      same.add(Set.of());
    }
    Fragments fragments = new Fragments(new boolean[same.size()], new HashMap<>());
    for (int earlier = 0; earlier < region; earlier++) {
      Strip strip = strips.remove(key(earlier, region));
      if (strip != null) {
        compare(region, strip, labels, firstId, same, fragments);
      }
    }
    boolean[] take = settle(region, same, firstId);
    dropFragments(area, fragments, same, take);
    paint(region, labels, firstId, take);
    keepStrips(region, labels, firstId);
  }

  private void register(int region, FoundObjects found) {
    Area area = regions.areas().get(region);
    int[] labels = found.labels().labels();
    int count = found.labels().objectCount();
    scored |= found.scores().length > 0;
    classified |= found.classes().length > 0;
    int firstId = objects.size() + 1;
    for (int label = 1; label <= count; label++) {
      float score = found.scores().length == 0 ? 0 : found.scores()[label - 1];
      int kind = found.classes().length == 0 ? 0 : found.classes()[label - 1];
      objects.add(new StitchedObject(firstId + label - 1, region, score, kind));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != 0) {
        int y = area.y() + i / area.width();
        int x = area.x() + i % area.width();
        StitchedObject object = object(firstId + labels[i] - 1);
        object.extend(y, x);
        object.cut |= regions.isInner(region, y, x);
      }
    }
  }

  /**
   * What was cut off.
   *
   * @param here labels of this region that lie in a whole object of an earlier one
   * @param earlier objects of earlier regions, with the whole object of this one that they lie in
   */
  // An array: one entry a label, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Fragments(boolean[] here, Map<StitchedObject, Integer> earlier) {}

  private void dropFragments(
      Area area, Fragments fragments, List<Set<Integer>> same, boolean[] take) {
    for (int label = 1; label < take.length; label++) {
      take[label] &= !fragments.here[label] || !same.get(label).isEmpty();
    }
    fragments.earlier.forEach(
        (fragment, whole) -> {
          StitchedObject root = root(fragment);
          if (take[whole] && root.cut && area.contains(root.box())) {
            erase(root);
          }
        });
  }

  private void compare(
      int region,
      Strip strip,
      LabelImage labels,
      int firstId,
      List<Set<Integer>> same,
      Fragments fragments) {
    int[] here = crop(labels, regions.areas().get(region), strip.area);
    StripComparison comparison =
        new StripComparison(
            strip.labels, strip.count, here, labels.objectCount(), strip.area.width());
    seams = seams.plus(comparison.audit());
    for (int label = 1; label <= labels.objectCount(); label++) {
      int partner = comparison.partnerOfB(label);
      if (partner != 0) {
        Set<Integer> ids = same.get(label).isEmpty() ? new HashSet<>() : same.get(label);
        ids.add(strip.firstId + partner - 1);
        same.set(label, ids);
      } else if (object(firstId + label - 1).cut && comparison.holderOfB(label) != 0) {
        StitchedObject whole = root(object(strip.firstId + comparison.holderOfB(label) - 1));
        fragments.here[label] |= whole.shown && !whole.cut;
      }
    }
    for (int label = 1; label <= strip.count; label++) {
      if (comparison.sizeOfA(label) > 0 && comparison.partnerOfA(label) == 0) {
        StitchedObject object = object(strip.firstId + label - 1);
        int holder = comparison.holderOfA(label);
        if (object.cut && holder != 0 && !object(firstId + holder - 1).cut) {
          fragments.earlier.put(object, holder);
        }
        forgetIfSeenBetter(region, object);
      }
    }
  }

  /** An earlier region's object that this region does not see, though it lies in its core. */
  private void forgetIfSeenBetter(int region, StitchedObject object) {
    StitchedObject root = root(object);
    if (!root.confirmed
        && regions.core(region).contains(root.middleY(), root.middleX())
        && regions.areas().get(region).contains(root.box())) {
      erase(root);
    }
  }

  /** Unites what is the same; tells of each label whether its pixels are to be painted. */
  private boolean[] settle(int region, List<Set<Integer>> same, int firstId) {
    boolean[] take = new boolean[same.size()];
    Set<Integer> claimed = new HashSet<>();
    for (int label = 1; label < same.size(); label++) {
      StitchedObject object = object(firstId + label - 1);
      List<StitchedObject> partners = new ArrayList<>();
      for (int id : same.get(label)) {
        StitchedObject root = root(object(id));
        // Two objects of one region are never one: the first keeps the partner.
        if (!partners.contains(root) && claimed.add(root.id)) {
          partners.add(root);
        }
      }
      take[label] = partners.isEmpty() ? ownedHere(region, object) : unite(object, partners);
    }
    return take;
  }

  private boolean ownedHere(int region, StitchedObject object) {
    for (int other = 0; other < region; other++) {
      if (regions.core(other).contains(object.middleY(), object.middleX())
          && regions.areas().get(other).contains(object.box())) {
        return false;
      }
    }
    return true;
  }

  private boolean unite(StitchedObject object, List<StitchedObject> partners) {
    boolean whole = false;
    for (StitchedObject partner : partners) {
      whole |= !partner.cut && partner.shown;
    }
    boolean replaced = !whole && !object.cut;
    for (StitchedObject partner : partners) {
      if (replaced || (whole && (partner.cut || !partner.shown))) {
        erase(partner);
      }
      object.unite(partner, whole ? !partner.cut : !replaced);
      partner.parent = object.id;
    }
    object.confirmed = true;
    object.cut &= !whole;
    return !whole;
  }

  private void paint(int region, LabelImage labels, int firstId, boolean[] take) {
    Area area = regions.areas().get(region);
    for (int y = 0; y < area.height(); y++) {
      int to = (area.y() + y) * regions.width() + area.x();
      int from = y * area.width();
      for (int x = 0; x < area.width(); x++) {
        int label = labels.labels()[from + x];
        if (take[label] && painted[to + x] == 0) {
          painted[to + x] = firstId + label - 1;
        }
      }
    }
    for (int label = 1; label < take.length; label++) {
      root(object(firstId + label - 1)).shown |= take[label];
    }
  }

  private void erase(StitchedObject root) {
    Area box = root.box();
    for (int y = box.y(); y < box.endY(); y++) {
      for (int i = y * regions.width() + box.x(); i < y * regions.width() + box.endX(); i++) {
        if (painted[i] != 0 && root(object(painted[i])) == root) {
          painted[i] = 0;
        }
      }
    }
    root.shown = false;
  }

  private void keepStrips(int region, LabelImage labels, int firstId) {
    Area area = regions.areas().get(region);
    for (int later = region + 1; later < regions.areas().size(); later++) {
      Area shared = area.intersection(regions.areas().get(later));
      if (!shared.isEmpty()) {
        int[] crop = crop(labels, area, shared);
        strips.put(key(region, later), new Strip(shared, crop, firstId, labels.objectCount()));
      }
    }
  }

  private static int[] crop(LabelImage labels, Area area, Area part) {
    int[] crop = new int[Math.toIntExact(part.pixels())];
    for (int y = 0; y < part.height(); y++) {
      int from = (part.y() - area.y() + y) * area.width() + part.x() - area.x();
      System.arraycopy(labels.labels(), from, crop, y * part.width(), part.width());
    }
    return crop;
  }

  /**
   * Everything found, numbered in the order of its first pixel. The stitcher is spent afterwards.
   *
   * @throws IllegalStateException if a region is missing
   */
  public FoundObjects finish() {
    if (next != regions.areas().size()) {
      throw new IllegalStateException(
          next + " of " + regions.areas().size() + " regions were added");
    }
    int[] numbers = new int[objects.size() + 1];
    List<StitchedObject> kept = new ArrayList<>();
    for (int i = 0; i < painted.length; i++) {
      if (painted[i] != 0) {
        StitchedObject root = root(object(painted[i]));
        if (numbers[root.id] == 0) {
          kept.add(root);
          numbers[root.id] = kept.size();
        }
        painted[i] = numbers[root.id];
      }
    }
    float[] scores = new float[scored ? kept.size() : 0];
    int[] classes = new int[classified ? kept.size() : 0];
    for (int i = 0; i < kept.size(); i++) {
      if (scored) {
        scores[i] = kept.get(i).score;
      }
      if (classified) {
        classes[i] = kept.get(i).kind;
      }
    }
    return new FoundObjects(
        LabelImage.ofConsecutive(painted, regions.width(), regions.height(), kept.size()),
        scores,
        classes);
  }

  /** How far regions agreed on objects that lie wholly in their overlaps. */
  public SeamAudit seams() {
    return seams;
  }

  private StitchedObject object(int id) {
    return objects.get(id - 1);
  }

  private StitchedObject root(StitchedObject object) {
    StitchedObject root = object;
    while (root.parent != root.id) {
      // Halves the path on the way.
      root.parent = object(root.parent).parent;
      root = object(root.parent);
    }
    return root;
  }

  private static long key(int earlier, int later) {
    return (long) earlier << 32 | later;
  }
}
