/* A compiler for tests: its PTX is the source with the options before it; "#error" is one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *source, *name;
static char ptx[4096];

const char *nvrtcGetErrorString(int s) { return s == 6 ? "NVRTC_ERROR_COMPILATION" : "NVRTC_ERROR"; }
int nvrtcCreateProgram(void **p, const char *src, const char *called, int n, const char **h, const char **i) {
  source = strdup(src); name = strdup(called); *p = malloc(1); return n;
}
int nvrtcDestroyProgram(void **p) { free(*p); return 0; }
int nvrtcCompileProgram(void *p, int n, const char **options) {
  strcpy(ptx, "// PTX of "); strcat(ptx, name);
  for (int i = 0; i < n; i++) { strcat(ptx, " "); strcat(ptx, options[i]); }
  strcat(ptx, "\n"); strcat(ptx, source);
  return strstr(source, "#error") ? 6 : 0;
}
int nvrtcGetPTXSize(void *p, size_t *n) { *n = strlen(ptx) + 1; return 0; }
int nvrtcGetPTX(void *p, char *out) { strcpy(out, ptx); return 0; }
int nvrtcGetProgramLogSize(void *p, size_t *n) { *n = strlen(name) + 12; return 0; }
int nvrtcGetProgramLog(void *p, char *out) { sprintf(out, "%s(1): error!", name); return 0; }
