// From flows to labels: what FlowDecoder.java does (Cellpose; Stringer et al. 2021, Nature Methods
// 18:100), in steps that need nothing from the host. Pixels drift along the flows; where many
// arrive is a seed; seeds grow, own what arrived on them, and are dropped where their shape's own
// flow differs; holes are filled, and what is left is numbered in reading order.
//
// SCOPESIDE_SINGLE: weights of the interpolation in single precision, for devices whose doubles are
// slow. A pixel may then end in the next one, and an outline differ there.

#ifdef SCOPESIDE_SINGLE
typedef float FlowWeight;
#else
typedef double FlowWeight;
#endif

enum { FLOW_LISTED, FLOW_SEEDS, FLOW_OVERFLOW, FLOW_OBJECTS, FLOW_COUNTERS };

// Two numbers that lie side by side: all corners of an interpolation are in few cache lines.
struct FlowStep {
  float y, x;
};

// What is known of an object; by its number, from 1.
struct FlowObject {
  int area, top, bottom, left, right, first, kept, number;
};

struct FlowArguments {
  const float *maps;    // [dY, dX, cell probability][y][x]
  FlowStep *steps;      // [y][x]; afterwards keys of owners, then keys of holes
  int *listed;          // pixels in cells, in no order
  int *labels;          // [y][x]: place of arrival + 1, then objects
  int *plane;           // [y][x]: arrivals, then numbers of seeds, then objects that begin there
  int *seeds;           // pixels of seeds
  FlowObject *objects;  // [seed + 1]
  int *rows;            // [y + 1]: objects that begin in each row, then before it
  int *counters;
  uint64 *poolUsed;
  double *pool;         // heat, twice
  unsigned char *marks; // of the same number of cells
  long long poolCells;
  int width, height;
  int seedCapacity;
  int stepCount;
  int interpolated;
  int minSize;
  float threshold;      // cell probability
  double maxArea;
  double flowThreshold; // 0 keeps every object
};

#define FLOW_CHUNK 16

// Steps of the pixels in cells, a fifth of the flow; zero elsewhere and where a flow is no number,
// which is told apart. Lists the pixels in cells: each thread takes a few in a row, so that the
// counter is asked for seldom. Reference: FlowWindow.
extern "C" __global__ void flowSteps(const FlowArguments a) {
  const int pixels = a.width * a.height;
  const int chunks = (pixels + FLOW_CHUNK - 1) / FLOW_CHUNK;
  for (int chunk = blockIdx.x * blockDim.x + threadIdx.x; chunk < chunks;
       chunk += gridDim.x * blockDim.x) {
    const int from = chunk * FLOW_CHUNK;
    const int to = min(from + FLOW_CHUNK, pixels);
    int inside = 0;
    for (int i = from; i < to; i++) inside += a.maps[2LL * pixels + i] > a.threshold ? 1 : 0;
    int at = inside == 0 ? 0 : atomicAdd(&a.counters[FLOW_LISTED], inside);
    for (int i = from; i < to; i++) {
      FlowStep step = {0, 0};
      if (a.maps[2LL * pixels + i] > a.threshold) {
        step.y = a.maps[i] / 5.0f;
        step.x = a.maps[(long long)pixels + i] / 5.0f;
        if (!(step.y - step.y == 0)) step.y = 0;
        if (!(step.x - step.x == 0)) step.x = 0;
        a.listed[at++] = i;
      }
      a.steps[i] = step;
      a.labels[i] = 0;
    }
  }
}

__device__ __forceinline__ float flowBetween(float a, float b, float c, float d, float fy, float fx) {
  const FlowWeight gy = (FlowWeight)1 - fy;
  const FlowWeight gx = (FlowWeight)1 - fx;
  return (float)(a * gy * gx + b * gy * fx + c * fy * gx + d * fy * fx);
}

__device__ __forceinline__ float flowClamp(float position, float last) {
  const float notNegative = position > 0 ? position : 0;
  return notNegative < last ? notNegative : last;
}

