/*
 * The reference step in C, as the limit of one core with 128-bit vectors: what a compiler makes of the same blocking with fused
 * products. U = MLP 3-64-64-1 tanh, jets (U, d1, d2, dt, Laplacian), loss = mean (-dt U + |grad U|^2 / 2 - sigma^2 Lap U / 2)^2,
 * full gradient, Adam.
 *
 *     jet-step FILE MILLISECONDS     FILE: theta [4481], points [1024, 3], as f32
 *     stdout: |gradient| at theta, then milliseconds a step, one reading a line
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define H 64
#define N 1024
#define C 5
#define T 12 /* samples of a tile: 60 rows */
#define P (3 * H + H + H * H + H + H + 1)
#define S2 0.25f

typedef float v4 __attribute__((vector_size(16), aligned(4), may_alias));
#define LD(p) (*(const v4 *)(p))
#define ST(p, v) (*(v4 *)(p) = (v))
#define SPLAT(x) ((v4){(x), (x), (x), (x)})

static float theta[P + 3], grad[P + 3], first[P + 3], second[P + 3], points[N * 3];
/* W2 and its transpose in panels of eight columns, and the gradient of W2 likewise */
static float panels[H * H], transposed[H * H], gPanels[H * H];
static float h1[T * C * H], z2[T * C * H], g1[T * C * H];

static v4 vmin(v4 a, v4 b) { v4 r; for (int i = 0; i < 4; i++) r[i] = a[i] < b[i] ? a[i] : b[i]; return r; }
static v4 vmax(v4 a, v4 b) { v4 r; for (int i = 0; i < 4; i++) r[i] = a[i] > b[i] ? a[i] : b[i]; return r; }
static float total(v4 v) { return (v[0] + v[1]) + (v[2] + v[3]); }

static inline v4 tanh4(v4 x) {
  x = vmin(vmax(x, SPLAT(-7.905311f)), SPLAT(7.905311f));
  v4 q = x * x;
  v4 p = SPLAT(-2.76076847742355e-16f);
  p = p * q + 2.00018790482477e-13f;
  p = p * q + -8.60467152213735e-11f;
  p = p * q + 5.12229709037114e-8f;
  p = p * q + 1.48572235717979e-5f;
  p = p * q + 6.37261928875436e-4f;
  p = p * q + 4.89352455891786e-3f;
  v4 d = SPLAT(1.19825839466702e-6f);
  d = d * q + 1.18534705686654e-4f;
  d = d * q + 2.26843463243900e-3f;
  d = d * q + 4.89352518554385e-3f;
  return p * x / d;
}

static void multiply(const float *a, const float *b, float *o, int rows) {
  for (int j = 0; j < H; j += 8)
    for (int r = 0; r < rows; r += 4) {
      v4 acc[4][2] = {{{0}}};
      const float *panel = b + j * H, *p = a + r * H;
      for (int k = 0; k < H; k++) {
        v4 v0 = LD(panel + 8 * k), v1 = LD(panel + 8 * k + 4);
        for (int i = 0; i < 4; i++) { v4 s = SPLAT(p[i * H + k]); acc[i][0] += s * v0; acc[i][1] += s * v1; }
      }
      for (int i = 0; i < 4; i++) { ST(o + (r + i) * H + j, acc[i][0]); ST(o + (r + i) * H + j + 4, acc[i][1]); }
    }
}

static void accumulate(const float *a, const float *g, float *d, int rows) {
  for (int j = 0; j < H; j += 8)
    for (int i = 0; i < H; i += 4) {
      float *to = d + j * H + 8 * i;
      v4 acc[4][2];
      for (int k = 0; k < 4; k++) { acc[k][0] = LD(to + 8 * k); acc[k][1] = LD(to + 8 * k + 4); }
      for (int r = 0; r < rows; r++) {
        v4 v0 = LD(g + r * H + j), v1 = LD(g + r * H + j + 4);
        for (int k = 0; k < 4; k++) { v4 s = SPLAT(a[r * H + i + k]); acc[k][0] += s * v0; acc[k][1] += s * v1; }
      }
      for (int k = 0; k < 4; k++) { ST(to + 8 * k, acc[k][0]); ST(to + 8 * k + 4, acc[k][1]); }
    }
}

