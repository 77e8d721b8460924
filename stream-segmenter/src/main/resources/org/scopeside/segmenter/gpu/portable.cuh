// What all kernels share. They are written in the part of CUDA C that can also be compiled for the
// CPU: with SCOPESIDE_HOST defined, this file gives g++ what CUDA has of its own, so that tests run
// the same source. Rules that follow from it: one-dimensional grids; any number of blocks and any
// size of them, 1 included; __shared__ arrays of constant size; __syncthreads() where all threads
// of the block come by; no instructions of warps.

#ifdef SCOPESIDE_HOST

#include <cmath>
#include <condition_variable>
#include <cstring>
#include <math.h>
#include <mutex>
#include <thread>
#include <vector>

#define __global__
#define __device__ static
#define __constant__ static
// One launch at a time, one block after another: what a block shares may be static.
#define __shared__ static
#define __forceinline__ inline
#define __launch_bounds__(...)

struct PortableIndex {
  unsigned x, y, z;
};

static thread_local PortableIndex threadIdx, blockIdx;
static PortableIndex blockDim, gridDim;

// Threads of a block wait here for each other.
class PortableBarrier {
 public:
  void reset(unsigned threads) {
    expected = threads;
    waiting = 0;
  }
  void wait() {
    if (expected == 1) return;
    std::unique_lock<std::mutex> lock(mutex);
    const unsigned long long mine = round;
    if (++waiting == expected) {
      waiting = 0;
      round++;
      all.notify_all();
      return;
    }
    all.wait(lock, [&] { return round != mine; });
  }

 private:
  std::mutex mutex;
  std::condition_variable all;
  unsigned expected = 1, waiting = 0;
  unsigned long long round = 0;
};

static PortableBarrier portableBarrier;

static inline void __syncthreads() { portableBarrier.wait(); }
static inline void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }

// Runs a kernel, given as a closure, over all blocks.
template <typename Kernel>
static void portableLaunch(unsigned blocks, unsigned threads, const Kernel &kernel) {
  gridDim = {blocks, 1, 1};
  blockDim = {threads, 1, 1};
  portableBarrier.reset(threads);
  const auto work = [&](unsigned thread) {
    threadIdx = {thread, 0, 0};
    for (unsigned block = 0; block < blocks; block++) {
      blockIdx = {block, 0, 0};
      kernel();
      // The next block uses the same shared memory.
      portableBarrier.wait();
    }
  };
  std::vector<std::thread> others;
  for (unsigned thread = 1; thread < threads; thread++) others.emplace_back(work, thread);
  work(0);
  for (std::thread &other : others) other.join();
}

// An atomic operation that the compiler has no instruction for; gives the value before.
template <typename T, typename Change>
static inline T portableAtomic(T *at, const Change &change) {
  T before = __atomic_load_n(at, __ATOMIC_RELAXED);
  while (!__atomic_compare_exchange_n(
      at, &before, change(before), false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {
  }
  return before;
}

#define PORTABLE_ATOMICS(T)                                                               \
  static inline T atomicAdd(T *at, T v) {                                                 \
    return __atomic_fetch_add(at, v, __ATOMIC_SEQ_CST);                                   \
  }                                                                                       \
  static inline T atomicOr(T *at, T v) { return __atomic_fetch_or(at, v, __ATOMIC_SEQ_CST); } \
  static inline T atomicAnd(T *at, T v) {                                                 \
    return __atomic_fetch_and(at, v, __ATOMIC_SEQ_CST);                                   \
  }                                                                                       \
  static inline T atomicExch(T *at, T v) {                                                \
    return __atomic_exchange_n(at, v, __ATOMIC_SEQ_CST);                                  \
  }                                                                                       \
  static inline T atomicMax(T *at, T v) {                                                 \
    return portableAtomic(at, [v](T before) { return before < v ? v : before; });         \
  }                                                                                       \
  static inline T atomicMin(T *at, T v) {                                                 \
    return portableAtomic(at, [v](T before) { return v < before ? v : before; });         \
  }                                                                                       \
  static inline T atomicCAS(T *at, T expected, T v) {                                     \
    __atomic_compare_exchange_n(                                                          \
        at, &expected, v, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);                     \
    return expected;                                                                      \
  }

PORTABLE_ATOMICS(int)
PORTABLE_ATOMICS(unsigned)
PORTABLE_ATOMICS(unsigned long long)

// CUDA has these for all types of numbers, in no namespace.
#define PORTABLE_EXTREMA(T)                                    \
  static inline T min(T a, T b) { return b < a ? b : a; }      \
  static inline T max(T a, T b) { return a < b ? b : a; }

PORTABLE_EXTREMA(int)
PORTABLE_EXTREMA(unsigned)
PORTABLE_EXTREMA(long)
PORTABLE_EXTREMA(unsigned long)
PORTABLE_EXTREMA(long long)
PORTABLE_EXTREMA(unsigned long long)
// As CUDA's: the other one where one is not a number.
static inline float min(float a, float b) { return fminf(a, b); }
static inline float max(float a, float b) { return fmaxf(a, b); }
static inline double min(double a, double b) { return fmin(a, b); }
static inline double max(double a, double b) { return fmax(a, b); }

template <typename To, typename From>
static inline To portableBits(From value) {
  static_assert(sizeof(To) == sizeof(From), "bits of the same number");
  To bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

static inline int __float_as_int(float v) { return portableBits<int>(v); }
static inline unsigned __float_as_uint(float v) { return portableBits<unsigned>(v); }
static inline float __int_as_float(int v) { return portableBits<float>(v); }
static inline float __uint_as_float(unsigned v) { return portableBits<float>(v); }
static inline long long __double_as_longlong(double v) { return portableBits<long long>(v); }
static inline double __longlong_as_double(long long v) { return portableBits<double>(v); }

#endif

typedef unsigned char uint8;
typedef unsigned short uint16;
typedef unsigned int uint32;
typedef unsigned long long uint64;