__device__ __forceinline__ FlowStep flowAt(const FlowArguments &a, int y, int x) {
  if (y >= a.height || x >= a.width) return {0, 0};
  return a.steps[y * a.width + x];
}

__device__ __forceinline__ void flowMove(const FlowArguments &a, float &y, float &x) {
  const int row = (int)y;
  const int column = (int)x;
  const FlowStep upperLeft = flowAt(a, row, column);
  if (!a.interpolated) {
    y = flowClamp(y + upperLeft.y, a.height - 1);
    x = flowClamp(x + upperLeft.x, a.width - 1);
    return;
  }
  const FlowStep upperRight = flowAt(a, row, column + 1);
  const FlowStep lowerLeft = flowAt(a, row + 1, column);
  const FlowStep lowerRight = flowAt(a, row + 1, column + 1);
  const float fy = y - row;
  const float fx = x - column;
  const float dy = flowBetween(upperLeft.y, upperRight.y, lowerLeft.y, lowerRight.y, fy, fx);
  const float dx = flowBetween(upperLeft.x, upperRight.x, lowerLeft.x, lowerRight.x, fy, fx);
  y = flowClamp(y + dy, a.height - 1);
  x = flowClamp(x + dx, a.width - 1);
}

#define FLOW_PERIOD 4

// Follows each listed pixel to its end. One that is to the bit where it was four steps ago will be
// there again after the last step: what is left is a multiple of four. Counts arrivals.
// Reference: FlowDynamics.
extern "C" __global__ void flowFollow(const FlowArguments a) {
  const int count = a.counters[FLOW_LISTED];
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
    const int pixel = a.listed[i];
    float y = pixel / a.width;
    float x = pixel % a.width;
    int done = 0;
    for (; done < a.stepCount % FLOW_PERIOD; done++) flowMove(a, y, x);
    bool moving = true;
    while (moving && done < a.stepCount) {
      const float lastY = y;
      const float lastX = x;
      for (int s = 0; s < FLOW_PERIOD; s++) flowMove(a, y, x);
      done += FLOW_PERIOD;
      moving = y != lastY || x != lastX;
    }
    const int end = (int)y * a.width + (int)x;
    a.labels[pixel] = end + 1;
    atomicAdd(&a.plane[end], 1);
  }
}

#define FLOW_MIN_PEAK 10
#define FLOW_PEAK_RADIUS 2

// Places with more than ten arrivals that no place in the 5×5 around exceeds. There cannot be more
// than an eleventh of the pixels. Reference: ArrivalPeaks.seeds.
extern "C" __global__ void flowSeeds(const FlowArguments a) {
  const int pixels = a.width * a.height;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < pixels; i += gridDim.x * blockDim.x) {
    const int arrivals = a.plane[i];
    if (arrivals <= FLOW_MIN_PEAK) continue;
    const int y = i / a.width;
    const int x = i % a.width;
    bool peak = true;
    for (int j = max(0, y - FLOW_PEAK_RADIUS); j <= min(a.height - 1, y + FLOW_PEAK_RADIUS); j++) {
      for (int k = max(0, x - FLOW_PEAK_RADIUS); k <= min(a.width - 1, x + FLOW_PEAK_RADIUS); k++) {
        peak = peak && a.plane[j * a.width + k] <= arrivals;
      }
    }
    if (!peak) continue;
    const int seed = atomicAdd(&a.counters[FLOW_SEEDS], 1);
    if (seed < a.seedCapacity) {
      a.seeds[seed] = i;
    } else {
      a.counters[FLOW_OVERFLOW] = 1;
    }
  }
}

__device__ __forceinline__ int flowSeedCount(const FlowArguments &a) {
  return min(a.counters[FLOW_SEEDS], a.seedCapacity);
}

#define FLOW_REACH 5
#define FLOW_SIDE 11
#define FLOW_MIN_GROWTH 2

