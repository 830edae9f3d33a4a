/**
 * @file Forward and backward in time, by Runge and Kutta's method of order four on a fixed grid. Fields stand at the nodes and half way between
 * them, where the other direction reads them: cubic Hermite interpolation keeps the order.
 *
 * A control that jumps is told by a slope whose zeros are the times of the jumps: the step in which one lies is taken in pieces.
 */
import { type Column, column, plan } from "../../../math/expressions/plan.ts";
import { scalarProgram } from "../../../math/expressions/scalar.ts";
import type { LinearSystem, ReadGame } from "../../../catalogue/finite-game.ts";

/** What the population does, for each control at 2 · steps + 1 times. */
export interface HalfPolicy {
  readonly controls: readonly Float64Array[];
  /** Where the control jumps: low where this is > 0, else high. */
  readonly slopes: readonly (Float64Array | null)[];
}

type Derivative = (y: Float64Array, place: Place, out: Float64Array) => void;

/** A time within a step, and the piece of the step it lies in. */
interface Place {
  step: number;
  /** 0 to 1. */
  at: number;
  /** The middle of the piece. */
  middle: number;
  /** Of the whole step: fields are there as they stand. */
  whole: boolean;
}

/** Where a step is cut: at jumps, and then half way too. null: nowhere. */
function cutsOf(slopes: readonly Float64Array[], step: number): readonly number[] | null {
  const cuts: number[] = [];
  for (const slope of slopes) {
    for (let half = 0; half < 2; half++) {
      const [a, b] = [slope[2 * step + half]!, slope[2 * step + half + 1]!];
      if (a > 0 !== b > 0) cuts.push((half + a / (a - b)) / 2);
    }
  }
  return cuts.length === 0 ? null : [...new Set([0, 0.5, 1, ...cuts])].sort((a, b) => a - b);
}

/** Between three numbers at 0, ½ and 1. */
const between = (field: Float64Array, step: number, at: number): number => {
  const [a, b, c] = [field[2 * step]!, field[2 * step + 1]!, field[2 * step + 2]!];
  return a + at * (4 * b - 3 * a - c + at * 2 * (a + c - 2 * b));
};

const straight = (field: Float64Array, step: number, at: number): number => {
  const half = at < 0.5 ? 0 : 1;
  const [a, b] = [field[2 * step + half]!, field[2 * step + half + 1]!];
  return a + (2 * at - half) * (b - a);
};

/** The controls at a place, after one another from an offset on. */
function controlsAt(game: ReadGame, policy: HalfPolicy, place: Place, out: Float64Array, offset: number): void {
  const { step, at, middle, whole } = place;
  for (let k = 0; k < policy.controls.length; k++) {
    const slope = policy.slopes[k] ?? null;
    const { low, high } = game.controls[k]!;
    if (whole) out[offset + k] = policy.controls[k]![2 * step + 2 * at]!;
    else if (slope !== null) out[offset + k] = straight(slope, step, middle) > 0 ? low : high;
    else out[offset + k] = between(policy.controls[k]!, step, at);
  }
}

