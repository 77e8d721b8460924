// From the network's output to maps of the whole plane: activation and blend of tiles, resize to
// the plane's own size, and a look for values that are not finite.

enum { ACTIVATION_NONE, ACTIVATION_SIGMOID, ACTIVATION_SOFTMAX };

struct BlendArguments {
  const float *tiles;         // [tile][channel][y][x] or [tile][y][x][channel]
  float *maps;                // [channel][y][x], result
  const int *rowFirst;        // [y]: first tile along y that has this row of the maps
  const int *rowLast;         // [y]: last of them
  const int *rowStart;        // [tile along y]: row of the maps that its row 0 is
  const float *rowWeight;     // [tile along y][y in tile]
  const int *columnFirst;     // likewise along x
  const int *columnLast;
  const int *columnStart;
  const float *columnWeight;
  int mapHeight, mapWidth;
  int tilesX;
  int tileHeight, tileWidth;  // of the output
  int channels;
  int channelsLast;
  int activation;
  int tapered;
};

__device__ __forceinline__ float sigmoid(float v) { return (float)(1 / (1 + exp((double)-v))); }

// Where channel 0 of a pixel of a tile lies, and how far apart its channels are.
__device__ __forceinline__ long long placeOf(const BlendArguments &a, int tile, int y, int x) {
  const long long pixel = (long long)y * a.tileWidth + x;
  const long long tilePixels = (long long)a.tileHeight * a.tileWidth;
  return tile * tilePixels * a.channels + (a.channelsLast ? pixel * a.channels : pixel);
}

__device__ __forceinline__ long long channelStep(const BlendArguments &a) {
  return a.channelsLast ? 1 : (long long)a.tileHeight * a.tileWidth;
}

// Puts tiles together: each value of the maps from the one tile that has it (centre), or the
// weighted sum of all that have it, in the order of the tiles (taper). The weights already hold the
// division by their sum. One thread a value: nothing is added up in memory.
// Reference: OutputActivation, DenseBlender, TaperWeights, in the same single precision.
extern "C" __global__ void blendMaps(const BlendArguments a) {
  const long long pixels = (long long)a.mapHeight * a.mapWidth;
  const long long all = pixels * a.channels;
  const long long step = (long long)gridDim.x * blockDim.x;
  for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < all; i += step) {
    const int c = (int)(i / pixels);
    const unsigned pixel = (unsigned)(i - c * pixels);
    const int y = pixel / (unsigned)a.mapWidth;
    const int x = pixel - (unsigned)y * a.mapWidth;
    float sum = 0;
    for (int ky = a.rowFirst[y]; ky <= a.rowLast[y]; ky++) {
      const int inY = y - a.rowStart[ky];
      for (int kx = a.columnFirst[x]; kx <= a.columnLast[x]; kx++) {
        const int inX = x - a.columnStart[kx];
        const long long at = placeOf(a, ky * a.tilesX + kx, inY, inX) + c * channelStep(a);
        const float v = a.activation == ACTIVATION_SIGMOID ? sigmoid(a.tiles[at]) : a.tiles[at];
        sum = a.tapered ? sum + a.rowWeight[ky * a.tileHeight + inY]
                                  * a.columnWeight[kx * a.tileWidth + inX] * v
                        : v;
      }
    }
    a.maps[i] = sum;
  }
}

