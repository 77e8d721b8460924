// Which star-convex outlines cannot survive, told on the device (Schmidt et al. 2018): see
// DeviceStarDecoder.java for why leaving them out changes nothing. Arithmetic on outlines is that of
// StarOutline.java and OverlapSuppression.java, to the bit.

#define STAR_FRACTION_BITS 16
#define STAR_ONE 65536.0f
#define STAR_MAX_SPAN 1024
#define STAR_CELL_BITS 5
#define STAR_CHUNK 16

enum { STAR_CANDIDATES, STAR_KEPT, STAR_OVERFLOW, STAR_NOT_FINITE, STAR_COUNTERS };

// What became of a candidate. An open one may fall to a survivor that the bounds say nothing about.
enum { STAR_WAITING, STAR_SURVIVES, STAR_SUPPRESSED, STAR_OPEN };

struct StarCandidate {
  uint64 key;  // bits of the probability, then the map position: the larger, the surer
  int position;
  int minX, maxX, minY, maxY;
  float area, excess;
  int state;
};

struct StarArguments {
  const float *maps;          // [probability, rays..., background, classes...][y][x]
  const float *sine;          // [ray]
  const float *cosine;
  StarCandidate *candidates;
  int *vertices;              // [candidate][ray][y, x]
  uint64 *best;               // [cell]: the surest that still waits or is open
  int *winners;               // [cell]: candidate + 1 that was the surest in all its cells
  int *counters;
  int *keptPositions;
  float *keptProbabilities;
  float *keptDistances;       // [kept][ray]
  int *keptClasses;
  int mapWidth, mapHeight;
  int grid, border, rays, classes;
  int cellsX, cellsY;
  int capacity, keptCapacity;
  float probabilityThreshold;
  float overlapThreshold;
};

// Lists the pixels that vote. Reference: StarCandidates.
extern "C" __global__ void starList(const StarArguments a) {
  const int pixels = a.mapWidth * a.mapHeight;
  const int chunks = (pixels + STAR_CHUNK - 1) / STAR_CHUNK;
  for (int chunk = blockIdx.x * blockDim.x + threadIdx.x; chunk < chunks;
       chunk += gridDim.x * blockDim.x) {
    const int from = chunk * STAR_CHUNK;
    const int to = min(from + STAR_CHUNK, pixels);
    unsigned voting = 0;
    int count = 0;
    for (int i = from; i < to; i++) {
      const int y = i / a.mapWidth;
      const int x = i % a.mapWidth;
      const bool inside = y >= a.border && y < a.mapHeight - a.border && x >= a.border
          && x < a.mapWidth - a.border;
      if (inside && a.maps[i] > a.probabilityThreshold) {
        voting |= 1u << (i - from);
        count++;
      }
    }
    int at = count == 0 ? 0 : atomicAdd(&a.counters[STAR_CANDIDATES], count);
    for (int i = from; i < to; i++) {
      if (!(voting >> (i - from) & 1)) continue;
      if (at >= a.capacity) {
        a.counters[STAR_OVERFLOW] = 1;
        break;
      }
      a.candidates[at].position = i;
      a.candidates[at].key = (uint64)__float_as_uint(a.maps[i]) << 32 | (unsigned)i;
      a.candidates[at].state = STAR_WAITING;
      at++;
    }
  }
}

__device__ __forceinline__ int starCount(const StarArguments &a) {
  return min(a.counters[STAR_CANDIDATES], a.capacity);
}

// Distance of a candidate along a ray, cut to what is possible. Reference: readDistances.
__device__ __forceinline__ float starDistance(const StarArguments &a, int position, int ray) {
  const float d = a.maps[(1LL + ray) * a.mapWidth * a.mapHeight + position];
  return d < 1e-3f ? 1e-3f : d > (float)(1 << 20) ? (float)(1 << 20) : d;
}

// Least and largest column of an outline, from minX, half-way through a row.
__device__ void starRow(const int *v, int rays, int minX, int minY, int row, int &left, int &right) {
  left = 0x7fffffff;
  right = 0;
  int lastY = v[2 * (rays - 1)] - minY;
  int lastX = v[2 * (rays - 1) + 1] - minX;
  for (int k = 0; k < rays; k++) {
    const int thisY = v[2 * k] - minY;
    const int thisX = v[2 * k + 1] - minX;
    const int rise = thisY - lastY;
    const int from = rise > 0 ? lastY : thisY;
    const int to = rise > 0 ? thisY : lastY;
    if (rise != 0 && row >= from && row < to) {
      const int run = rise > 0 ? thisX - lastX : lastX - thisX;
      const int slope = (int)(run * (STAR_ONE / (to - from)));
      const int at = ((rise > 0 ? lastX : thisX) << STAR_FRACTION_BITS) + (slope >> 1)
          + slope * (row - from);
      left = min(left, at);
      right = max(right, at);
    }
    lastY = thisY;
    lastX = thisX;
  }
}