/** Runge and Kutta's classical step from y, in place. */
function rungeKutta(n: number): (f: Derivative, y: Float64Array, from: Place, h: number, length: number) => void {
  const [k1, k2, k3, k4, z] = Array.from({ length: 5 }, () => new Float64Array(n)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const place: Place = { step: 0, at: 0, middle: 0, whole: true };
  return (f, y, from, h, length) => {
    const start = from.at;
    place.step = from.step;
    place.middle = from.middle;
    place.whole = from.whole;
    place.at = start;
    f(y, place, k1);
    for (let i = 0; i < n; i++) z[i] = y[i]! + (h / 2) * k1[i]!;
    place.at = start + length / 2;
    f(z, place, k2);
    for (let i = 0; i < n; i++) z[i] = y[i]! + (h / 2) * k2[i]!;
    f(z, place, k3);
    for (let i = 0; i < n; i++) z[i] = y[i]! + h * k3[i]!;
    place.at = start + length;
    f(z, place, k4);
    for (let i = 0; i < n; i++) y[i]! += (h / 6) * (k1[i]! + 2 * (k2[i]! + k3[i]!) + k4[i]!);
  };
}

interface Walk {
  readonly steps: number;
  readonly horizon: number;
  /** Of y in time. */
  readonly derivative: Derivative;
  /** Whose zeros cut a step. */
  readonly jumps: readonly Float64Array[];
  /** [components], at 2 · steps + 1 times: written over. The first (or the last, backward) column is where it begins. */
  readonly fields: readonly Float64Array[];
}

/** Fills the fields forward (+1) or backward (−1) in time. */
function walk({ steps, horizon, derivative, jumps, fields }: Walk, direction: 1 | -1): void {
  const n = fields.length;
  const h = horizon / steps;
  const slopes = fields.map(() => new Float64Array(steps + 1));
  const [y, slope] = [new Float64Array(n), new Float64Array(n)];
  const advance = rungeKutta(n);
  const begins = direction > 0 ? 0 : 2 * steps;
  for (let i = 0; i < n; i++) y[i] = fields[i]![begins]!;
  const place: Place = { step: 0, at: 0, middle: 0.5, whole: true };
  const cut: number[] = [];
  const keep = (column: number): void => {
    for (let i = 0; i < n; i++) fields[i]![column] = y[i]!;
  };
  for (let s = 0; s < steps; s++) {
    const step = direction > 0 ? s : steps - 1 - s;
    const pieces = cutsOf(jumps, step);
    place.step = step;
    place.at = direction > 0 ? 0 : 1;
    place.whole = true;
    derivative(y, place, slope);
    const node = step + place.at;
    for (let i = 0; i < n; i++) slopes[i]![node] = slope[i]!;
    if (pieces === null) advance(derivative, y, place, direction * h, direction);
    else {
      cut.push(step);
      place.whole = false;
      const ordered = direction > 0 ? pieces : pieces.toReversed();
      for (let k = 1; k < ordered.length; k++) {
        const [a, b] = [ordered[k - 1]!, ordered[k]!];
        place.at = a;
        place.middle = (a + b) / 2;
        advance(derivative, y, place, (b - a) * h, b - a);
        if (b === 0.5) keep(2 * step + 1);
      }
    }
    keep(2 * (step + (direction > 0 ? 1 : 0)));
  }
  place.step = direction > 0 ? steps - 1 : 0;
  place.at = direction > 0 ? 1 : 0;
  place.whole = true;
  derivative(y, place, slope);
  for (let i = 0; i < n; i++) slopes[i]![direction > 0 ? steps : 0] = slope[i]!;
  const apart = new Set(cut);
  for (let i = 0; i < n; i++) halfWay(fields[i]!, slopes[i]!, h, apart);
}

function halfWay(field: Float64Array, slopes: Float64Array, h: number, apart: ReadonlySet<number>): void {
  for (let k = 0; k + 1 < slopes.length; k++)
    if (!apart.has(k)) field[2 * k + 1] = (field[2 * k]! + field[2 * k + 2]!) / 2 + (h / 8) * (slopes[k]! - slopes[k + 1]!);
}

/** What one agent does, and what all others do. */
export interface Played {
  readonly own: HalfPolicy;
  readonly others: HalfPolicy;
}

const jumpsOf = ({ own, others }: Played): readonly Float64Array[] =>
  [...own.slopes, ...(own === others ? [] : others.slopes)].filter((slope) => slope !== null);

/** Shares from the start on, [states] at half nodes. `among`: of the population, where what moves is one agent's law; left out: the same. */
type Forward = (played: Played, shares: readonly Float64Array[], among?: readonly Float64Array[]) => void;

export function forwardOf(game: ReadGame, steps: number): Forward {
  const n = game.ids.length;
  const controls = game.controls.length;
  const names = [...game.ids, ...game.controls.map((_, k) => `#${k}`), ...game.controls.map((_, k) => `own ${k}`)];
  const moves = game.transitions;
  const program = scalarProgram(
    moves.map(({ rate }) => rate),
    names,
  );
  const values = new Float64Array(names.length);
  const rates = new Float64Array(moves.length);
  const from = Int32Array.from(moves, (move) => move.from);
  const to = Int32Array.from(moves, (move) => move.to);
  return (played, shares, among) => {
    game.initial.forEach((share, i) => (shares[i]![0] = share));
    const derivative: Derivative = (y, place, out) => {
      for (let i = 0; i < n; i++) values[i] = among === undefined ? y[i]! : between(among[i]!, place.step, place.at);
      controlsAt(game, played.others, place, values, n);
      controlsAt(game, played.own, place, values, n + controls);
      program(values, rates);
      out.fill(0);
      for (let k = 0; k < rates.length; k++) {
        const flow = rates[k]! * y[from[k]!]!;
        out[from[k]!]! -= flow;
        out[to[k]!]! += flow;
      }
    };
    walk({ steps, horizon: game.horizon, derivative, jumps: jumpsOf(played), fields: shares }, 1);
  };
}

/** y from 0 at the horizon back, [components] at half nodes; columns by leaf. */
type Backward = (played: Played, columns: ReadonlyMap<string, Float64Array>, y: readonly Float64Array[]) => void;

/** @param system linear in y; its coefficients read what stands in the columns */
export function backwardOf(system: LinearSystem, game: ReadGame, steps: number): Backward {
  const n = system.constants.length;
  const controls = game.controls.length;
  const roots = [...system.constants, ...system.entries.map(({ coefficient }) => coefficient)];
  const planned = plan(roots);
  const width = roots.length;
  const count = 2 * steps + 1;
  const table = new Float64Array(width * count);
  const out: Column[] = roots.map((_, r) => column(table, r, width));
  const of = Int32Array.from(system.entries, (entry) => entry.of);
  const from = Int32Array.from(system.entries, (entry) => entry.from);
  const to = Int32Array.from(system.entries, (entry) => entry.to);
  const names = [...game.ids, ...game.controls.map((_, k) => `#${k}`), ...game.controls.map((_, k) => `own ${k}`)];
  const program = scalarProgram(roots, names);
  const [values, single] = [new Float64Array(names.length), new Float64Array(width)];
  return (played, columns, y) => {
    planned.evaluate(
      count,
      planned.columns.map((name) => column(columns.get(name)!)),
      [],
      out,
    );
    const shares = game.ids.map((id) => columns.get(id)!);
    for (const field of y) field[count - 1] = 0;
    const derivative: Derivative = (z, place, slope) => {
      let coefficients = table;
      let at = (2 * place.step + 2 * place.at) * width;
      if (!place.whole) {
        shares.forEach((share, i) => (values[i] = between(share, place.step, place.at)));
        controlsAt(game, played.others, place, values, n);
        controlsAt(game, played.own, place, values, n + controls);
        program(values, single);
        [coefficients, at] = [single, 0];
      }
      for (let i = 0; i < n; i++) slope[i] = -coefficients[at + i]!;
      for (let k = 0; k < of.length; k++) slope[of[k]!]! -= coefficients[at + n + k]! * (z[to[k]!]! - z[from[k]!]!);
    };
    walk({ steps, horizon: game.horizon, derivative, jumps: jumpsOf(played), fields: y }, -1);
  };
}
