/**
 * @file Is e^(−U) a density? For diffusions with a potential, near the data (s = T/100).
 *
 *     value   = −E_η log(e^(−U)/∫e^(−U))      truth = −E_η log η        ∫ over a grid; value − truth = KL(η ‖ e^(−U)/∫e^(−U))
 *     weights = ∫ over the cells nearest to each mode of e^(−U)/∫e^(−U)  nearest in units of the mode's own width
 *     true weights = shares of true noised samples, each given to its nearest mode by the same rule
 *
 * The true weights are not those of the mixture: modes that overlap give mass to each other's cells, in the truth as in the model.
 *
 * Score matching cannot see the relative mass of separated modes: a good score with wrong weights is what this catches.
 */
import { scheduleOf } from "../../game/exact-problem.ts";
import { type Grid, gridOver } from "../grid.ts";
import type { Metrics } from "../../results.ts";
import type { Ruler, RulerLine, RulerSpec } from "../ruler.ts";
import type { Subject } from "../subject.ts";

const SHARE = 1e-2;
/** Cells a noise width, and most cells along an edge: the midpoint rule on features this wide is exact to 1e-8. */
const CELLS_PER_WIDTH = 1.5;
const MOST_CELLS = { plane: 768, line: 16384 } as const;

declare module "../../results.ts" {
  interface Metrics {
    readonly densityNll: { readonly value: number; readonly truth: number } | null;
    /** In the order of the data's modes. */
    readonly modeWeights: readonly number[] | null;
    /** The truth by the same cells: samples of the true law, each given to its nearest mode. */
    readonly modeWeightsTrue: readonly number[] | null;
  }
}

const WEIGHT_ABOUT =
  "How much of e^(−U) lies nearest to this mode, and in brackets how much of the truth does, counted by the same rule. A good score says little about it: between far modes there is no data to learn their balance from.";

export const spec: RulerSpec = {
  id: "learned-density",
  title: "Density e^(−U)",
  answers: ["densityNll", "modeWeights", "modeWeightsTrue"],
  card: "measures",
  place: 100,
  when: "asked",
  readsData: true,
  lines: ({ densityNll, modeWeights, modeWeightsTrue }): readonly RulerLine[] => [
    {
      id: "densityNll",
      title: "NLL of e^(−U)",
      unit: "nats",
      value: densityNll?.value,
      truth: densityNll?.truth,
      about:
        "Read as a density, e^(−U) near the data has this negative log-likelihood; in brackets that of the truth. Their difference is a KL divergence.",
    },
    ...(modeWeights ?? []).map((weight, k) => ({
      id: `modeWeight${String(k + 1)}`,
      title: `weight of mode ${String(k + 1)} in e^(−U)`,
      unit: "plain" as const,
      value: weight,
      truth: modeWeightsTrue?.[k],
      about: WEIGHT_ABOUT,
    })),
  ],
};

type Answer = Pick<Metrics, "densityNll" | "modeWeights" | "modeWeightsTrue">;

const NO_DENSITY: Answer = { densityNll: null, modeWeights: null, modeWeightsTrue: null };

/** True samples behind the true weights: their error is 0.002 at most. */
const TRUE_SAMPLES = 65_536;

interface Mode {
  readonly mean: readonly number[];
  readonly sd: number;
}

/** nulls for anything but a diffusion with a potential; densityNll needs the exact noised density, weights need modes. */
async function measure(subject: Subject): Promise<Answer> {
  const { setup, flow } = subject;
  const { value } = setup.composed.binding;
  const schedule = scheduleOf(setup);
  if (subject.population !== "diffusion" || value === undefined || schedule === undefined) return NO_DENSITY;
  const { horizon } = setup.experiment.game;
  const s = Math.max(SHARE * horizon, setup.smallest);
  const { alpha, std } = schedule(s);
  const d = setup.dimension;
  const radius = alpha * setup.radius + 3 * std;
  const cells = Math.min(Math.ceil((2 * radius * CELLS_PER_WIDTH) / std), d === 1 ? MOST_CELLS.line : MOST_CELLS.plane);
  const grid = gridOver(d, radius, cells);
  const [potential] = await flow.probe([value], grid.x, horizon - s, grid.n);
  const learned = normalised(potential!.map((u) => -u));
  const exact = setup.data?.diffused?.(alpha, std);
  const modes = setup.data?.modes?.map(({ mean, sd }) => ({ mean: mean.map((m) => alpha * m), sd: Math.hypot(alpha * sd, std) }));
  return {
    densityNll: exact?.logDensity === undefined ? null : likelihoods(grid, learned, (x, n, out) => exact.logDensity?.(x, n, out)),
    modeWeights: modes === undefined ? null : weightsOf(grid, d, learned, modes),
    modeWeightsTrue: modes === undefined ? null : trueWeights(subject, alpha, std, modes),
  };
}

function trueWeights(subject: Subject, alpha: number, std: number, modes: readonly Mode[]): number[] {
  const { dimension: d } = subject.setup;
  const noise = subject.stream("learned-density/noise");
  const x = subject.truth("learned-density", TRUE_SAMPLES).map((y) => alpha * y + std * noise.normal());
  const weights = modes.map(() => 0);
  for (let i = 0; i < TRUE_SAMPLES; i++) weights[nearestMode(x, i, d, modes)]! += 1 / TRUE_SAMPLES;
  return weights;
}

export const learnedDensity: Ruler = { spec, measure };

/** log of the weights exp(l)/Σ exp(l). */
function normalised(logs: Float64Array): Float64Array {
  const largest = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  let total = 0;
  for (const l of logs) total += Math.exp(l - largest);
  const shift = largest + Math.log(total);
  return logs.map((l) => l - shift);
}

function likelihoods(
  { n, x, cell }: Grid,
  learned: Float64Array,
  logDensity: (x: ArrayLike<number>, n: number, out: Float64Array) => void,
): { value: number; truth: number } {
  const logs = new Float64Array(n);
  logDensity(x, n, logs);
  const exact = normalised(logs);
  let [value, truth] = [0, 0];
  for (let i = 0; i < n; i++) {
    const weight = Math.exp(exact[i]!);
    if (weight === 0) continue;
    value -= weight * learned[i]!;
    truth -= weight * exact[i]!;
  }
  // weights are densities times the cell
  return { value: value + Math.log(cell), truth: truth + Math.log(cell) };
}

function weightsOf({ n, x }: Grid, d: 1 | 2, learned: Float64Array, modes: readonly Mode[]): number[] {
  const weights = modes.map(() => 0);
  for (let i = 0; i < n; i++) weights[nearestMode(x, i, d, modes)]! += Math.exp(learned[i]!);
  return weights;
}

/** Of row i, in units of each mode's width: the rule by which both the model's mass and the truth's are told apart. */
function nearestMode(x: ArrayLike<number>, i: number, d: 1 | 2, modes: readonly Mode[]): number {
  let [nearest, least] = [0, Infinity];
  modes.forEach(({ mean, sd }, k) => {
    let square = 0;
    for (let a = 0; a < d; a++) square += ((x[i * d + a]! - mean[a]!) / sd) ** 2;
    if (square < least) [nearest, least] = [k, square];
  });
  return nearest;
}
