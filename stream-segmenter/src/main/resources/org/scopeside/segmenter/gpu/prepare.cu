// From raw planes to the network's input: statistics of each plane, the preprocessing of a model
// package collapsed into one map a channel, and tiles gathered, rescaled and normalised in one go.

// One preprocessing step; kinds and numbers as PlaneStatistics.java writes them.
struct PreprocessingStep {
  int kind;
  int unused;
  double a, b, c;
};

enum { SCALE_RANGE, ZERO_MEAN, FIXED_ZERO_MEAN, SCALE_LINEAR, CLIP };

// What becomes of a grey value: clip((v - centre) * gain + offset, min, max), as IntensityMap.java.
struct ValueMap {
  float centre, gain, offset, min, max;
};

enum { SAMPLE_UINT8 = 1, SAMPLE_UINT16 = 2, SAMPLE_FLOAT32 = 4 };

#define BINS 65536
#define SEGMENT 256
#define SEGMENTS 256
#define PARTS 512

struct CountArguments {
  const void *planes;  // [channel][y][x], uint8 or uint16
  unsigned *counts;    // [copy][channel][value], zero before
  int sample;
  int channels;
  int pixels;  // of one channel
  int copies;
};

// Counts the values of raw planes, one bin a value. Blocks spread over several copies of the
// counts, because neighbours share values and would wait for each other.
// Reference: SampleStatistics.countWhole.
extern "C" __global__ void countValues(const CountArguments a) {
  const long long all = (long long)a.channels * BINS;
  const long long step = (long long)gridDim.x * blockDim.x;
  unsigned *const mine = a.counts + (blockIdx.x % a.copies) * all;
  for (int c = 0; c < a.channels; c++) {
    const long long origin = (long long)c * a.pixels;
    unsigned *const bins = mine + (long long)c * BINS;
    for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < a.pixels; i += step) {
      const int value = a.sample == SAMPLE_UINT8 ? ((const uint8 *)a.planes)[origin + i]
                                                 : ((const uint16 *)a.planes)[origin + i];
      atomicAdd(&bins[value], 1u);
    }
  }
}

struct MergeArguments {
  unsigned *counts;    // [copy][channel][value]; copy 0 receives the sum of all
  unsigned *segments;  // [channel][256]: counts of 256 values each, zero before
  int channels;
  int copies;
};

// Adds the copies of countValues up, and sums of 256 bins each, by which ranks are found quicker.
extern "C" __global__ void mergeCounts(const MergeArguments a) {
  const int all = a.channels * BINS;
  const int step = gridDim.x * blockDim.x;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < all; i += step) {
    unsigned sum = a.counts[i];
    for (int copy = 1; copy < a.copies; copy++) {
      sum += a.counts[(long long)copy * all + i];
    }
    a.counts[i] = sum;
    if (sum != 0) atomicAdd(&a.segments[i / SEGMENT], sum);
  }
}

// Several steps collapsed into one, as IntensityChain.java: clip(gain * v + offset, min, max).
struct Chain {
  double gain, offset, min, max;
};

__device__ __forceinline__ bool isNumber(double v) { return v - v == 0; }

__device__ __forceinline__ double valueAfter(const Chain &chain, double v) {
  return fmax(chain.min, fmin(chain.max, chain.gain * v + chain.offset));
}

// Then v * g + o.
__device__ Chain scaledChain(const Chain &chain, double g, double o) {
  if (g == 0 || !isNumber(g) || !isNumber(o)) {
    const double constant = g == 0 && isNumber(o) ? o : 0;
    return {0, constant, constant, constant};
  }
  const double one = chain.min * g + o;
  const double other = chain.max * g + o;
  return {chain.gain * g, chain.offset * g + o, fmin(one, other), fmax(one, other)};
}

__device__ Chain clippedChain(const Chain &chain, double least, double most) {
  return {chain.gain, chain.offset, fmax(least, fmin(most, chain.min)),
          fmax(least, fmin(most, chain.max))};
}

// (v - origin) / (width + eps); all zeros without contrast. Reference: Normaliser.standardised.
__device__ Chain standardisedChain(const Chain &chain, double origin, double width, double eps) {
  if (!(width > fabs(origin) * 1e-12)) return {0, 0, 0, 0};
  const double gain = 1 / (width + eps);
  return scaledChain(chain, gain, -origin * gain);
}

__device__ ValueMap singlePrecision(const Chain &chain) {
  const float g = (float)chain.gain;
  if (!isNumber(g)) return {0, 0, 0, 0, 0};
  float centre = g == 0 ? 0 : (float)(-chain.offset / chain.gain);
  if (!isNumber(centre)) centre = 0;
  return {centre, g, (float)(chain.offset + chain.gain * centre), (float)chain.min,
          (float)chain.max};
}

