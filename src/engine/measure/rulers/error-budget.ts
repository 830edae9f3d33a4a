/**
 * @file Where the distance between the model's samples and the data comes from, in squared sliced W₂, which adds up.
 *
 *     E SW₂²(n model, n true)  ≈  floor + |q_K − q_π|²           floor: two true samples of n points (distances do not add, squares do)
 *     q_K − q_π = (q_K − q_4K) + (q_4K − q_train) + (q_train − q_π)
 *     total     =   steps      +    training      +     data     + overlap,     overlap = 2 Σ of their inner products
 *
 * q is the mean of the sorted projections (`quantileVector`), so that SW₂² is a Euclidean distance and the three differences are
 * vectors. Each squared length is estimated without bias from 8 independent replicates, with its own jackknife error.
 *
 * steps     the same starts and the same noise at K and at 4K steps (at once and at 4K, where a network knows the way to the end): their scatter cancels. The Brownian path of the coarse run
 *           is that of the fine one. A first-order method leaves a quarter of its error in 4K steps: that lands in `training`.
 * data      the finite training set against the law behind it. 0 with infinite data. null for the user's own points: nobody
 *           knows the law behind them; their distance is to the training rows themselves.
 * training  the rest: the network, the loss, the end law of the noising process.
 * overlap   below 0 where errors undo each other: a model that is smoother than its few points is nearer to their law than they are.
 *
 * A law in separate pieces is seen through samples of n/8 points, which blur its gaps: with a dozen atoms a sixth of `data` is lost.
 */
import { lawOfData } from "../../game/law-of-data.ts";
import type { ErrorBudget, Estimated, Metrics } from "../../results.ts";
import { quantileVector } from "../../../math/distances/sliced-wasserstein.ts";
import type { Draw } from "../../game/training-set.ts";
import type { Random } from "../../../math/random.ts";
import { combined, gramOf, squaredNorm } from "../squared-norm.ts";
import type { Ruler, RulerLine, RulerSpec } from "../ruler.ts";
import type { Subject } from "../subject.ts";

declare module "../../results.ts" {
  interface Metrics {
    readonly errorBudget: ErrorBudget | null;
  }
}

const LINES: readonly (readonly [name: Exclude<keyof ErrorBudget, "points" | "total">, title: string, about: string])[] = [
  [
    "floor",
    "noise floor",
    "As far as two samples of the data are from each other. The model's own distance shows it too, however good the model is.",
  ],
  [
    "steps",
    "integrator steps",
    "What the sampler's steps are to blame for: the same starts and the same noise at K and at four times as many steps. More steps shrink it; where a sample takes one evaluation, it is what the jump loses against the path.",
  ],
  [
    "data",
    "finite data",
    "As far as the training set is from the law behind it: what a model that fits its points exactly would still be wrong by.",
  ],
  ["training", "training", "The rest: the network, the loss, the end law of the noising process, and how long it was trained."],
  [
    "overlap",
    "overlap",
    "What the parts have in common. Below 0 they undo each other: a model smoother than its few points is nearer to their law than they are.",
  ],
];

export const spec: RulerSpec = {
  id: "error-budget",
  title: "Error budget",
  answers: ["errorBudget"],
  card: "budget",
  place: 120,
  // It samples with four times the steps, and wants many points.
  when: "at-rest",
  readsData: true,
  lines: ({ errorBudget: found }) =>
    LINES.map(([name, title, about]): RulerLine => {
      const [id, part] = [`errorBudget.${name}`, found?.[name]];
      if (typeof part === "number") return { id, title, about, unit: "plain", value: part };
      return { id, title, about, unit: "plain", value: part?.value, error: part?.error, truth: 0 };
    }),
};

const REPLICATES = 8;

const FINER = 4;

/** True points cost nothing beside the model's: of each replicate so many batches are averaged, and the rest of the noise is the model's. */
const TRUE_BATCHES = 4;

const NOTHING: Estimated = { value: 0, error: 0 };

