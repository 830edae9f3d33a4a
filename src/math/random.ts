/**
 * @file Seeded random numbers in named streams, so that changing one thing changes one thing.
 *
 * The generator is xoshiro128** (Blackman and Vigna, 2018), seeded by splitmix32 from the experiment's seed and the name of
 * the stream. Normals come from the polar method in pairs. Integers throughout, so every machine gives the same bits.
 * For weights, pictures and rulers; training batches are drawn by counting (counter.ts).
 */
import { logOf } from "./elementary.ts";

export interface Random {
  /** Uniform on [0, 1), 32 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform integer on [0, n). */
  integer(n: number): number;
}

/** FNV-1a: turns the name of a stream into a number. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

function splitmix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}

const rotate = (x: number, k: number): number => ((x << k) | (x >>> (32 - k))) >>> 0;

export function random(seed: number, stream: string): Random {
  const mix = splitmix32((hash(stream) ^ Math.imul(seed + 1, 0x9e3779b1)) >>> 0);
  let [a, b, c, d] = [mix(), mix(), mix(), mix()];
  let spare: number | null = null;

  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5) >>> 0, 7), 9) >>> 0;
    const shifted = (b << 9) >>> 0;
    c = (c ^ a) >>> 0;
    d = (d ^ b) >>> 0;
    b = (b ^ c) >>> 0;
    a = (a ^ d) >>> 0;
    c = (c ^ shifted) >>> 0;
    d = rotate(d, 11);
    return result;
  };
  const uniform = (): number => next() / 4294967296;

  return {
    uniform,
    integer: (n) => Math.floor(uniform() * n),
    normal() {
      if (spare !== null) {
        const z = spare;
        spare = null;
        return z;
      }
      for (;;) {
        const u = 2 * uniform() - 1;
        const v = 2 * uniform() - 1;
        const q = u * u + v * v;
        if (q >= 1 || q === 0) continue;
        const k = Math.sqrt((-2 * logOf(q)) / q);
        spare = v * k;
        return u * k;
      }
    },
  };
}
