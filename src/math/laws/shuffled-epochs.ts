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

/** What the rounds of an epoch mix in, [rounds][2ʰ], the last asked for: halves are few beside rows, and a walk goes through many of them. */
let kept = { keyed: 0, h: 0, mixes: new Uint32Array(0) };

function mixesOf(keyed: number, h: number): Uint32Array {
  if (kept.keyed === keyed && kept.h === h) return kept.mixes;
  const size = powerOfTwo(h);
  const mixes = kept.mixes.length === ROUNDS * size ? kept.mixes : new Uint32Array(ROUNDS * size);
  for (let round = 0; round < ROUNDS; round++)
    for (let half = 0; half < size; half++) mixes[round * size + half] = mixed(half, round, keyed) & (size - 1);
  kept = { keyed, h, mixes };
  return mixes;
}

/** The row at a place of an epoch, both whole numbers from 0; count ≥ 1 rows. */
export function rowOfEpoch(place: number, epoch: number, count: number, key: number): number {
  const h = halfBits(count);
  const size = powerOfTwo(h);
  const mixes = mixesOf((key ^ Math.imul(epoch, FEISTEL.golden)) | 0, h);
  let at = place;
  do {
    let left = at >>> h;
    let right = at & (size - 1);
    for (let round = 0; round < mixes.length; round += size) {
      const next = left ^ mixes[round + right]!;
      left = right;
      right = next;
    }
    at = left * size + right;
  } while (at >= count);
  return at;
}
