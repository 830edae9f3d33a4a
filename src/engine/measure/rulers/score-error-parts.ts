/**
 * @file The error of the learned score, split into what moves the population and what only stirs it.
 *
 *     ŝ − s = ∇φ + w,   ∇·(η w) = 0           in L²(η):   E_η|ŝ − s|² = E_η|∇φ|² + E_η|w|²
 *
 * The Fokker-Planck equation sees η times the error by its divergence alone, so w moves agents around and no marginal with them: a run
 * with a large score error that is all w samples like the exact score. Each part is a root of the mean over noise levels of its square as a
 * share of E_η|s|², so that the squares of the parts add up to that of the whole.
 *
 * On a grid over four and a half deviations of the noised data, order 2. Levels are std/α in units of the data's deviation: from a
 * quarter, which the grid still resolves, to two. What is wrong at less noise is seen by the score error alone.
 */
import type { Density } from "../../../catalogue/define.ts";
import { expOf } from "../../../math/elementary.ts";
import { faceMiddles, type FieldParts, fieldParts, meanSquare, type OnFaces } from "../../../math/helmholtz.ts";
import { trace } from "../../../math/matrices.ts";
import { scheduleOf } from "../../game/exact-problem.ts";
import type { Setup } from "../../game/setup.ts";
import type { Metrics } from "../../results.ts";
import type { Ruler, RulerSpec } from "../ruler.ts";
import type { Subject } from "../subject.ts";

declare module "../../results.ts" {
  interface Metrics {
    /** total² = gradient² + rotational². */
    readonly scoreErrorParts: { readonly total: number; readonly gradient: number; readonly rotational: number } | null;
  }
}

export const spec: RulerSpec = {
  id: "score-error-parts",
  title: "Score error in parts",
  answers: ["scoreErrorParts"],
  card: "measures",
  place: 45,
  when: "at-rest",
  readsData: true,
  lines: ({ scoreErrorParts: found }) => [
    {
      id: "scoreErrorParts.gradient",
      title: "score error that moves mass",
      unit: "share",
      value: found?.gradient,
      truth: 0,
      about: "The part of the score's error that is a gradient, as a share of the score. It alone changes how the population spreads.",
    },
    {
      id: "scoreErrorParts.rotational",
      title: "score error that only stirs",
      unit: "share",
      value: found?.rotational,
      truth: 0,
      about: "The rest: it carries agents around and leaves every marginal as it is. A potential has none. The squares of the two add up.",
    },
  ],
};

/** std/α over the data's deviation. */
const LEVELS = [0.25, 0.5, 1, 2] as const;
const DEVIATIONS = 4.5;
/** Of the noised data, outside the box: more, and the shares would not be those of the population. */
const OUTSIDE = 0.01;

/** null on the line, where every field is a gradient, without a score, and without a closed form of the noised data. */
async function measure(subject: Subject): Promise<Pick<Metrics, "scoreErrorParts">> {
  const { setup, effort, population, pause } = subject;
  if (setup.dimension === 1 || population !== "diffusion") return { scoreErrorParts: null };
  const levels = levelsOf(setup);
  const sum = { total: 0, gradient: 0, rotational: 0 };
  for (const level of levels) {
    const { total, gradient, rotational } = await partsAt(subject, level, effort.cells);
    sum.total += total / levels.length;
    sum.gradient += gradient / levels.length;
    sum.rotational += rotational / levels.length;
    await pause();
  }
  if (levels.length === 0) return { scoreErrorParts: null };
  return { scoreErrorParts: { total: Math.sqrt(sum.total), gradient: Math.sqrt(sum.gradient), rotational: Math.sqrt(sum.rotational) } };
}

interface Level {
  /** Generation time. */
  readonly t: number;
  readonly noised: Density & Required<Pick<Density, "logDensity" | "score">>;
}

/** Those of the levels that the noising process goes through and whose noised data are known. */
function levelsOf(setup: Setup): readonly Level[] {
  const { data, smallest } = setup;
  const schedule = scheduleOf(setup);
  if (schedule === undefined || data?.diffused === undefined) return [];
  const { horizon } = setup.experiment.game;
  const deviation = Math.sqrt(trace(data.covariance) / data.dimension);
  const noiseAt = (s: number): number => {
    const { alpha, std } = schedule(s);
    return std / (alpha * deviation);
  };
  return LEVELS.flatMap((level) => {
    if (noiseAt(smallest) > level || noiseAt(horizon) < level) return [];
    let [low, high] = [smallest, horizon];
    while (high - low > 1e-6 * horizon) {
      const middle = (low + high) / 2;
      if (noiseAt(middle) < level) low = middle;
      else high = middle;
    }
    const { alpha, std } = schedule(high);
    const noised = data.diffused!(alpha, std);
    const { logDensity, score } = noised;
    return logDensity === undefined || score === undefined ? [] : [{ t: horizon - high, noised: { ...noised, logDensity, score } }];
  });
}

/** As shares of E|s|². */
async function partsAt({ setup, flow }: Subject, { t, noised }: Level, cells: number): Promise<FieldParts> {
  const half = [0, 1].map((a) => DEVIATIONS * Math.sqrt(noised.covariance[a]![a]!));
  const step = half.map((h) => (2 * h) / cells) as [number, number];
  const low = step.map((h, a) => noised.mean[a]! - half[a]! + h / 2) as [number, number];
  const momentum = setup.composed.here.momentum();
  const count = cells * (cells - 1);
  const across = async (axis: 0 | 1) => {
    const x = faceMiddles({ n: cells, low, step }, axis);
    const [density, score] = [new Float64Array(count), new Float64Array(2 * count)];
    noised.logDensity(x, count, density);
    noised.score(x, count, score);
    const [p] = await flow.probe([momentum[axis]!], x, t, count);
    const exact = density.map((_, f) => score[2 * f + axis]!);
    return { density: density.map((log) => expOf(log)), exact, error: exact.map((s, f) => -p![f]! - s) };
  };
  const [first, second] = [await across(0), await across(1)];
  const mass = first.density.reduce((sum, rho) => sum + rho, 0) * step[0] * step[1];
  if (!(mass > 1 - OUTSIDE)) throw new Error(`Only ${(100 * mass).toFixed(0)} % of the noised data lie on the grid.`);
  const density: OnFaces = [first.density, second.density];
  const error: OnFaces = [first.error, second.error];
  const size = meanSquare([first.exact, second.exact], density);
  const parts = setup.composed.binding.value === undefined ? fieldParts({ n: cells, step }, error, density) : allGradient(error, density);
  return { total: parts.total / size, gradient: parts.gradient / size, rotational: parts.rotational / size };
}

/** Of a potential: its error is a gradient by construction. */
function allGradient(error: OnFaces, density: OnFaces): FieldParts {
  const total = meanSquare(error, density);
  return { total, gradient: total, rotational: 0 };
}

export const scoreErrorParts: Ruler = { spec, measure };
