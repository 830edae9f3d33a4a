/**
 * @file How far the learned value function is from the exact one, at t ∈ {0, ¼, ½, ¾, 1}·T under the exact population.
 *
 *     oneConstant   ‖Ũ − U‖ / ‖U‖, each less its mean over all points and times: a constant costs nothing
 *     perTime       the same, each less its mean at each t: what remains if only gradients were fitted
 *     gradient      ‖∇Ũ − ∇U‖ / ‖∇U‖
 *     constant      mean of Ũ − U over all points and times: what oneConstant does not see. The end condition of every game with
 *                   a closed form fixes it; a loss of gradients alone does not
 *
 * Diffusions are compared down to the smallest trained noise.
 */
import { noisedPopulations } from "../noised-population.ts";
import type { Metrics } from "../../results.ts";
import type { Solution } from "../../solution.ts";
import type { Ruler, RulerSpec } from "../ruler.ts";
import { meanOf, type Subject } from "../subject.ts";

const SHARES = [0, 0.25, 0.5, 0.75, 1] as const;

declare module "../../results.ts" {
  interface Metrics {
    readonly valueError: {
      readonly oneConstant: number;
      readonly perTime: number;
      readonly gradient: number;
      /** Mean of learned − exact, in units of U: the constant that oneConstant takes away. */
      readonly constant: number;
    } | null;
  }
}

export const spec: RulerSpec = {
  id: "value-error",
  title: "Value function",
  answers: ["valueError"],
  card: "exact",
  place: 70,
  when: "beside",
  lines: ({ valueError: found }) => [
    {
      id: "valueError.oneConstant",
      title: "U up to a constant, relative L²",
      unit: "share",
      value: found?.oneConstant,
      truth: 0,
      about: "How far the learned U is from the exact one, after one constant is removed from both: nobody's decision depends on it.",
    },
    {
      id: "valueError.perTime",
      title: "U up to a constant at each t",
      unit: "share",
      value: found?.perTime,
      truth: 0,
      about: "The same after a constant is removed at every time: what is left if only the gradients of U were learned.",
    },
    {
      id: "valueError.constant",
      title: "the constant's error",
      unit: "plain",
      value: found?.constant,
      truth: 0,
      about:
        "The constant that was removed: mean of learned minus exact U. The game's end condition fixes it, a loss of gradients alone does not: it is known to a grid, and learned with an HJB penalty and an end condition, or from costs to go.",
    },
    {
      id: "valueError.gradient",
      title: "∇U, relative L²",
      unit: "share",
      value: found?.gradient,
      truth: 0,
      about: "How far the momentum, and with it the velocity, is from the exact one.",
    },
  ],
};

interface Slice {
  readonly learned: Float64Array;
  readonly exact: Float64Array;
}

/** null without an exact solution or without a potential. */
async function measure(subject: Subject): Promise<Pick<Metrics, "valueError">> {
  const { learned, setup, effort } = subject;
  const exact = subject.exact();
  if (exact === null || [learned, exact].some((solution) => solution.unknown("value") !== undefined)) return { valueError: null };
  const d = setup.dimension;
  const n = effort.points;
  const slices: Slice[] = [];
  let [wrong, size] = [0, 0];
  for (const { t, x } of await exactPopulation(subject, exact, n)) {
    const mine = await learned.at(["value", "momentum"], x, n, t);
    const truth = await exact.at(["value", "momentum"], x, n, t);
    slices.push({ learned: Float64Array.from(mine.value!), exact: Float64Array.from(truth.value!) });
    wrong += meanOf(n * d, (q) => (mine.momentum![q]! - truth.momentum![q]!) ** 2);
    size += meanOf(n * d, (q) => truth.momentum![q]! ** 2);
  }
  const all = joined(slices);
  return {
    valueError: {
      oneConstant: relative([all]),
      perTime: relative(slices),
      gradient: Math.sqrt(wrong / size),
      constant: meanOf(all.exact.length, (i) => all.learned[i]! - all.exact[i]!),
    },
  };
}

async function exactPopulation(
  subject: Subject,
  exact: Solution,
  n: number,
): Promise<readonly { readonly t: number; readonly x: Float32Array }[]> {
  const { setup } = subject;
  const { horizon } = setup.experiment.game;
  if (subject.population === "diffusion")
    return noisedPopulations(
      subject,
      "value-error",
      SHARES.map((share) => Math.max(1 - share, setup.smallest / horizon)),
      n,
    );
  const d = setup.dimension;
  const start = new Float32Array(n * d);
  setup.reference.sample(subject.stream("value-error"), n, start);
  const times = SHARES.map((share) => share * horizon);
  const paths = await exact.trajectories(start, n, times);
  if (paths === null) return [];
  return times.map((t, k) => ({ t, x: paths.subarray(k * n * d, (k + 1) * n * d) }));
}

/** √(Σ var(learned − exact) / Σ var(exact)): the variance takes each slice's constant away. */
function relative(slices: readonly Slice[]): number {
  let [wrong, size] = [0, 0];
  for (const { learned, exact } of slices) {
    wrong += variance(learned.map((u, i) => u - exact[i]!));
    size += variance(exact);
  }
  return Math.sqrt(wrong / size);
}

function variance(values: Float64Array): number {
  const mean = meanOf(values.length, (i) => values[i]!);
  return meanOf(values.length, (i) => (values[i]! - mean) ** 2);
}

function joined(slices: readonly Slice[]): Slice {
  return { learned: concatenated(slices.map((slice) => slice.learned)), exact: concatenated(slices.map((slice) => slice.exact)) };
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => Array.from(part)));
}

export const valueError: Ruler = { spec, measure };