// Grows each seed five times by a 3×3 square into places with more than two arrivals, a row of its
// 11×11 in the bits of a number. Where seeds overlap the one with more arrivals owns, of equal ones
// the later in reading order: the larger key. Reference: ArrivalPeaks.grow, own.
extern "C" __global__ void flowGrow(const FlowArguments a) {
  const int count = flowSeedCount(a);
  uint64 *const owners = (uint64 *)a.steps;
  for (int s = blockIdx.x * blockDim.x + threadIdx.x; s < count; s += gridDim.x * blockDim.x) {
    const int seed = a.seeds[s];
    const int top = seed / a.width - FLOW_REACH;
    const int left = seed % a.width - FLOW_REACH;
    int open[FLOW_SIDE];
    int rows[FLOW_SIDE + 2];
    for (int j = 0; j < FLOW_SIDE; j++) {
      open[j] = 0;
      for (int k = 0; k < FLOW_SIDE; k++) {
        const int y = top + j;
        const int x = left + k;
        const bool within = y >= 0 && y < a.height && x >= 0 && x < a.width;
        if (within && a.plane[y * a.width + x] > FLOW_MIN_GROWTH) open[j] |= 1 << k;
      }
    }
    for (int j = 0; j < FLOW_SIDE + 2; j++) rows[j] = j == FLOW_REACH + 1 ? 1 << FLOW_REACH : 0;
    for (int round = 0; round < FLOW_REACH; round++) {
      int above = 0;
      for (int j = 1; j <= FLOW_SIDE; j++) {
        const int here = rows[j];
        const int column = above | here | rows[j + 1];
        rows[j] = (column | column << 1 | column >> 1) & open[j - 1];
        above = here;
      }
    }
    const uint64 key = (uint64)a.plane[seed] << 32 | (unsigned)seed;
    for (int j = 0; j < FLOW_SIDE; j++) {
      for (int k = 0; k < FLOW_SIDE; k++) {
        if (rows[j + 1] >> k & 1) atomicMax(&owners[(top + j) * a.width + left + k], key);
      }
    }
  }
}

// Writes each seed's number into its place, and clears its object.
extern "C" __global__ void flowName(const FlowArguments a) {
  const int count = flowSeedCount(a);
  for (int s = blockIdx.x * blockDim.x + threadIdx.x; s < count; s += gridDim.x * blockDim.x) {
    a.plane[a.seeds[s]] = s + 1;
    a.objects[s + 1] = {0, a.height, 0, a.width, 0, a.width * a.height, 0, 0};
  }
}

// The object of each pixel: the owner of the place where it arrived.
extern "C" __global__ void flowLabel(const FlowArguments a) {
  const int count = a.counters[FLOW_LISTED];
  const uint64 *const owners = (const uint64 *)a.steps;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
    const int pixel = a.listed[i];
    const uint64 owner = owners[a.labels[pixel] - 1];
    a.labels[pixel] = owner == 0 ? 0 : a.plane[(unsigned)owner];
  }
}

// Area, box and first pixel of each object, run by run. Reference: LabelledObjects.locate.
extern "C" __global__ void flowMeasure(const FlowArguments a) {
  const int pixels = a.width * a.height;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < pixels; i += gridDim.x * blockDim.x) {
    const int label = a.labels[i];
    const int x = i % a.width;
    if (label == 0 || (x > 0 && a.labels[i - 1] == label)) continue;
    int end = x + 1;
    while (end < a.width && a.labels[i - x + end] == label) end++;
    FlowObject *const object = &a.objects[label];
    const int y = i / a.width;
    atomicAdd(&object->area, end - x);
    atomicMin(&object->top, y);
    atomicMax(&object->bottom, y + 1);
    atomicMin(&object->left, x);
    atomicMax(&object->right, end);
    atomicMin(&object->first, i);
  }
}

#define FLOW_MAX_SIDE 1024

