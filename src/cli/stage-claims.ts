/** @file Claims about flows in stages: proximal steps between Gaussians of the line, learned, against the iterated formula. */
import { random } from "../math/random.ts";
import { atMost, type Claim } from "./claim.ts";

const SETS = [1, 2, 3, 4, 5] as const;

const line = (mean: number, variance: number) => ({ mean: [mean], covariance: [[variance]] });

/** A game with numbers drawn from its seed. */
function drawn(seed: number): Readonly<Record<string, unknown>> {
  const { uniform } = random(seed, "claims/stages");
  const between = (low: number, high: number): number => Number((low + (high - low) * uniform()).toPrecision(3));
  return {
    "reference.params": line(between(1, 2.5), between(0.25, 1.5)),
    "data.params": line(between(-1, 0.5), between(0.4, 1.4)),
    "game.horizon": between(1, 2),
    "game.terminal.params.weight": between(0.7, 1.5),
    "objective.params.stages": 4,
    "training.stop": { steps: 2400 },
  };
}

const learned = (seed: number): Claim => ({
  name: `proximal steps between Gaussians, draw ${String(seed)}: learned against the formula`,
  quick: false,
  async lines({ measure }) {
    const { metrics, exact, experiment } = await measure("jko-gaussian", drawn(seed));
    if (!exact.known) throw new Error(`The closed form is not found: ${exact.reason}`);
    const start = Number((experiment.reference.params["mean"] as readonly number[])[0]);
    const [mean, variance] = [exact.mean[0]!, exact.covariance[0]![0]!];
    return [
      atMost("mean, in units of its way", Math.abs((metrics.mean?.[0] ?? Number.NaN) - mean) / Math.abs(mean - start), 0.05),
      atMost("variance, relative", Math.abs((metrics.covariance?.[0]?.[0] ?? Number.NaN) / variance - 1), 0.05),
      atMost("energy, relative", Math.abs((metrics.kineticEnergy ?? Number.NaN) / (exact.energy ?? Number.NaN) - 1), 0.05),
      atMost("∇U, relative L²", metrics.valueError?.gradient, 0.05),
    ];
  },
});

export const stageClaims: readonly Claim[] = SETS.map(learned);
