/**
 * @file Matrix products in 4 × 8 blocks: eight accumulators stay in registers, which is what this instruction set has room for.
 *
 *     multiply     O  = A B      A [rows, inner], B in panels, O [rows, columns]
 *     accumulate   D += Aᵀ G     A [rows, inner], G [rows, columns], D in panels
 *     project      o  = A w      A [rows, columns], w [columns]
 *
 * A matrix in panels holds eight columns at a time: [columns / 8, inner, 8]. The inner loops then walk through memory in
 * order, whatever the width. Rows of A, O, G are `…Stride` bytes apart.
 */
import { muladd, splat, total } from "./vector.assembly";

/** `rows` is a multiple of 4, `columns` of 8; both are in numbers, not bytes. */
export function multiply(a: usize, aStride: usize, inner: usize, panels: usize, o: usize, oStride: usize, rows: usize, columns: usize): void {
  for (let j: usize = 0; j < columns; j += 8) {
    const panel = panels + ((j * inner) << 2);
    for (let r: usize = 0; r < rows; r += 4) {
      let a0 = splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
      let p0 = a + r * aStride;
      let p1 = p0 + aStride, p2 = p1 + aStride, p3 = p2 + aStride;
      let b = panel;
      const end = b + (inner << 5);
      do {
        const v0 = v128.load(b), v1 = v128.load(b, 16);
        let s = v128.load_splat<f32>(p0);
        a0 = muladd(s, v0, a0);
        a1 = muladd(s, v1, a1);
        s = v128.load_splat<f32>(p1);
        b0 = muladd(s, v0, b0);
        b1 = muladd(s, v1, b1);
        s = v128.load_splat<f32>(p2);
        c0 = muladd(s, v0, c0);
        c1 = muladd(s, v1, c1);
        s = v128.load_splat<f32>(p3);
        d0 = muladd(s, v0, d0);
        d1 = muladd(s, v1, d1);
        p0 += 4;
        p1 += 4;
        p2 += 4;
        p3 += 4;
        b += 32;
      } while (b < end);
      let out = o + r * oStride + (j << 2);
      v128.store(out, a0);
      v128.store(out, a1, 16);
      out += oStride;
      v128.store(out, b0);
      v128.store(out, b1, 16);
      out += oStride;
      v128.store(out, c0);
      v128.store(out, c1, 16);
      out += oStride;
      v128.store(out, d0);
      v128.store(out, d1, 16);
    }
  }
}

/** `inner` is a multiple of 4, `columns` of 8, `rows` at least 1. */
export function accumulate(a: usize, aStride: usize, inner: usize, g: usize, gStride: usize, panels: usize, rows: usize, columns: usize): void {
  for (let j: usize = 0; j < columns; j += 8) {
    for (let i: usize = 0; i < inner; i += 4) {
      const d = panels + ((j * inner + (i << 3)) << 2);
      let a0 = v128.load(d), a1 = v128.load(d, 16), b0 = v128.load(d, 32), b1 = v128.load(d, 48);
      let c0 = v128.load(d, 64), c1 = v128.load(d, 80), d0 = v128.load(d, 96), d1 = v128.load(d, 112);
      let p = a + (i << 2), q = g + (j << 2);
      const end = p + rows * aStride;
      do {
        const v0 = v128.load(q), v1 = v128.load(q, 16);
        let s = v128.load_splat<f32>(p);
        a0 = muladd(s, v0, a0);
        a1 = muladd(s, v1, a1);
        s = v128.load_splat<f32>(p, 4);
        b0 = muladd(s, v0, b0);
        b1 = muladd(s, v1, b1);
        s = v128.load_splat<f32>(p, 8);
        c0 = muladd(s, v0, c0);
        c1 = muladd(s, v1, c1);
        s = v128.load_splat<f32>(p, 12);
        d0 = muladd(s, v0, d0);
        d1 = muladd(s, v1, d1);
        p += aStride;
        q += gStride;
      } while (p < end);
      v128.store(d, a0);
      v128.store(d, a1, 16);
      v128.store(d, b0, 32);
      v128.store(d, b1, 48);
      v128.store(d, c0, 64);
      v128.store(d, c1, 80);
      v128.store(d, d0, 96);
      v128.store(d, d1, 112);
    }
  }
}

/** `rows` is a multiple of 4: one dot product alone would wait for its own additions. Writes f32, 4 bytes apart. */
export function project(a: usize, aStride: usize, w: usize, o: usize, rows: usize, columns: usize): void {
  const bytes = columns << 2;
  for (let r: usize = 0; r < rows; r += 4) {
    const p0 = a + r * aStride, p1 = p0 + aStride, p2 = p1 + aStride, p3 = p2 + aStride;
    let s0 = splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let j: usize = 0; j < bytes; j += 16) {
      const v = v128.load(w + j);
      s0 = muladd(v, v128.load(p0 + j), s0);
      s1 = muladd(v, v128.load(p1 + j), s1);
      s2 = muladd(v, v128.load(p2 + j), s2);
      s3 = muladd(v, v128.load(p3 + j), s3);
    }
    const out = o + (r << 2);
    store<f32>(out, total(s0));
    store<f32>(out, total(s1), 4);
    store<f32>(out, total(s2), 8);
    store<f32>(out, total(s3), 12);
  }
}
