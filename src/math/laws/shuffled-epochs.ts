/**
 * @file Rows without replacement, by counting: every epoch sees every row once, in an order of its own.
 *
 *     g = step · n + i          epoch = ⌊g/N⌋          place = g mod N          row = the place's image under the epoch's permutation
 *
 * The permutation is a Feistel network on the 2h bits above N, eight rounds, keyed by stream and epoch; what falls outside is sent
 * through again until it falls inside (a walk along its cycle, so that what remains is a permutation of 0 … N − 1). Any step's rows
 * are known without those before it, the same in integers here and on a GPU, where g itself would overflow: with step = aN + b it is
 * epoch = a n + ⌊(b n + i)/N⌋ and place = (b n + i) mod N.
 */
import { powerOfTwo } from "../elementary.ts";
/** Fewer leave a preference in sets of a dozen rows. */
const ROUNDS = 8;

/** h: half the bits of an even power of two that holds N rows. */
const halfBits = (count: number): number => Math.max(1, (33 - Math.clz32(count - 1)) >> 1);

/** Constants of the round's hash; shared with the WGSL twin. */
export const FEISTEL = { rounds: ROUNDS, golden: 0x9e3779b1, first: 0x21f0aaad, second: 0x735a2d97 } as const;

function mixed(half: number, round: number, key: number): number {
  let z = (half + Math.imul(round + 1, FEISTEL.golden)) ^ key;
  z = Math.imul(z ^ (z >>> 16), FEISTEL.first);
  z = Math.imul(z ^ (z >>> 15), FEISTEL.second);
  return (z ^ (z >>> 15)) >>> 0;
}

/** The row at a place of an epoch, both whole numbers from 0; count ≥ 1 rows. */
export function rowOfEpoch(place: number, epoch: number, count: number, key: number): number {
  const h = halfBits(count);
  const mask = powerOfTwo(h) - 1;
  const keyed = (key ^ Math.imul(epoch, FEISTEL.golden)) | 0;
  let at = place;
  do {
    let [left, right] = [at >>> h, at & mask];
    for (let round = 0; round < ROUNDS; round++) [left, right] = [right, left ^ (mixed(right, round, keyed) & mask)];
    at = left * powerOfTwo(h) + right;
  } while (at >= count);
  return at;
}