async function measure(subject: Subject): Promise<Pick<Metrics, "errorBudget">> {
  const { setup, effort } = subject;
  const { dimension: d, training } = setup;
  const n = Math.max(2, Math.floor(effort.samples / REPLICATES));
  const known = !setup.ownPoints;
  // What is known of own points are the points: the distance is to them.
  const truth: Draw = known ? (stream, count, x) => lawOfData(setup).sample(stream, count, x) : setup.drawData!;
  const finite = known && training !== null;
  const differences = { total: [], steps: [], training: [], data: [] } as Record<"total" | "steps" | "training" | "data", Float64Array[]>;
  for (let r = 0; r < REPLICATES; r++) {
    const [coarse, fine] = await pairOf(subject, n, r);
    const law = drawn(truth, subject.stream(`error-budget/truth/${String(r)}`), n, d);
    const learned = finite ? drawn(setup.drawData!, subject.stream(`error-budget/training/${String(r)}`), n, d) : law;
    differences.total.push(minus(coarse, law));
    differences.steps.push(minus(coarse, fine));
    differences.training.push(minus(fine, learned));
    if (finite) differences.data.push(minus(learned, law));
  }
  const [total, steps, trained] = [gramOf(differences.total), gramOf(differences.steps), gramOf(differences.training)];
  const data = finite ? gramOf(differences.data) : null;
  const overlap = combined([[1, total], [-1, steps], [-1, trained], ...(data === null ? [] : [[-1, data] as const])]);
  const budget: ErrorBudget = {
    points: effort.samples,
    steps: {
      coarse: setup.objective.atOnce === true ? 1 : setup.experiment.sampling.steps,
      fine: FINER * setup.experiment.sampling.steps,
      ...squaredNorm(steps),
    },
    floor: await floorOf(subject, truth),
    data: data === null ? (known ? NOTHING : null) : squaredNorm(data),
    training: squaredNorm(trained),
    overlap: squaredNorm(overlap),
    total: squaredNorm(total),
  };
  return { errorBudget: budget };
}

/** Mean squared distance of two samples of n true points, over all pairs of a few. Own points: of the training rows, which stand for the truth here. */
async function floorOf({ setup, effort, stream, pause }: Subject, truth: Draw): Promise<number> {
  const random = stream("error-budget/floor");
  const x = new Float32Array(effort.samples * setup.dimension);
  const vectors: Float64Array[] = [];
  for (let k = 0; k < REPLICATES; k++) {
    truth(random, effort.samples, x);
    vectors.push(quantileVector(x, effort.samples, setup.dimension));
    await pause();
  }
  const squares = vectors.flatMap((a, k) => vectors.slice(k + 1).map((b) => a.reduce((sum, v, i) => sum + (v - b[i]!) ** 2, 0)));
  return squares.reduce((sum, square) => sum + square, 0) / squares.length;
}

/** One replicate of the model at K and at 4K steps, from the same starts through the same noise. */
async function pairOf({ setup, flow, stream }: Subject, n: number, r: number): Promise<readonly [Float64Array, Float64Array]> {
  const d = setup.dimension;
  const { steps } = setup.experiment.sampling;
  const times = flow.samplingTimes(FINER * steps);
  const fresh = (name: string): Random => stream(`error-budget/${name}/${String(r)}`);
  // Step k of the coarse run takes in the noise of steps 4k … 4k + 3 of the fine one.
  const noise = (per: number) => {
    const normals = fresh("noise");
    return (k: number, t: number, _h: number, x: Float32Array, count: number): void => {
      for (let j = per * k; j < per * (k + 1); j++) {
        const amplitude = flow.sigmaAt(t) * Math.sqrt(times[j + 1]! - times[j]!);
        for (let q = 0; q < count * d; q++) x[q]! += amplitude * normals.normal();
      }
    };
  };
  const coarse = await flow.generate(n, fresh("start"), { noise: noise(FINER) });
  const fine = await flow.generate(n, fresh("start"), { times, noise: noise(1) });
  return [quantileVector(coarse, n, d), quantileVector(fine, n, d)];
}

/** The mean vector of some batches of n points. */
function drawn(draw: Draw, stream: Random, n: number, d: 1 | 2): Float64Array {
  const x = new Float32Array(n * d);
  const batches = Array.from({ length: TRUE_BATCHES }, () => {
    draw(stream, n, x);
    return quantileVector(x, n, d);
  });
  return batches[0]!.map((_, i) => batches.reduce((sum, batch) => sum + batch[i]!, 0) / TRUE_BATCHES);
}

function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!);
}

export const errorBudget: Ruler = { spec, measure };
