package org.scopeside.segmenter.classical;

import java.util.Arrays;

/**
 * Seeded watershed: every seed floods downhill from its place on a distance map, and a pixel
 * belongs to the seed whose flood reaches it first (Meyer 1991; Beucher, Meyer 1993).
 *
 * <p>Gives exactly what {@code skimage.segmentation.watershed(-distance, markers, mask=mask)}
 * gives: pixels are visited from the highest down, those of equal height in the order in which they
 * were reached, neighbours in the order up, left, right, down. scikit-image keeps all waiting
 * pixels in one binary heap. Here they wait in buckets of heights, in the order in which they were
 * reached; a bucket is sorted when its turn comes, and only what arrives after that goes through a
 * heap, which stays tiny. The order of visits is the same. Keeps scratch: one instance a thread.
 */
public final class Watershed {
  private static final int NONE = -1;
  private static final int MIN_BUCKETS = 64;
  private static final int MAX_BUCKETS = 1 << 15;
  private static final int PIXELS_A_BUCKET = 16;

  /** Entries of one chunk of a bucket: two cache lines. */
  private static final int CHUNK = 16;

  // A bucket is a chain of chunks of entries; an entry is a height's bits and a pixel's index.
  private int[] firstChunk = new int[0];
  private int[] lastChunk = new int[0];
  private int[] filled = new int[0];
  private int[] nextChunk = new int[64];
  private long[] entries = new long[64 * CHUNK];
  private int chunkCount;
  private int freeChunk;

  // The open bucket, sorted, and a heap of what arrived since; keys see key(int, int).
  private long[] sorted = new long[256];
  private int sortedCount;
  private int nextSorted;
  private long[] heap = new long[256];
  private int heapSize;
  private int[] arrived = new int[256];
  private int arrivals;
  private int bucket;
  private float bucketsPerUnit;

  /**
   * Floods one component of a plane laid out as in {@link FloodPlane}.
   *
   * <p>One array holds both what is to come and what is done, because a flood that runs over a
   * plane at all places at once waits for memory more than for anything else.
   *
   * @param cells bits of the height, at least 0, where a label is wanted; anything negative
   *     elsewhere. Seed {@code s} leaves {@link #taken}{@code (s)} where its flood has been
   * @param stride distance between the indices of two pixels one above the other
   * @param seeds indices of the component's seeds, from {@code from} to {@code to - 1}
   * @param pixels size of the component
   */
  public void flood(int[] cells, int stride, int[] seeds, int from, int to, int pixels) {
    openAbove(seeds, from, to, cells, pixels);
    for (int s = from; s < to; s++) {
      reach(seeds[s], cells, taken(s));
    }
    for (int p = takeHighest(); p != NONE; p = takeHighest()) {
      int label = cells[p];
      if (cells[p - stride] >= 0) {
        reach(p - stride, cells, label);
      }
      if (cells[p - 1] >= 0) {
        reach(p - 1, cells, label);
      }
      if (cells[p + 1] >= 0) {
        reach(p + 1, cells, label);
      }
      if (cells[p + stride] >= 0) {
        reach(p + stride, cells, label);
      }
    }
  }

  /** What a flood leaves in the cells of seed {@code s}; its own inverse. */
  public static int taken(int s) {
    return -2 - s;
  }

  private void openAbove(int[] seeds, int from, int to, int[] cells, int pixels) {
    int highest = 0;
    for (int s = from; s < to; s++) {
      highest = Math.max(highest, cells[seeds[s]]);
    }
    int buckets = Math.max(MIN_BUCKETS, Math.min(MAX_BUCKETS, pixels / PIXELS_A_BUCKET));
    bucketsPerUnit = buckets / Math.max(Float.intBitsToFloat(highest), Float.MIN_NORMAL);
    bucket = buckets + 1;
    if (firstChunk.length <= bucket) {
      firstChunk = new int[bucket + 1];
      lastChunk = new int[bucket + 1];
      filled = new int[bucket + 1];
      Arrays.fill(firstChunk, NONE);
    }
    chunkCount = 0;
    freeChunk = NONE;
    arrivals = 0;
    sortedCount = 0;
    nextSorted = 0;
  }