static void gradient(void) {
  const float *W1 = theta, *b1 = W1 + 3 * H, *W2 = b1 + H, *b2 = W2 + H * H, *w = b2 + H;
  float *gW1 = grad, *gb1 = gW1 + 3 * H, *gW2 = gb1 + H, *gb2 = gW2 + H * H, *gw = gb2 + H;
  memset(grad, 0, sizeof grad);
  memset(gPanels, 0, sizeof gPanels);
  for (int i = 0; i < H; i++)
    for (int j = 0; j < H; j++) {
      panels[(j & ~7) * H + 8 * i + (j & 7)] = W2[i * H + j];
      transposed[(i & ~7) * H + 8 * j + (i & 7)] = W2[i * H + j];
    }
  for (int s0 = 0; s0 < N; s0 += T) {
    int count = N - s0 < T ? N - s0 : T;
    for (int s = 0; s < count; s++) {
      const float *x = points + 3 * (s0 + s);
      for (int j = 0; j < H; j += 4) {
        v4 w0 = LD(W1 + j), w1 = LD(W1 + H + j), w2 = LD(W1 + 2 * H + j);
        v4 h = tanh4(w0 * x[0] + w1 * x[1] + w2 * x[2] + LD(b1 + j));
        v4 a1 = 1.0f - h * h, a2 = -2.0f * h * a1;
        float *o = h1 + s * C * H + j;
        ST(o, h); ST(o + H, a1 * w0); ST(o + 2 * H, a1 * w1); ST(o + 3 * H, a1 * w2); ST(o + 4 * H, a2 * (w0 * w0 + w1 * w1));
      }
    }
    int rows = (count * C + 3) & ~3;
    multiply(h1, panels, z2, rows);
    for (int s = 0; s < count; s++) {
      float *z = z2 + s * C * H;
      v4 u1 = SPLAT(0), u2 = u1, ut = u1, us = u1;
      for (int j = 0; j < H; j += 4) {
        v4 h = tanh4(LD(z + j) + LD(b2 + j)), a1 = 1.0f - h * h, a2 = -2.0f * h * a1, o = LD(w + j), wa = o * a1;
        v4 z1 = LD(z + H + j), zz = LD(z + 2 * H + j);
        ST(z + j, h);
        u1 += wa * z1; u2 += wa * zz; ut += wa * LD(z + 3 * H + j);
        us += o * (a1 * LD(z + 4 * H + j) + a2 * (z1 * z1 + zz * zz));
      }
      float U1 = total(u1), U2 = total(u2), r = -total(ut) + 0.5f * (U1 * U1 + U2 * U2) - 0.5f * S2 * total(us);
      float weight = 2 * r / N, c1 = weight * U1, c2 = weight * U2, ct = -weight, cs = -0.5f * S2 * weight;
      for (int j = 0; j < H; j += 4) {
        v4 h = LD(z + j), o = LD(w + j), a1 = 1.0f - h * h, a2 = -2.0f * h * a1, a3 = -2.0f * (h * a2 + a1 * a1);
        v4 z1 = LD(z + H + j), zz = LD(z + 2 * H + j), zt = LD(z + 3 * H + j), zs = LD(z + 4 * H + j), q = z1 * z1 + zz * zz;
        v4 linear = c1 * z1 + c2 * zz + ct * zt;
        ST(gw + j, LD(gw + j) + a1 * linear + cs * (a1 * zs + a2 * q));
        v4 gs = cs * o, pull = 2.0f * a2 * gs, gz = a2 * (o * linear + gs * zs) + a3 * q * gs;
        ST(z + j, gz); ST(z + H + j, a1 * (c1 * o) + pull * z1); ST(z + 2 * H + j, a1 * (c2 * o) + pull * zz);
        ST(z + 3 * H + j, a1 * (ct * o)); ST(z + 4 * H + j, a1 * gs);
        ST(gb2 + j, LD(gb2 + j) + gz);
      }
    }
    accumulate(h1, z2, gPanels, count * C);
    multiply(z2, transposed, g1, rows);
    for (int j = 0; j < H; j += 4) {
      v4 w0 = LD(W1 + j), w1 = LD(W1 + H + j), w2 = LD(W1 + 2 * H + j), q = w0 * w0 + w1 * w1;
      v4 d0 = SPLAT(0), d1 = d0, d2 = d0, db = d0;
      for (int s = 0; s < count; s++) {
        const float *x = points + 3 * (s0 + s), *g = g1 + s * C * H + j;
        v4 h = LD(h1 + s * C * H + j), a1 = 1.0f - h * h, a2 = -2.0f * h * a1, a3 = -2.0f * (h * a2 + a1 * a1);
        v4 c1 = LD(g + H), c2 = LD(g + 2 * H), ct = LD(g + 3 * H), cs = LD(g + 4 * H), pull = 2.0f * a2 * cs;
        v4 gz = a1 * LD(g) + a2 * (w0 * c1 + w1 * c2 + w2 * ct) + a3 * q * cs;
        db += gz;
        d0 += x[0] * gz + a1 * c1 + pull * w0;
        d1 += x[1] * gz + a1 * c2 + pull * w1;
        d2 += x[2] * gz + a1 * ct;
      }
      ST(gW1 + j, LD(gW1 + j) + d0); ST(gW1 + H + j, LD(gW1 + H + j) + d1); ST(gW1 + 2 * H + j, LD(gW1 + 2 * H + j) + d2);
      ST(gb1 + j, LD(gb1 + j) + db);
    }
  }
  for (int i = 0; i < H; i++)
    for (int j = 0; j < H; j++) gW2[i * H + j] = gPanels[(j & ~7) * H + 8 * i + (j & 7)];
}

static void step(int taken) {
  gradient();
  float c1 = 1 / (1 - powf(0.9f, taken)), c2 = 1 / (1 - powf(0.999f, taken));
  for (int i = 0; i < P; i++) {
    first[i] = 0.9f * first[i] + 0.1f * grad[i];
    second[i] = 0.999f * second[i] + 0.001f * grad[i] * grad[i];
    theta[i] -= 1e-4f * c1 * first[i] / (sqrtf(c2 * second[i]) + 1e-8f);
  }
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return 1e3 * t.tv_sec + 1e-6 * t.tv_nsec;
}

int main(int count, char **given) {
  FILE *file = count == 3 ? fopen(given[1], "rb") : NULL;
  if (file == NULL || fread(theta, 4, P, file) != P || fread(points, 4, N * 3, file) != N * 3) return 1;
  gradient();
  double squared = 0;
  for (int i = 0; i < P; i++) squared += (double)grad[i] * grad[i];
  printf("%.9g\n", sqrt(squared));
  double end = now() + atof(given[2]);
  int taken = 0;
  do {
    double start = now();
    int steps = 0;
    do { step(++taken); steps++; } while (now() - start < 8);
    printf("%.6f\n", (now() - start) / steps);
  } while (now() < end);
  return 0;
}