// What the threads of a block share while they look at one channel's counts.
struct Shelf {
  const unsigned *counts;       // [value]
  unsigned before[SEGMENTS + 1];  // values that come before each segment
  unsigned fine[SEGMENT];
  double parts[PARTS];
  unsigned found;
};

// The value that so many others come before, from 0. All threads call it and get the same.
__device__ unsigned orderStatistic(Shelf &shelf, unsigned rank) {
  __syncthreads();
  for (int s = threadIdx.x; s < SEGMENTS; s += blockDim.x) {
    if (shelf.before[s] <= rank && rank < shelf.before[s + 1]) shelf.found = s;
  }
  __syncthreads();
  const unsigned segment = shelf.found;
  for (int i = threadIdx.x; i < SEGMENT; i += blockDim.x) {
    shelf.fine[i] = shelf.counts[segment * SEGMENT + i];
  }
  __syncthreads();
  if (threadIdx.x == 0) {
    unsigned bin = 0;
    unsigned before = shelf.before[segment];
    while (before + shelf.fine[bin] <= rank) before += shelf.fine[bin++];
    shelf.found = segment * SEGMENT + bin;
  }
  __syncthreads();
  return shelf.found;
}

__device__ double rankedAfter(Shelf &shelf, const Chain &chain, long long rank, long long size) {
  // A chain is monotone: ranks commute with it, turned round where it falls.
  const long long place = chain.gain < 0 ? size - 1 - rank : rank;
  return valueAfter(chain, orderStatistic(shelf, (unsigned)place));
}

// NumPy's percentile, linear between neighbours. Reference: SampleStatistics.percentile.
__device__ double percentileAfter(
    Shelf &shelf, const Chain &chain, double percent, long long size) {
  const double position = percent / 100 * (size - 1);
  const long long below = (long long)position;
  const double t = position - below;
  const double a = rankedAfter(shelf, chain, below, size);
  if (t == 0) return a;
  const double b = rankedAfter(shelf, chain, min(below + 1, size - 1), size);
  return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
}

// Mean of (value - origin)^power. The parts are of fixed bins, whatever the size of the block, so
// the result is the same to the bit. Reference: SampleStatistics.meanPower.
__device__ double meanPower(
    Shelf &shelf, const Chain &chain, double origin, int power, long long size) {
  __syncthreads();
  for (int part = threadIdx.x; part < PARTS; part += blockDim.x) {
    double sum = 0;
    for (int bin = part; bin < BINS; bin += PARTS) {
      const unsigned count = shelf.counts[bin];
      if (count != 0) {
        const double d = valueAfter(chain, bin) - origin;
        sum += count * (power == 1 ? d : d * d);
      }
    }
    shelf.parts[part] = sum;
  }
  __syncthreads();
  double sum = 0;
  for (int part = 0; part < PARTS; part++) sum += shelf.parts[part];
  return sum / size;
}

struct SettleArguments {
  const PreprocessingStep *steps;
  const unsigned *counts;    // [channel][value]
  const unsigned *segments;  // [channel][256]
  ValueMap *maps;            // [channel], result
  int stepCount;
  int channels;
  int pixels;   // of one channel
  int counted;  // whether counts are there: 0 where no step needs the values
};

// Collapses the steps over a whole plane into its map, one block a channel.
// Reference: Normaliser.apply, IntensityChain, in the same double precision.
extern "C" __global__ void settleMaps(const SettleArguments a) {
  __shared__ Shelf shelf;
  for (int c = blockIdx.x; c < a.channels; c += gridDim.x) {
    __syncthreads();
    if (a.counted) {
      for (int s = threadIdx.x; s < SEGMENTS; s += blockDim.x) {
        shelf.fine[s] = a.segments[c * SEGMENTS + s];
      }
    }
    __syncthreads();
    if (threadIdx.x == 0) {
      shelf.counts = a.counts + (long long)c * BINS;
      shelf.before[0] = 0;
      for (int s = 0; s < SEGMENTS && a.counted; s++) {
        shelf.before[s + 1] = shelf.before[s] + shelf.fine[s];
      }
    }
    __syncthreads();
    const double infinity = __longlong_as_double(0x7ff0000000000000LL);
    Chain chain = {1, 0, -infinity, infinity};
    for (int s = 0; s < a.stepCount; s++) {
      const PreprocessingStep step = a.steps[s];
      if (step.kind == SCALE_RANGE) {
        const double low = percentileAfter(shelf, chain, step.a, a.pixels);
        const double high = percentileAfter(shelf, chain, step.b, a.pixels);
        chain = standardisedChain(chain, low, high - low, step.c);
      } else if (step.kind == ZERO_MEAN) {
        const double mean = meanPower(shelf, chain, 0, 1, a.pixels);
        const double std = sqrt(meanPower(shelf, chain, mean, 2, a.pixels));
        chain = standardisedChain(chain, mean, std, step.a);
      } else if (step.kind == FIXED_ZERO_MEAN) {
        chain = standardisedChain(chain, step.a, step.b, 0);
      } else if (step.kind == SCALE_LINEAR) {
        chain = scaledChain(chain, step.a, step.b);
      } else {
        chain = clippedChain(chain, step.a, step.b);
      }
    }
    if (threadIdx.x == 0) a.maps[c] = singlePrecision(chain);
  }
}