// Cells of the pool for an object: a border of zeros, one column of it shared between rows.
__device__ __forceinline__ long long flowCells(const FlowObject &object) {
  const long long rows = object.bottom - object.top;
  const long long stride = object.right - object.left + 1;
  return (rows + 2) * stride + 1;
}

// Takes cells of the pool; -1 and the overflow noted if there are not enough. Called by all threads
// of a block, which get the same.
__device__ long long flowTake(const FlowArguments &a, const FlowObject &object) {
  __shared__ long long taken;
  __syncthreads();
  if (threadIdx.x == 0) {
    const long long cells = flowCells(object);
    const long long from = (long long)atomicAdd(a.poolUsed, (uint64)cells);
    const bool fits = from + cells <= a.poolCells;
    if (!fits) a.counters[FLOW_OVERFLOW] = 1;
    taken = fits ? from : -1;
  }
  __syncthreads();
  return taken;
}

// The mean over an object of |flow of its shape - flow of the network / 5|². All threads of a block.
// Reference: HeatDiffusion, FlowErrors; sums of rows are added up in their order.
__device__ double flowError(const FlowArguments &a, int label, const FlowObject &object) {
  __shared__ uint64 sumY, sumX, nearest, nearestBits;
  __shared__ double error;
  const long long from = flowTake(a, object);
  if (from < 0) return 0;
  const int rows = object.bottom - object.top;
  const int columns = object.right - object.left;
  const int stride = columns + 1;
  const int cells = (int)flowCells(object);
  double *heat = a.pool + 2 * from;
  double *next = heat + cells;
  unsigned char *const inside = a.marks + from;
  if (threadIdx.x == 0) {
    sumY = 0;
    sumX = 0;
    nearest = ~0ULL;
    nearestBits = ~0ULL;
  }
  for (int i = threadIdx.x; i < cells; i += blockDim.x) {
    heat[i] = 0;
    next[i] = 0;
    inside[i] = 0;
  }
  __syncthreads();
  for (int i = threadIdx.x; i < rows * columns; i += blockDim.x) {
    const int y = i / columns;
    const int x = i % columns;
    if (a.labels[(object.top + y) * a.width + object.left + x] == label) {
      inside[(y + 1) * stride + x + 1] = 1;
      atomicAdd(&sumY, (uint64)(y + 1));
      atomicAdd(&sumX, (uint64)(x + 1));
    }
  }
  __syncthreads();
  // The pixel nearest to the centroid, the first of several: smallest distance, then place. Bits of
  // doubles that are not negative are ordered as the numbers are.
  const double meanY = (double)sumY / object.area;
  const double meanX = (double)sumX / object.area;
  for (int pass = 0; pass < 2; pass++) {
    for (int i = threadIdx.x; i < rows * columns; i += blockDim.x) {
      const int y = i / columns;
      const int x = i % columns;
      if (!inside[(y + 1) * stride + x + 1]) continue;
      const double dy = y + 1 - meanY;
      const double dx = x + 1 - meanX;
      const uint64 bits = (uint64)__double_as_longlong(dx * dx + dy * dy);
      if (pass == 0) {
        atomicMin(&nearestBits, bits);
      } else if (bits == nearestBits) {
        atomicMin(&nearest, (uint64)((y + 1) * stride + x + 1));
      }
    }
    __syncthreads();
  }
  const int rounds = 2 * (rows + columns + 4);
  for (int round = 0; round < rounds; round++) {
    if (threadIdx.x == 0) heat[nearest] += 1;
    __syncthreads();
    for (int i = threadIdx.x; i < rows * stride; i += blockDim.x) {
      const int c = i + stride;
      if (inside[c]) {
        next[c] = (1 / 9.0)
            * (heat[c] + heat[c - stride] + heat[c + stride] + heat[c - 1] + heat[c + 1]
               + heat[c - stride - 1] + heat[c - stride + 1] + heat[c + stride - 1]
               + heat[c + stride + 1]);
      }
    }
    __syncthreads();
    double *const spent = heat;
    heat = next;
    next = spent;
  }
  // Sums of rows go where heat of the last round but one lay.
  const long long pixels = (long long)a.width * a.height;
  for (int y = threadIdx.x; y < rows; y += blockDim.x) {
    double rowY = 0;
    double rowX = 0;
    for (int x = 0; x < columns; x++) {
      const int c = (y + 1) * stride + x + 1;
      if (!inside[c]) continue;
      const double dy = heat[c + stride] - heat[c - stride];
      const double dx = heat[c + 1] - heat[c - 1];
      const double length = 1e-60 + sqrt(dy * dy + dx * dx);
      const long long i = (long long)(object.top + y) * a.width + object.left + x;
      const double differY = dy / length - a.maps[i] / 5.0f;
      const double differX = dx / length - a.maps[pixels + i] / 5.0f;
      rowY += differY * differY;
      rowX += differX * differX;
    }
    next[2 * y] = rowY;
    next[2 * y + 1] = rowX;
  }
  __syncthreads();
  if (threadIdx.x == 0) {
    double allY = 0;
    double allX = 0;
    for (int y = 0; y < rows; y++) {
      allY += next[2 * y];
      allX += next[2 * y + 1];
    }
    error = allY / object.area + allX / object.area;
  }
  __syncthreads();
  return error;
}

