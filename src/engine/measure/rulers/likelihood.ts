/**
 * @file Likelihood by the flow's ODE, in nats, over true samples.
 *
 *     nll        = −E_π log ρ_T                                          own points: over the rows that were held out
 *     nllGap     = nll − H(π) = E_π[log π − log ρ_T] = KL(π‖ρ_T)        both terms over the same samples: less noise
 *     nllTrain   = the same over the training set: where nll rises and nllTrain falls, the model learns its rows by heart
 *     nllStepGap = |nll(K steps) − nll(2K steps)|                       for flows: does the network exploit its integrator?
 *
 * Errors are standard deviations over √n. A diffusion's likelihood is that of its probability flow, down to the smallest noise.
 */
import type { Metrics } from "../../results.ts";
import { SAMPLES_ONLY } from "../../learn/learned-solution.ts";
import { densitySteps } from "../density-steps.ts";
import { NotKnown, type Ruler, type RulerLine, type RulerSpec } from "../ruler.ts";
import { meanOf, meanWithError, type Subject } from "../subject.ts";

declare module "../../results.ts" {
  interface Metrics {
    readonly nll: number | null;
    readonly nllError: number | null;
    readonly nllGap: number | null;
    readonly nllGapError: number | null;
    /** Over the training set, where there is one. */
    readonly nllTrain: number | null;
    readonly nllTrainError: number | null;
    readonly nllStepGap: number | null;
  }
}

/** Above this the integrator's error is part of the likelihood, and the network may be living on it. */
const WORST_STEP_GAP = 0.02;

export const spec: RulerSpec = {
  id: "likelihood",
  title: "Likelihood",
  answers: ["nll", "nllError", "nllGap", "nllGapError", "nllTrain", "nllTrainError", "nllStepGap"],
  card: "measures",
  place: 20,
  when: "beside",
  section: "Distances and their floors",
  readsData: true,
  lines: ({ nll, nllError, nllGap, nllGapError, nllTrain, nllTrainError, nllStepGap, heldOut }): readonly RulerLine[] => [
    {
      id: "nll",
      title: typeof heldOut === "number" ? "NLL, held-out points" : "NLL",
      unit: "nats",
      value: nll,
      error: nllError,
      about:
        "Negative log-likelihood of data that the model has not seen, in nats a point. Lower is better; the entropy of the data is as low as it goes.",
    },
    {
      id: "nllTrain",
      title: "NLL, training set",
      unit: "nats",
      value: nllTrain,
      error: nllTrainError,
      about:
        "The same on the points it is trained on. When this falls and the other rises, the model learns its points by heart: it overfits.",
    },
    {
      id: "nllGap",
      title: "NLL above the entropy",
      unit: "nats",
      value: nllGap,
      error: nllGapError,
      truth: 0,
      about:
        "KL divergence from the data to the model: what a perfect model would save. 0 is perfect; under two errors it cannot be told from it.",
    },
    {
      id: "nllStepGap",
      title: "NLL, K against 2K steps",
      unit: "nats",
      value: nllStepGap,
      truth: 0,
      alarm: (nllStepGap ?? 0) > WORST_STEP_GAP,
      about:
        "How much the likelihood changes when it is integrated twice as finely. If it is not small, the network lives on errors of its integrator.",
    },
  ],
};

type Answer = Pick<Metrics, "nll" | "nllError" | "nllGap" | "nllGapError" | "nllTrain" | "nllTrainError" | "nllStepGap">;

const NOTHING: Answer = {
  nll: null,
  nllError: null,
  nllGap: null,
  nllGapError: null,
  nllTrain: null,
  nllTrainError: null,
  nllStepGap: null,
};

/**
 * nulls where the model's law has no flow, and for the gap where the data's density is not known.
 * @throws NotKnown where the flow starts from a law without a density
 */
async function measure(subject: Subject): Promise<Answer> {
  const { setup, flow } = subject;
  if (flow.ode !== null && flow.known === undefined && setup.reference.logDensity === undefined) throw new NotKnown(SAMPLES_ONLY);
  const { dimension: d, data } = setup;
  const steps = densitySteps(subject);
  const x = unseen(subject);
  if (x === null) return { ...NOTHING, ...(await onTrainingSet(subject, steps)) };
  const n = x.length / d;
  const logs = await flow.logDensity(x, n, steps);
  if (logs === null) return NOTHING;
  const { mean, error } = meanWithError(n, (i) => -logs[i]!);
  // A grid has no steps to refine here.
  const stepless = subject.population === "diffusion" || flow.known !== undefined;
  const finer = stepless ? null : await flow.logDensity(x, n, 2 * steps);
  const truth = new Float64Array(n);
  data?.logDensity?.(x, n, truth);
  const gap = data?.logDensity === undefined ? null : meanWithError(n, (i) => truth[i]! - logs[i]!);
  return {
    nll: mean,
    nllError: error,
    nllGap: gap?.mean ?? null,
    nllGapError: gap?.error ?? null,
    ...(await onTrainingSet(subject, steps)),
    nllStepGap: finer === null ? null : Math.abs(meanOf(n, (i) => finer[i]! - logs[i]!)),
  };
}

/** Points of the law that were not trained on; of own points every one that was held out, once. */
function unseen(subject: Subject): Float32Array | null {
  const { setup, effort } = subject;
  if (!setup.ownPoints) return subject.truth("likelihood", effort.likelihoods);
  return setup.heldOut?.subarray(0, effort.likelihoods * setup.dimension) ?? null;
}

async function onTrainingSet({ setup, flow, effort }: Subject, steps: number): Promise<Pick<Answer, "nllTrain" | "nllTrainError">> {
  const { training, dimension: d } = setup;
  if (training === null) return { nllTrain: null, nllTrainError: null };
  const x = training.slice(0, effort.likelihoods * d);
  const n = x.length / d;
  const logs = await flow.logDensity(x, n, steps);
  if (logs === null) return { nllTrain: null, nllTrainError: null };
  const { mean, error } = meanWithError(n, (i) => -logs[i]!);
  return { nllTrain: mean, nllTrainError: error };
}

export const likelihood: Ruler = { spec, measure };
