/**
 * @file Random numbers by counting: every number is a hash of where it is used, so any machine draws any of them in any order.
 *
 *     (w₀, w₁, w₂, w₃) = pcg4d(sample, step, block, key)       key = hash(seed, name of the stream)
 *     uniform          u  = (2⌊w/2⁹⌋ + 1) 2⁻²⁴                  odd multiples of 2⁻²⁴: exact in f32, never 0 or 1
 *     normals          √(−2 log u₀) (cos 2πu₁, sin 2πu₁)        (Box and Muller, 1958)
 *     Laplace          sgn(u − ½) · −log(1 − |2u − 1|)          one uniform, by the quantile function
 *
 * pcg4d is the hash of Jarzynski and Olano (Hash functions for GPU rendering, 2020). Logarithm and sine are polynomials after
 * an argument reduction in integers: the same formula in f64 here and in f32 on a GPU, whose own sine is only good to 2⁻¹¹.
 * Words are filled for all samples at once, [n, 4], and read off lane by lane; nothing is allocated per sample.
 */
import { hash } from "./random.ts";

/** What distinguishes this stream from every other of the run. */
export function keyOf(seed: number, stream: string): number {
  let z = (hash(stream) ^ Math.imul(seed + 1, 0x9e3779b1)) >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** The words of the first n samples at a step, [n, 4]. */
export function fillWords(n: number, step: number, block: number, key: number, words: Uint32Array): void {
  const startY = (Math.imul(step, 1664525) + 1013904223) | 0;
  const startZ = (Math.imul(block, 1664525) + 1013904223) | 0;
  const startW = (Math.imul(key, 1664525) + 1013904223) | 0;
  for (let i = 0, o = 0; i < n; i++, o += 4) {
    let x = (Math.imul(i, 1664525) + 1013904223) | 0;
    let y = startY;
    let z = startZ;
    let w = startW;
    x = (x + Math.imul(y, w)) | 0;
    y = (y + Math.imul(z, x)) | 0;
    z = (z + Math.imul(x, y)) | 0;
    w = (w + Math.imul(y, z)) | 0;
    x ^= x >>> 16;
    y ^= y >>> 16;
    z ^= z >>> 16;
    w ^= w >>> 16;
    x = (x + Math.imul(y, w)) | 0;
    y = (y + Math.imul(z, x)) | 0;
    z = (z + Math.imul(x, y)) | 0;
    w = (w + Math.imul(y, z)) | 0;
    words[o] = x;
    words[o + 1] = y;
    words[o + 2] = z;
    words[o + 3] = w;
  }
}

/** As many words again, [n, 4]: pcg4d of the words themselves, for a draw that needs more numbers than a block has lanes. */
export function moreWords(words: Uint32Array, n: number, more: Uint32Array): void {
  for (let o = 0; o < 4 * n; o += 4) {
    let x = (Math.imul(words[o]!, 1664525) + 1013904223) | 0;
    let y = (Math.imul(words[o + 1]!, 1664525) + 1013904223) | 0;
    let z = (Math.imul(words[o + 2]!, 1664525) + 1013904223) | 0;
    let w = (Math.imul(words[o + 3]!, 1664525) + 1013904223) | 0;
    for (let round = 0; round < 2; round++) {
      x = (x + Math.imul(y, w)) | 0;
      y = (y + Math.imul(z, x)) | 0;
      z = (z + Math.imul(x, y)) | 0;
      w = (w + Math.imul(y, z)) | 0;
      if (round === 1) break;
      x ^= x >>> 16;
      y ^= y >>> 16;
      z ^= z >>> 16;
      w ^= w >>> 16;
    }
    more[o] = x;
    more[o + 1] = y;
    more[o + 2] = z;
    more[o + 3] = w;
  }
}

/** An odd integer below 2²⁴: the uniform in units of 2⁻²⁴. */
const odd = (word: number): number => ((word >>> 9) << 1) | 1;

const UNIT = 1 / 16777216;

/** Uniform on (0, 1). */
export const uniformOf = (word: number): number => odd(word) * UNIT;

/** 2 atanh r = 2r Σ r²ʲ/(2j + 1) with |r| ≤ 0.172, what is left out below 2e-11. Shared with the WGSL twin. */
export const ATANH = [2, 2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11] as const;
/** sin a = a Σ …a²ʲ and cos a = Σ …a²ʲ on |a| ≤ π/4, what is left out below 2e-9. */
export const SINE = [1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880] as const;
export const COSINE = [1, -1 / 2, 1 / 24, -1 / 720, 1 / 40320, -1 / 3628800] as const;

/**
 * −log(m 2⁻ᵇ) of an integer 1 ≤ m < 2²⁴. With m = f 2ᵉ, f in [√½, √2): log m = e log 2 + 2 atanh((f − 1)/(f + 1)).
 * f − 1 is exact and for m 2⁻ᵇ in [√½, 1) nothing is added to it: the relative error stays that of rounding.
 * @internal
 */
export function minusLog(m: number, bits: number): number {
  let exponent = 31 - Math.clz32(m);
  let f = m * POWERS[exponent]!;
  if (f > Math.SQRT2) {
    f *= 0.5;
    exponent++;
  }
  const r = (f - 1) / (f + 1);
  const q = r * r;
  const series = ATANH[0] + q * (ATANH[1] + q * (ATANH[2] + q * (ATANH[3] + q * (ATANH[4] + q * ATANH[5]))));
  return (bits - exponent) * Math.LN2 - r * series;
}

/** 2⁻ᵉ. */
const POWERS = Float64Array.from({ length: 25 }, (_, e) => 1 / (1 << e));

/** One quarter of a turn in units of 2⁻²⁴ turns, and one such unit in radians. */
const QUARTER = 1 << 22;
const RADIANS = 2 * Math.PI * UNIT;

/** Uniforms from one lane of the words. */
export function fillUniforms(words: Uint32Array, lane: number, n: number, out: Float32Array): void {
  for (let i = 0, o = lane; i < n; i++, o += 4) out[i] = uniformOf(words[o]!);
}

/** A pair of normals from two neighbouring lanes; the second may be left out. */
export function fillNormals(
  words: Uint32Array,
  lane: number,
  n: number,
  cosines: Float32Array,
  sines: Float32Array | null,
  stride = 1,
): void {
  for (let i = 0, o = lane, at = 0; i < n; i++, o += 4, at += stride) {
    const length = Math.sqrt(2 * minusLog(odd(words[o]!), 24));
    const turn = odd(words[o + 1]!);
    const quarters = (turn + (QUARTER >> 1)) >> 22; // the nearest: the rest is in [−1/8, 1/8) of a turn, exactly
    const a = (turn - quarters * QUARTER) * RADIANS;
    const q = a * a;
    const s = a * (SINE[0] + q * (SINE[1] + q * (SINE[2] + q * (SINE[3] + q * SINE[4]))));
    const c = COSINE[0] + q * (COSINE[1] + q * (COSINE[2] + q * (COSINE[3] + q * (COSINE[4] + q * COSINE[5]))));
    const swapped = (quarters & 1) === 1;
    const cosine = swapped ? s : c;
    const sine = swapped ? c : s;
    cosines[at] = ((quarters + 1) & 2) === 0 ? length * cosine : -length * cosine; // signs + − − + over the quarters
    if (sines !== null) sines[at] = (quarters & 2) === 0 ? length * sine : -length * sine; // + + − −
  }
}

/** The standard Laplace law from one word: half the uniforms are left of 0. */
export function laplaceOf(word: number): number {
  const m = odd(word);
  return m < HALF ? -minusLog(m, 23) : minusLog(2 * HALF - m, 23);
}

const HALF = 1 << 23;