// Judges objects by size and by their flows, one block an object. Reference: FlowDecoder.
extern "C" __global__ void flowJudge(const FlowArguments a) {
  const int count = flowSeedCount(a);
  for (int label = 1 + blockIdx.x; label <= count; label += gridDim.x) {
    const FlowObject object = a.objects[label];
    bool kept = object.area > 0 && object.area >= a.minSize && !(object.area > a.maxArea);
    if (kept && a.flowThreshold > 0) {
      const int side = max(object.bottom - object.top, object.right - object.left);
      if (side > FLOW_MAX_SIDE) {
        a.counters[FLOW_OVERFLOW] = 1;
      } else {
        kept = !(flowError(a, label, object) > a.flowThreshold);
      }
    }
    if (threadIdx.x == 0) a.objects[label].kept = kept ? 1 : 0;
  }
}

// Finds the holes of objects, one block an object: what is not the object and is not 4-connected to
// the sides of its box. A hole within a hole belongs to the outermost object, which has the largest
// box. Reference: HoleFilling.
extern "C" __global__ void flowHoles(const FlowArguments a) {
  __shared__ int changed;
  const int count = flowSeedCount(a);
  uint64 *const holes = (uint64 *)a.steps;
  for (int label = 1 + blockIdx.x; label <= count; label += gridDim.x) {
    const FlowObject object = a.objects[label];
    const int rows = object.bottom - object.top;
    const int columns = object.right - object.left;
    // A hole has something of the object at each of its sides.
    if (!object.kept || rows < 3 || columns < 3 || object.area == rows * columns) continue;
    const long long from = flowTake(a, object);
    if (from < 0) continue;
    unsigned char *const outside = a.marks + from;
    const int *const labels = a.labels + object.top * a.width + object.left;
    for (int i = threadIdx.x; i < rows * columns; i += blockDim.x) {
      const int y = i / columns;
      const int x = i % columns;
      const bool side = y == 0 || x == 0 || y == rows - 1 || x == columns - 1;
      outside[i] = side && labels[y * a.width + x] != label ? 1 : 0;
    }
    bool again = true;
    while (again) {
      __syncthreads();
      if (threadIdx.x == 0) changed = 0;
      __syncthreads();
      // Each thread sweeps whole rows there and back, and takes over from the rows beside.
      for (int y = 1 + threadIdx.x; y < rows - 1; y += blockDim.x) {
        bool any = false;
        for (int sweep = 0; sweep < 2; sweep++) {
          for (int k = 1; k < columns - 1; k++) {
            const int x = sweep == 0 ? k : columns - 1 - k;
            const int i = y * columns + x;
            if (outside[i] || labels[y * a.width + x] == label) continue;
            if (outside[i - 1] || outside[i + 1] || outside[i - columns] || outside[i + columns]) {
              outside[i] = 1;
              any = true;
            }
          }
        }
        if (any) changed = 1;
      }
      __syncthreads();
      again = changed != 0;
    }
    const uint64 key = (uint64)(rows * columns) << 32 | (unsigned)label;
    for (int i = threadIdx.x; i < rows * columns; i += blockDim.x) {
      const int y = i / columns;
      const int x = i % columns;
      if (!outside[i] && labels[y * a.width + x] != label) {
        atomicMax(&holes[(object.top + y) * a.width + object.left + x], key);
      }
    }
  }
}

