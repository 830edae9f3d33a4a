/**
 * @file How far the learned score is from the exact one, as the diffusion sees it.
 *
 *     √(E_η|ŝ − s|² / E_η|s|²),   ŝ = −∇U,   s = ∇ log η,   averaged over the noising times
 *
 * It ranks models whose samples can no longer be told apart (sliced W₂ saturates at the noise of mode counts).
 */
import { NOISING_SHARES, noisedPopulations } from "../noised-population.ts";
import type { Metrics } from "../../results.ts";
import type { Ruler, RulerSpec } from "../ruler.ts";
import { meanOf, type Subject } from "../subject.ts";

declare module "../../results.ts" {
  interface Metrics {
    readonly scoreError: number | null;
  }
}

export const spec: RulerSpec = {
  id: "score-error",
  title: "Score error",
  answers: ["scoreError"],
  card: "measures",
  place: 40,
  when: "beside",
  readsData: true,
  lines: ({ scoreError: found }) => [
    {
      id: "scoreError",
      title: "score error",
      unit: "share",
      value: found,
      truth: 0,
      about:
        "How far −∇U is from the exact score of the noised data, as a share of it. It ranks models whose samples can no longer be told apart.",
    },
  ],
};

/** null without a score or without a closed form of the noised data. */
async function measure(subject: Subject): Promise<Pick<Metrics, "scoreError">> {
  const { setup, flow, effort } = subject;
  if (subject.population !== "diffusion" || setup.data?.diffused === undefined) return { scoreError: null };
  const d = setup.dimension;
  const n = effort.points;
  const errors: number[] = [];
  for (const { t, alpha, std, x } of noisedPopulations(subject, "score-error", NOISING_SHARES, n)) {
    const exact = new Float64Array(n * d);
    const noised = setup.data.diffused(alpha, std);
    if (noised.score === undefined) return { scoreError: null };
    noised.score(x, n, exact);
    const momentum = await flow.probe(setup.composed.here.momentum(), x, t, n);
    const wrong = meanOf(n * d, (q) => (momentum[q % d]![(q - (q % d)) / d]! + exact[q]!) ** 2);
    errors.push(Math.sqrt(wrong / meanOf(n * d, (q) => exact[q]! ** 2)));
  }
  return { scoreError: errors.length === 0 ? null : meanOf(errors.length, (k) => errors[k]!) };
}

export const scoreError: Ruler = { spec, measure };