// The same for softmax over the channels, which needs all channels of a pixel: one thread a pixel.
// The largest value is taken off first, so that no power overflows.
extern "C" __global__ void blendSoftmax(const BlendArguments a) {
  const long long pixels = (long long)a.mapHeight * a.mapWidth;
  const long long step = (long long)gridDim.x * blockDim.x;
  const long long apart = channelStep(a);
  for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < pixels; i += step) {
    const int y = (int)(i / a.mapWidth);
    const int x = (int)(i - (long long)y * a.mapWidth);
    for (int c = 0; c < a.channels; c++) a.maps[c * pixels + i] = 0;
    for (int ky = a.rowFirst[y]; ky <= a.rowLast[y]; ky++) {
      const int inY = y - a.rowStart[ky];
      for (int kx = a.columnFirst[x]; kx <= a.columnLast[x]; kx++) {
        const int inX = x - a.columnStart[kx];
        const float *const values = a.tiles + placeOf(a, ky * a.tilesX + kx, inY, inX);
        float largest = values[0];
        for (int c = 1; c < a.channels; c++) largest = fmaxf(largest, values[c * apart]);
        double sum = 0;
        for (int c = 0; c < a.channels; c++) sum += exp((double)(values[c * apart] - largest));
        const float weight = a.tapered ? a.rowWeight[ky * a.tileHeight + inY]
                                             * a.columnWeight[kx * a.tileWidth + inX]
                                       : 1;
        for (int c = 0; c < a.channels; c++) {
          const float share = (float)(exp((double)(values[c * apart] - largest)) / sum);
          a.maps[c * pixels + i] = a.maps[c * pixels + i] + weight * share;
        }
      }
    }
  }
}

struct ResizeArguments {
  const float *source;        // [channel][y][x]
  float *target;              // [channel][y][x]
  const int *rowLower;        // [y of the target]
  const float *rowWeight;     // share of the row after it
  const int *columnLower;     // [x of the target]
  const float *columnWeight;
  int sourceHeight, sourceWidth;
  int targetHeight, targetWidth;
  int channels;
};

// Maps in another size, bilinearly, first along x, then along y.
// Reference: ImageScaler.resize, LinearRows, in the same single precision.
extern "C" __global__ void resizeMaps(const ResizeArguments a) {
  const long long pixels = (long long)a.targetHeight * a.targetWidth;
  const long long sourcePixels = (long long)a.sourceHeight * a.sourceWidth;
  const long long step = (long long)gridDim.x * blockDim.x;
  for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < pixels; i += step) {
    const int y = (int)(i / a.targetWidth);
    const int x = (int)(i - (long long)y * a.targetWidth);
    const int lowX = a.columnLower[x];
    const int highX = min(lowX + 1, a.sourceWidth - 1);
    const int lowY = a.rowLower[y];
    const int highY = min(lowY + 1, a.sourceHeight - 1);
    const float wx = a.columnWeight[x];
    const float wy = a.rowWeight[y];
    for (int c = 0; c < a.channels; c++) {
      const float *const below = a.source + c * sourcePixels + (long long)lowY * a.sourceWidth;
      const float *const above = a.source + c * sourcePixels + (long long)highY * a.sourceWidth;
      const float low = below[lowX] * (1 - wx) + below[highX] * wx;
      const float high = above[lowX] * (1 - wx) + above[highX] * wx;
      a.target[c * pixels + i] = low * (1 - wy) + high * wy;
    }
  }
}

struct NonFinite {
  uint64 first;  // index of the first value that is not finite; all bits set if there is none
  float value;   // that value
  int unused;
};

struct FiniteArguments {
  const float *values;
  NonFinite *result;  // all bits set before
  long long count;
};

// Finds the first value, in the order of memory, that is NaN or infinite.
// Reference: NonFiniteOutputException.check, channel by channel.
extern "C" __global__ void findNonFinite(const FiniteArguments a) {
  const long long step = (long long)gridDim.x * blockDim.x;
  for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < a.count; i += step) {
    // NaN and infinities, and nothing else, are not themselves when taken off themselves.
    if (!(a.values[i] - a.values[i] == 0)) {
      atomicMin(&a.result->first, (uint64)i);
      return;  // Later ones of this thread come after it.
    }
  }
}

// Keeps that value beside its place.
extern "C" __global__ void keepNonFinite(const FiniteArguments a) {
  if (blockIdx.x == 0 && threadIdx.x == 0 && a.result->first < (uint64)a.count) {
    a.result->value = a.values[a.result->first];
  }
}
