/** @file What is read off a course through the states: who was ill, when most were, when a control jumps. */
import { type Course, meanCost, type StatesSolver } from "./sweeps.ts";

export interface Outbreak {
  /** 1 − the share of the first state at the end. */
  readonly attackRate: number;
  /** The largest share that is ill at one time, and when. */
  readonly peak: number;
  readonly peakDay: number;
  /** Of somebody who starts in the first state, or everybody's mean. */
  readonly cost: number;
}

export function outbreakOf(solver: StatesSolver, { shares, values }: Course, quoted: "first" | "everybody"): Outbreak {
  const { game, steps } = solver;
  const ill = Float64Array.from(shares[0]!, (_, t) => game.ill.reduce((total, i) => total + shares[i]![t]!, 0));
  const top = topOf(ill);
  return {
    attackRate: 1 - shares[0]!.at(-1)!,
    peak: top.value,
    peakDay: (top.at * game.horizon) / (2 * steps),
    cost: quoted === "first" ? values[0]![0]! : meanCost(solver, { values }),
  };
}

/** Of the parabola through the largest number and its neighbours. */
function topOf(field: Float64Array): { readonly at: number; readonly value: number } {
  let k = 0;
  field.forEach((value, t) => (k = value > field[k]! ? t : k));
  const [before, value, after] = [field[k - 1], field[k]!, field[k + 1]];
  if (before === undefined || after === undefined) return { at: k, value };
  const bend = before - 2 * value + after;
  const off = bend < 0 ? (before - after) / (2 * bend) : 0;
  return { at: k + off, value: value - ((before - after) * off) / 4 };
}

/** The times at which a control jumps, in their order. */
export function jumpsIn({ game, steps }: StatesSolver, { policy }: Course): readonly number[] {
  const h = game.horizon / (2 * steps);
  return policy.slopes
    .flatMap((slope) =>
      slope === null
        ? []
        : [...slope.subarray(1)].flatMap((b, t) => (b > 0 === slope[t]! > 0 ? [] : [(t + slope[t]! / (slope[t]! - b)) * h])),
    )
    .toSorted((a, b) => a - b);
}

/** The least that is ever chosen in each state, in parts of what those choose who do not mind (as it is, if that is nothing). */
export function smallestOf({ game }: StatesSolver, { policy }: Course): Readonly<Record<string, number>> {
  return Object.fromEntries(
    game.ids.flatMap((id, i) => {
      const k = game.controlOf[i]!;
      if (k < 0) return [];
      const { idle } = game.controls[k]!;
      return [[id, policy.controls[k]!.reduce((least, a) => Math.min(least, a), Number.POSITIVE_INFINITY) / (idle > 0 ? idle : 1)]];
    }),
  );
}