struct GatherArguments {
  const void *planes;          // [channel][y][x] at the plane's own size
  const ValueMap *maps;        // [channel], or [tile][channel]
  const int *rowLower;         // [tile along y][y in tile]: row of the plane, or -1 for nowhere
  const float *rowWeight;      // likewise: share of the row after it
  const int *columnLower;      // [tile along x][x in tile]
  const float *columnWeight;
  float *target;               // [slot][channel][y][x] or [slot][y][x][channel]
  int sample;
  int planeChannels;
  int planeHeight, planeWidth;
  int rescaled;                // whether weights are to be looked at
  int mapsOfTiles;
  int tilesX;
  int tileHeight, tileWidth;
  int channels;                // of the target; those beyond the plane's are zero
  int channelsLast;
  int first;                   // tile of slot 0
  int count;                   // tiles; slots beyond are zero
  int slots;
};

__device__ __forceinline__ float sampleAt(const void *planes, int sample, long long i) {
  if (sample == SAMPLE_UINT16) return ((const uint16 *)planes)[i];
  if (sample == SAMPLE_UINT8) return ((const uint8 *)planes)[i];
  return ((const float *)planes)[i];
}

// Copies tiles of planes into the network's input: rescaled bilinearly (first along x, then along
// y), reflected at the border, normalised. One thread a pixel of a tile, all channels of it.
// Reference: TileReader, LinearRows, IntensityMap.copy, in the same single precision.
extern "C" __global__ void gatherTiles(const GatherArguments a) {
  const unsigned tilePixels = (unsigned)a.tileHeight * a.tileWidth;
  const unsigned all = a.slots * tilePixels;
  const unsigned step = gridDim.x * blockDim.x;
  for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < all; i += step) {
    const int slot = i / tilePixels;
    const unsigned pixel = i - slot * tilePixels;
    const int y = pixel / a.tileWidth;
    const int x = pixel - y * a.tileWidth;
    const int tile = a.first + slot;
    int lowY = -1, lowX = -1, atY = 0, atX = 0;
    if (slot < a.count) {
      atY = tile / a.tilesX * a.tileHeight + y;
      atX = tile % a.tilesX * a.tileWidth + x;
      lowY = a.rowLower[atY];
      lowX = a.columnLower[atX];
    }
    const long long origin = (long long)slot * a.channels * tilePixels;
    for (int c = 0; c < a.channels; c++) {
      float v = 0;
      if (c < a.planeChannels && lowY >= 0 && lowX >= 0) {
        const long long row =
            ((long long)c * a.planeHeight + lowY) * a.planeWidth;
        v = sampleAt(a.planes, a.sample, row + lowX);
        if (a.rescaled) {
          const int highX = min(lowX + 1, a.planeWidth - 1);
          const long long above = lowY + 1 < a.planeHeight ? row + a.planeWidth : row;
          const float wx = a.columnWeight[atX];
          const float wy = a.rowWeight[atY];
          const float low = v * (1 - wx) + sampleAt(a.planes, a.sample, row + highX) * wx;
          const float high = sampleAt(a.planes, a.sample, above + lowX) * (1 - wx)
              + sampleAt(a.planes, a.sample, above + highX) * wx;
          v = low * (1 - wy) + high * wy;
        }
        const ValueMap map = a.maps[a.mapsOfTiles ? tile * a.planeChannels + c : c];
        v = fmaxf(map.min, fminf(map.max, (v - map.centre) * map.gain + map.offset));
      }
      const long long to = a.channelsLast ? (long long)pixel * a.channels + c
                                          : (long long)c * tilePixels + pixel;
      a.target[origin + to] = v;
    }
  }
}