// Gives holes to their objects and takes pixels from objects that were dropped; clears areas.
extern "C" __global__ void flowFill(const FlowArguments a) {
  const int pixels = a.width * a.height;
  const uint64 *const holes = (const uint64 *)a.steps;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < pixels; i += gridDim.x * blockDim.x) {
    const uint64 hole = holes[i];
    const int label = a.labels[i];
    a.labels[i] = hole != 0 ? (int)(unsigned)hole : a.objects[label].kept ? label : 0;
  }
}

extern "C" __global__ void flowClear(const FlowArguments a) {
  const int count = flowSeedCount(a);
  for (int s = blockIdx.x * blockDim.x + threadIdx.x; s < count; s += gridDim.x * blockDim.x) {
    a.objects[s + 1].area = 0;
    a.objects[s + 1].first = a.width * a.height;
  }
}

// Marks where objects that are large enough begin, and counts them by row.
extern "C" __global__ void flowBegin(const FlowArguments a) {
  const int count = flowSeedCount(a);
  for (int s = blockIdx.x * blockDim.x + threadIdx.x; s < count; s += gridDim.x * blockDim.x) {
    const FlowObject object = a.objects[s + 1];
    if (object.area > 0 && object.area >= a.minSize) {
      a.plane[object.first] = s + 1;
      atomicAdd(&a.rows[object.first / a.width], 1);
    }
  }
}

// Objects that begin before each row; one block. Threads sum parts, the first joins them.
extern "C" __global__ void flowRows(const FlowArguments a) {
  __shared__ int parts[1024];
  if (blockIdx.x != 0) return;
  const int threads = min((int)blockDim.x, 1024);
  const int each = (a.height + threads - 1) / threads;
  const int from = min((int)threadIdx.x * each, a.height);
  const int to = min(from + each, a.height);
  int sum = 0;
  for (int y = from; y < to; y++) sum += a.rows[y];
  if ((int)threadIdx.x < threads) parts[threadIdx.x] = sum;
  __syncthreads();
  if (threadIdx.x == 0) {
    int before = 0;
    for (int t = 0; t < threads; t++) {
      const int part = parts[t];
      parts[t] = before;
      before += part;
    }
    a.counters[FLOW_OBJECTS] = before;
  }
  __syncthreads();
  if ((int)threadIdx.x < threads) {
    int before = parts[threadIdx.x];
    for (int y = from; y < to; y++) {
      const int here = a.rows[y];
      a.rows[y] = before;
      before += here;
    }
  }
}

// Numbers objects in reading order of their first pixels, a thread a row.
extern "C" __global__ void flowNumber(const FlowArguments a) {
  for (int y = blockIdx.x * blockDim.x + threadIdx.x; y < a.height; y += gridDim.x * blockDim.x) {
    int number = a.rows[y];
    for (int x = 0; x < a.width; x++) {
      const int label = a.plane[y * a.width + x];
      if (label != 0) a.objects[label].number = ++number;
    }
  }
}

extern "C" __global__ void flowRelabel(const FlowArguments a) {
  const int pixels = a.width * a.height;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < pixels; i += gridDim.x * blockDim.x) {
    const int label = a.labels[i];
    a.labels[i] = label == 0 ? 0 : a.objects[label].number;
  }
}