  private void reach(int p, int[] cells, int label) {
    int bits = cells[p];
    cells[p] = label;
    int b = (int) (Float.intBitsToFloat(bits) * bucketsPerUnit);
    if (b >= bucket) {
      offer(bits, p);
    } else {
      append(b, (long) bits << 32 | p);
    }
  }

  private void append(int b, long entry) {
    int chunk = lastChunk[b];
    int at = filled[b];
    if (firstChunk[b] == NONE) {
      chunk = newChunk();
      firstChunk[b] = chunk;
      lastChunk[b] = chunk;
      at = 0;
    } else if (at == CHUNK) {
      int added = newChunk();
      nextChunk[chunk] = added;
      lastChunk[b] = added;
      chunk = added;
      at = 0;
    }
    entries[chunk * CHUNK + at] = entry;
    filled[b] = at + 1;
  }

  private int newChunk() {
    int chunk = freeChunk;
    if (chunk != NONE) {
      freeChunk = nextChunk[chunk];
    } else {
      chunk = chunkCount++;
      if (chunk == nextChunk.length) {
        nextChunk = Arrays.copyOf(nextChunk, 2 * chunk);
        entries = Arrays.copyOf(entries, 2 * chunk * CHUNK);
      }
    }
    nextChunk[chunk] = NONE;
    return chunk;
  }

  /** The pixel to visit next, or {@link #NONE}. */
  private int takeHighest() {
    while (nextSorted == sortedCount && heapSize == 0) {
      if (bucket == 0) {
        return NONE;
      }
      bucket--;
      if (firstChunk[bucket] != NONE) {
        openBucket();
      }
    }
    // Keys are inverted here, so that the least is the highest pixel that was reached first.
    boolean fromHeap = nextSorted == sortedCount || (heapSize > 0 && ~heap[0] < sorted[nextSorted]);
    return arrived[(int) (fromHeap ? ~poll() : sorted[nextSorted++])];
  }

  private void openBucket() {
    arrivals = 0;
    nextSorted = 0;
    int chunk = firstChunk[bucket];
    firstChunk[bucket] = NONE;
    while (chunk != NONE) {
      int next = nextChunk[chunk];
      int count = next == NONE ? filled[bucket] : CHUNK;
      makeRoomFor(arrivals + count);
      for (int e = chunk * CHUNK; e < chunk * CHUNK + count; e++) {
        sorted[arrivals] = ~key((int) (entries[e] >> 32), arrivals);
        arrived[arrivals++] = (int) entries[e];
      }
      nextChunk[chunk] = freeChunk;
      freeChunk = chunk;
      chunk = next;
    }
    sortedCount = arrivals;
    Arrays.sort(sorted, 0, sortedCount);
  }

  private void makeRoomFor(int count) {
    if (count > arrived.length) {
      arrived = Arrays.copyOf(arrived, 2 * count);
      sorted = Arrays.copyOf(sorted, 2 * count);
    }
  }

  /** Larger for higher pixels and, of equal ones, for those reached earlier. */
  private static long key(int heightBits, int arrival) {
    return (long) heightBits << 32 | (~arrival & 0xFFFFFFFFL);
  }

  private void offer(int heightBits, int pixel) {
    makeRoomFor(arrivals + 1);
    if (heapSize == heap.length) {
      heap = Arrays.copyOf(heap, 2 * heapSize);
    }
    long key = key(heightBits, arrivals);
    arrived[arrivals++] = pixel;
    int hole = heapSize++;
    while (hole > 0 && heap[(hole - 1) >> 1] < key) {
      heap[hole] = heap[(hole - 1) >> 1];
      hole = (hole - 1) >> 1;
    }
    heap[hole] = key;
  }

  private long poll() {
    long top = heap[0];
    long key = heap[--heapSize];
    int hole = 0;
    int child = 1;
    while (child < heapSize) {
      if (child + 1 < heapSize && heap[child + 1] > heap[child]) {
        child++;
      }
      if (heap[child] <= key) {
        break;
      }
      heap[hole] = heap[child];
      hole = child;
      child = 2 * hole + 1;
    }
    heap[hole] = key;
    return top;
  }
}