// The polygon of each candidate on the lattice, its box, its area, and what its extents in rows hold
// beyond it. Reference: StarOutline.set.
extern "C" __global__ void starOutline(const StarArguments a) {
  const int count = starCount(a);
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
    StarCandidate c = a.candidates[i];
    int *const v = a.vertices + 2LL * a.rays * i;
    const int centreY = c.position / a.mapWidth * a.grid;
    const int centreX = c.position % a.mapWidth * a.grid;
    c.minX = 0x7fffffff;
    c.maxX = -0x7fffffff - 1;
    c.minY = 0x7fffffff;
    c.maxY = -0x7fffffff - 1;
    bool finite = true;
    for (int k = 0; k < a.rays; k++) {
      const float raw = a.maps[(1LL + k) * a.mapWidth * a.mapHeight + c.position];
      finite = finite && raw - raw == 0;
      const float d = finite ? starDistance(a, c.position, k) : 1.0f;
      const int vy = (int)(centreY + d * a.sine[k]);
      const int vx = (int)(centreX + d * a.cosine[k]);
      v[2 * k] = vy;
      v[2 * k + 1] = vx;
      c.minX = min(c.minX, vx);
      c.maxX = max(c.maxX, vx);
      c.minY = min(c.minY, vy);
      c.maxY = max(c.maxY, vy);
    }
    if (!finite) a.counters[STAR_NOT_FINITE] = 1;
    long long twice = 0;
    int lastY = v[2 * (a.rays - 1)];
    int lastX = v[2 * (a.rays - 1) + 1];
    for (int k = 0; k < a.rays; k++) {
      twice += (long long)lastX * v[2 * k] - (long long)lastY * v[2 * k + 1];
      lastY = v[2 * k];
      lastX = v[2 * k + 1];
    }
    c.area = 0.5f * (float)(twice < 0 ? -twice : twice);
    c.excess = 0;
    if (max(c.maxY - c.minY, c.maxX - c.minX) > STAR_MAX_SPAN) {
      // Without extents nothing can be told of it, and it would be in cells without number.
      a.counters[STAR_OVERFLOW] = 1;
    } else {
      long long extents = 0;
      for (int row = 0; row < c.maxY - c.minY; row++) {
        int left, right;
        starRow(v, a.rays, c.minX, c.minY, row, left, right);
        extents += right - left;
      }
      c.excess = (float)extents / STAR_ONE - c.area;
    }
    a.candidates[i] = c;
  }
}

// Cells of the plane that a box touches; what reaches beyond the plane counts for those at its edge.
struct StarCells {
  int fromY, toY, fromX, toX;
};

__device__ __forceinline__ int starCell(int position, int cells) {
  return max(0, min(position >> STAR_CELL_BITS, cells - 1));
}

__device__ __forceinline__ StarCells starCells(const StarArguments &a, const StarCandidate &c) {
  return {starCell(c.minY, a.cellsY), starCell(c.maxY, a.cellsY), starCell(c.minX, a.cellsX),
          starCell(c.maxX, a.cellsX)};
}

__device__ __forceinline__ bool starUndecided(int state) {
  return state == STAR_WAITING || state == STAR_OPEN;
}

// Enters each candidate that may still survive into its cells.
extern "C" __global__ void starEnter(const StarArguments a) {
  if (a.counters[STAR_OVERFLOW]) return;
  const int count = starCount(a);
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
    const StarCandidate c = a.candidates[i];
    if (!starUndecided(c.state)) continue;
    const StarCells cells = starCells(a, c);
    for (int y = cells.fromY; y <= cells.toY; y++) {
      for (int x = cells.fromX; x <= cells.toX; x++) {
        atomicMax(&a.best[y * a.cellsX + x], c.key);
      }
    }
  }
}

// A candidate that is the surest in all its cells, and of which every surer survivor is known to
// leave it alone, survives: whatever could suppress it shares a cell with it.
extern "C" __global__ void starWin(const StarArguments a) {
  if (a.counters[STAR_OVERFLOW]) return;
  const int count = starCount(a);
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
    const StarCandidate c = a.candidates[i];
    if (c.state != STAR_WAITING) continue;
    const StarCells cells = starCells(a, c);
    bool wins = true;
    for (int y = cells.fromY; y <= cells.toY; y++) {
      for (int x = cells.fromX; x <= cells.toX; x++) {
        wins = wins && a.best[y * a.cellsX + x] == c.key;
      }
    }
    if (!wins) continue;
    a.candidates[i].state = STAR_SURVIVES;
    for (int y = cells.fromY; y <= cells.toY; y++) {
      for (int x = cells.fromX; x <= cells.toX; x++) a.winners[y * a.cellsX + x] = i + 1;
    }
  }
}

