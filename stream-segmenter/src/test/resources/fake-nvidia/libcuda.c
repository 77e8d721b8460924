/* A driver for tests: its device is the host's memory, its streams do everything at once. What it
 * is and how it fails is told by the environment: FAKE_CUDA, FAKE_DEVICES, FAKE_MAJOR, FAKE_FAIL
 * (call=status), FAKE_CRASH (call). Statuses are those of CUDA's driver. */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int number(const char *name, int usual) {
  const char *text = getenv(name);
  return text ? atoi(text) : usual;
}

static int status(const char *call) {
  const char *fail = getenv("FAKE_FAIL"), *crash = getenv("FAKE_CRASH");
  size_t length = strlen(call);
  if (crash && !strcmp(crash, call)) raise(SIGKILL);
  return fail && !strncmp(fail, call, length) && fail[length] == '=' ? atoi(fail + length + 1) : 0;
}

#define CHECK(call) do { int s = status(call); if (s) return s; } while (0)

static __thread void *current;
static int context, capturing, launches;
#define IN_CONTEXT do { if (current != &context) return 201; } while (0)

int cuInit(unsigned flags) { CHECK("cuInit"); return number("FAKE_DEVICES", 1) ? 0 : 100; }
int cuDriverGetVersion(int *v) { *v = number("FAKE_CUDA", 13010); return 0; }
int cuDeviceGetCount(int *n) { *n = number("FAKE_DEVICES", 1); return 0; }
int cuDeviceGet(int *d, int i) { *d = 70 + i; return i < number("FAKE_DEVICES", 1) ? 0 : 101; }
int cuDeviceGetName(char *n, int length, int d) { snprintf(n, length, "Fake GPU %d", d - 70); return 0; }
int cuDeviceTotalMem_v2(size_t *b, int d) { *b = (size_t)8 << 30; return 0; }
int cuDeviceGetAttribute(int *v, int a, int d) {
  *v = a == 75 ? number("FAKE_MAJOR", 9) : a == 76 ? 0 : a == 16 ? 132 : a == 87 ? 2 : -1;
  return 0;
}
int cuDevicePrimaryCtxRetain(void **c, int d) { CHECK("cuDevicePrimaryCtxRetain"); *c = &context; return 0; }
int cuCtxSetCurrent(void *c) { current = c; return 0; }
int cuCtxSynchronize(void) { IN_CONTEXT; return 0; }
int cuMemGetInfo_v2(size_t *f, size_t *t) { IN_CONTEXT; *f = (size_t)3 << 30; *t = (size_t)8 << 30; return 0; }
int cuMemAlloc_v2(uint64_t *p, size_t b) {
  IN_CONTEXT; CHECK("cuMemAlloc");
  if (b > (size_t)1 << 30) return 2;
  *p = (uint64_t)(uintptr_t)malloc(b);
  return 0;
}
int cuMemFree_v2(uint64_t p) { IN_CONTEXT; free((void *)(uintptr_t)p); return 0; }
int cuMemHostAlloc(void **p, size_t b, unsigned f) { IN_CONTEXT; *p = malloc(b); return f == 1 ? 0 : 1; }
int cuMemFreeHost(void *p) { IN_CONTEXT; free(p); return 0; }
int cuStreamCreate(void **s, unsigned f) { IN_CONTEXT; *s = malloc(1); return f == 1 ? 0 : 1; }
int cuStreamDestroy_v2(void *s) { IN_CONTEXT; free(s); return 0; }
int cuStreamSynchronize(void *s) { IN_CONTEXT; CHECK("cuStreamSynchronize"); return 0; }
int cuStreamWaitEvent(void *s, void *e, unsigned f) { IN_CONTEXT; return s && e ? 0 : 400; }
int cuMemcpyHtoDAsync_v2(uint64_t d, const void *h, size_t b, void *s) {
  IN_CONTEXT; CHECK("cuMemcpyHtoDAsync"); memcpy((void *)(uintptr_t)d, h, b); return 0;
}
int cuMemcpyDtoHAsync_v2(void *h, uint64_t d, size_t b, void *s) {
  IN_CONTEXT; memcpy(h, (void *)(uintptr_t)d, b); return 0;
}
int cuMemsetD8Async(uint64_t d, unsigned char v, size_t b, void *s) {
  IN_CONTEXT; memset((void *)(uintptr_t)d, v, b); return 0;
}
int cuEventCreate(void **e, unsigned f) { IN_CONTEXT; *e = malloc(1); return 0; }
int cuEventDestroy_v2(void *e) { IN_CONTEXT; free(e); return 0; }
int cuEventRecord(void *e, void *s) { IN_CONTEXT; return e && s ? 0 : 400; }
int cuEventSynchronize(void *e) { IN_CONTEXT; return e ? 0 : 400; }
int cuEventElapsedTime_v2(float *ms, void *a, void *b) { IN_CONTEXT; *ms = 1.5f; return 0; }
int cuModuleLoadData(void **m, const void *image) {
  IN_CONTEXT; *m = strdup(image); return strncmp(image, "// PTX", 6) ? 218 : 0;
}
int cuModuleGetFunction(void **f, void *m, const char *name) {
  IN_CONTEXT; *f = strstr(m, name); return *f ? 0 : 500;
}
/* Every kernel adds an int to all of an array. */
struct add { int *values; int count; int more; };
int cuLaunchKernel(void *f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by,
    unsigned bz, unsigned shared, void *s, void **parameters, void **extra) {
  IN_CONTEXT;
  if (!f || !s || extra || gy != 1 || gz != 1 || by != 1 || bz != 1 || shared) return 1;
  struct add *a = parameters[0];
  if (capturing) { launches++; return 0; }
  for (int i = 0; i < a->count; i++) a->values[i] += a->more * (int)gx + (int)bx;
  return 0;
}
int cuStreamBeginCapture_v2(void *s, int mode) { IN_CONTEXT; capturing = 1; return mode == 1 ? 0 : 1; }
int cuStreamEndCapture(void *s, void **g) { IN_CONTEXT; capturing = 0; *g = malloc(1); return 0; }
int cuGraphInstantiateWithFlags(void **x, void *g, unsigned long long f) {
  IN_CONTEXT; CHECK("cuGraphInstantiate"); *x = malloc(1); return 0;
}
int cuGraphDestroy(void *g) { free(g); return 0; }
int cuGraphLaunch(void *x, void *s) { IN_CONTEXT; return x && s && launches == 1 ? 0 : 1; }
int cuGraphExecDestroy(void *x) { IN_CONTEXT; free(x); return 0; }
