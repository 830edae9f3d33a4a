/**
 * @file Agents who jump between states by the rates that the population's course has at each time: exact up to the interpolation of the rates, since
 * a jump comes where the rate summed over time reaches an exponential number.
 *
 * They do not feel each other but the population: with two thousand the first cases would often die out by chance.
 */
import { logOf } from "../../../math/elementary.ts";
import { plan } from "../../../math/expressions/plan.ts";
import { random } from "../../../math/random.ts";
import type { ReadGame } from "../../../catalogue/finite-game.ts";
import { evaluate } from "./minimiser.ts";

export interface Walkers {
  readonly count: number;
  readonly frames: number;
  /** The index of each one's state, [frames, count], at evenly spaced times from 0 to the horizon. */
  readonly states: Uint8Array;
}

/** @param columns by leaf, at evenly spaced times from 0 to the horizon */
export function walkersOf(
  game: ReadGame,
  columns: ReadonlyMap<string, Float64Array>,
  wanted: Omit<Walkers, "states">,
  seed: number,
): Walkers {
  const { count, frames } = wanted;
  const { ids, transitions, horizon } = game;
  const length = columns.get(ids[0]!)!.length;
  const rates = transitions.map(() => new Float64Array(length));
  evaluate(plan(transitions.map(({ rate }) => rate)), columns, length, rates);
  const h = horizon / (length - 1);
  const leaving = ids.map((_, i) => transitions.flatMap(({ from }, k) => (from === i ? [k] : [])));
  const summed = leaving.map((ways) =>
    hazard(
      ways.map((k) => rates[k]!),
      length,
      h,
    ),
  );
  const draws = random(seed, "agents of states");
  const states = new Uint8Array(frames * count);
  const begins = shuffled(startsOf(game, count), (n) => draws.integer(n));
  for (let agent = 0; agent < count; agent++) {
    let state = begins[agent]!;
    let at = 0;
    let frame = 0;
    while (frame < frames) {
      const until = nextJump(summed[state]!, at, -logOf(1 - draws.uniform()));
      for (; frame < frames && (frame * (length - 1)) / Math.max(1, frames - 1) < until; frame++) states[frame * count + agent] = state;
      if (until >= length) break;
      const nearest = Math.min(length - 1, Math.round(until));
      const ways = leaving[state]!;
      let left = draws.uniform() * ways.reduce((total, k) => total + rates[k]![nearest]!, 0);
      const way = ways.find((k) => (left -= rates[k]![nearest]!) < 0) ?? ways.at(-1)!;
      state = transitions[way]!.to;
      at = until;
    }
  }
  return { count, frames, states };
}

/** Summed over time by the trapezoidal rule. */
function hazard(rates: readonly Float64Array[], length: number, h: number): Float64Array {
  const total = new Float64Array(length);
  for (let t = 1; t < length; t++) total[t] = total[t - 1]! + rates.reduce((sum, rate) => sum + (h / 2) * (rate[t - 1]! + rate[t]!), 0);
  return total;
}

/** The place, in steps, at which the sum has grown by so much since; beyond the end: past it. */
function nextJump(summed: Float64Array, since: number, growth: number): number {
  const before = Math.floor(since);
  const last = summed.length - 1;
  const now = before >= last ? summed[last]! : summed[before]! + (since - before) * (summed[before + 1]! - summed[before]!);
  const wanted = now + growth;
  if (!(summed[last]! > wanted)) return last + 1;
  let [low, high] = [Math.min(before, last), last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (summed[middle]! > wanted) high = middle;
    else low = middle;
  }
  return Math.max(since, low + (wanted - summed[low]!) / (summed[high]! - summed[low]!));
}

/** As many in each state as its share says, to one. */
function startsOf({ initial }: ReadGame, count: number): number[] {
  const bounds = initial.map(
    (
      (total) => (share) =>
        (total += share)
    )(0),
  );
  return Array.from({ length: count }, (_, i) => {
    const state = bounds.findIndex((bound) => (i + 0.5) / count < bound);
    return state < 0 ? initial.length - 1 : state;
  });
}

function shuffled(list: number[], draw: (n: number) => number): readonly number[] {
  for (let i = list.length - 1; i > 0; i--) {
    const j = draw(i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
}