// Area that the extents of both have in common.
__device__ float starCommon(const StarArguments &a, int s, const StarCandidate &survivor, int i,
                            const StarCandidate &other) {
  const int *const mine = a.vertices + 2LL * a.rays * s;
  const int *const its = a.vertices + 2LL * a.rays * i;
  const int from = max(survivor.minY, other.minY);
  const int to = min(survivor.maxY, other.maxY);
  const int shift = (other.minX - survivor.minX) * (1 << STAR_FRACTION_BITS);
  long long sum = 0;
  for (int y = from; y < to; y++) {
    int left, right, itsLeft, itsRight;
    starRow(mine, a.rays, survivor.minX, survivor.minY, y - survivor.minY, left, right);
    starRow(its, a.rays, other.minX, other.minY, y - other.minY, itsLeft, itsRight);
    sum += max(min(right, itsRight + shift) - max(left, itsLeft + shift), 0);
  }
  return (float)sum / STAR_ONE;
}

// Above 0 if a survivor surely suppresses another, below 0 if surely not, 0 if the bounds do not
// tell. Reference: OverlapSuppression.boundsDecide.
__device__ int starDecide(const StarArguments &a, int s, const StarCandidate &survivor, int i,
                          const StarCandidate &other) {
  const float limit = a.overlapThreshold * fminf(survivor.area, other.area);
  const float extent = starCommon(a, s, survivor, i, other);
  const int span = min(survivor.maxX, other.maxX) - max(survivor.minX, other.minX)
      + min(survivor.maxY, other.maxY) - max(survivor.minY, other.minY);
  const float margin = 3.0f + 0.25f * span;
  const float beyond = fmaxf(0.0f, survivor.excess) + fmaxf(0.0f, other.excess);
  return extent + margin < limit ? -1 : extent - beyond - margin > limit ? 1 : 0;
}

__device__ __forceinline__ bool starBoxesMeet(const StarCandidate &a, const StarCandidate &b) {
  return b.minX <= a.maxX && a.minX <= b.maxX && b.minY <= a.maxY && a.minY <= b.maxY;
}

// Holds each candidate that is left against the survivors that this round found in its cells.
extern "C" __global__ void starTest(const StarArguments a) {
  if (a.counters[STAR_OVERFLOW]) return;
  const int count = starCount(a);
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
    const StarCandidate c = a.candidates[i];
    if (!starUndecided(c.state)) continue;
    const StarCells cells = starCells(a, c);
    int state = c.state;
    for (int y = cells.fromY; y <= cells.toY && state != STAR_SUPPRESSED; y++) {
      for (int x = cells.fromX; x <= cells.toX && state != STAR_SUPPRESSED; x++) {
        const int winner = a.winners[y * a.cellsX + x] - 1;
        if (winner < 0) continue;
        const StarCandidate survivor = a.candidates[winner];
        const StarCells its = starCells(a, survivor);
        // Once a pair: in the first cell that both touch.
        if (y != max(cells.fromY, its.fromY) || x != max(cells.fromX, its.fromX)) continue;
        if (!starBoxesMeet(survivor, c)) continue;
        const int decision = starDecide(a, winner, survivor, i, c);
        if (decision > 0) state = STAR_SUPPRESSED;
        if (decision == 0) state = STAR_OPEN;
      }
    }
    if (state != c.state) a.candidates[i].state = state;
  }
}

// Puts what may survive side by side, with the class at its centre. Reference: classAt.
extern "C" __global__ void starKeep(const StarArguments a) {
  if (a.counters[STAR_OVERFLOW]) return;
  const int count = starCount(a);
  const long long pixels = (long long)a.mapWidth * a.mapHeight;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
    const StarCandidate c = a.candidates[i];
    if (c.state == STAR_SUPPRESSED) continue;
    const int at = atomicAdd(&a.counters[STAR_KEPT], 1);
    if (at >= a.keptCapacity) {
      a.counters[STAR_OVERFLOW] = 1;
      continue;
    }
    a.keptPositions[at] = c.position;
    a.keptProbabilities[at] = a.maps[c.position];
    for (int k = 0; k < a.rays; k++) {
      a.keptDistances[(long long)at * a.rays + k] = starDistance(a, c.position, k);
    }
    int best = 1;
    for (int k = 1; k <= a.classes; k++) {
      const float value = a.maps[(1LL + a.rays + k) * pixels + c.position];
      if (!(value - value == 0)) a.counters[STAR_NOT_FINITE] = 1;
      if (value > a.maps[(1LL + a.rays + best) * pixels + c.position]) best = k;
    }
    a.keptClasses[at] = best;
  }
}
