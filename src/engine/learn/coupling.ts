/**
 * @file Which of a batch's rows are the two ends of one line: within blocks of n samples rows y are paired anew with the origins o.
 *
 *     blur 0      the pairs with the least Σ|y − o|²: every row of a block has one origin of it      (math/pairing.ts)
 *     blur σ      P(y | o) a row of the block's entropic plan, by a uniform of the sample's own        (math/entropic-plan.ts)
 *
 * Samples of a batch are drawn alike, so that a permutation changes the law of neither end; of a plan whose columns sum to 1 every
 * row is drawn once on average.
 */
import type { EndCoupling } from "../../catalogue/lines.ts";
import { type Uniforms, uniformValue } from "../game/evaluation.ts";
import { fillWords, uniformOf } from "../../math/counter.ts";
import { createEntropicPlan } from "../../math/entropic-plan.ts";
import { createPairing } from "../../math/pairing.ts";

/** Moves the rows y [n, d] to the origins [n, d] that they are paired with. */
export type Coupler = (step: number, n: number, origins: Float32Array, y: Float32Array, uniforms: Uniforms) => void;

export interface CouplerGiven {
  /** Most samples of a step. */
  readonly capacity: number;
  readonly dimension: 1 | 2;
  readonly key: number;
  /** Its words draw the partners: lane 0. */
  readonly block: number;
}

export function createCoupler({ pairs, blur }: EndCoupling, { capacity, dimension: d, key, block }: CouplerGiven): Coupler {
  const size = Math.min(pairs, capacity);
  const words = new Uint32Array(4 * capacity);
  const before = new Float32Array(size * d);
  const isDrawn = blur !== 0;
  const pairing = isDrawn ? drawn(size) : createPairing(size);
  return (step, n, origins, y, uniforms) => {
    const width = typeof blur === "number" ? blur : uniformValue(blur, uniforms);
    if (isDrawn) fillWords(n, step, block, key, words);
    for (let first = 0; first < n; first += size) {
      const count = Math.min(size, n - first);
      const [from, to] = [first * d, (first + count) * d];
      const rows = y.subarray(from, to);
      const partner = pairing(origins.subarray(from, to), rows, d, count, { words: words.subarray(4 * first), blur: width });
      before.set(rows);
      for (let i = 0; i < count; i++) {
        for (let axis = 0; axis < d; axis++) rows[i * d + axis] = before[partner[i]! * d + axis]!;
      }
    }
  };
}

interface Draw {
  readonly words: Uint32Array;
  readonly blur: number;
}

/** A partner for each row of x, by the first of its four words. */
function drawn(size: number) {
  const planOf = createEntropicPlan(size);
  const partner = new Int32Array(size);
  return (x: Float32Array, y: Float32Array, d: number, n: number, { words, blur }: Draw): Int32Array => {
    const plan = planOf(x, y, d, n, blur);
    for (let i = 0; i < n; i++) {
      let left = uniformOf(words[4 * i]!);
      let j = 0;
      for (; j < n - 1; j++) {
        left -= plan[i * n + j]!;
        if (left < 0) break;
      }
      partner[i] = j;
    }
    return partner;
  };
}
