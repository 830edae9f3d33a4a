/** @file Claims about bridge matching: what is learned against closed forms at parameters drawn at random, and against a grid. */
import { random } from "../math/random.ts";
import { atLeast, atMost, type Claim, floors, type Measured } from "./claim.ts";

const DRAWS = [1, 2, 3, 4, 5];

/** Steps of a sample: where noise is strong the pull at the end is steep, and what is asked here is what was learned. */
const STEPS = 192;

/** Two Gaussians of the plane whose axes differ, a horizon, and a noise from .3 to 2. */
function settingsOf(seed: number): Readonly<Record<string, unknown>> {
  const { uniform } = random(seed, "verify/bridge matching");
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const law = () => {
    const [a, b, share] = [between(0.4, 1.2), between(0.4, 1.2), between(-0.7, 0.7)];
    const covariance = [
      [a * a, share * a * b],
      [share * a * b, b * b],
    ];
    return { mean: [between(-1.5, 1.5), between(-1.5, 1.5)], covariance };
  };
  return {
    "data.params": law(),
    "reference.params": law(),
    "sampling.steps": STEPS,
    "game.horizon": between(0.7, 1.5),
    "game.dynamics.params.sigma": 0.3 + (1.7 * (seed - 1)) / (DRAWS.length - 1),
  };
}

const worst = (runs: readonly Measured[], of: (run: Measured) => number): number => Math.max(...runs.map(of));

/** In units of the deviation, and of the variances, of the data's own law. */
function missed({ metrics, exact }: Measured): { readonly mean: number; readonly covariance: number } {
  const { mean, covariance } = metrics;
  if (!exact.known || mean === null || covariance === null) return { mean: Number.NaN, covariance: Number.NaN };
  const size = exact.covariance.reduce((sum, row, i) => sum + row[i]!, 0);
  return {
    mean: Math.hypot(...mean.map((m, i) => m - exact.mean[i]!)) / Math.sqrt(size),
    covariance: Math.hypot(...covariance.flatMap((row, i) => row.map((value, j) => value - exact.covariance[i]![j]!))) / size,
  };
}

function energyMissed({ metrics, exact }: Measured): number {
  return Math.abs((metrics.cost?.running ?? Number.NaN) / ((exact.known ? exact.cost : null) ?? Number.NaN) - 1);
}

const gaussians: Claim = {
  name: "bridge-matching-gaussian: what is learned against the closed form, five games",
  quick: false,
  async lines({ measure }) {
    const runs: Measured[] = [];
    for (const seed of DRAWS) runs.push(await measure("bridge-matching-gaussian", settingsOf(seed)));
    return [
      atMost(
        "mean, in deviations",
        worst(runs, (run) => missed(run).mean),
        0.05,
      ),
      atMost(
        "covariance, relative",
        worst(runs, (run) => missed(run).covariance),
        0.05,
      ),
      atMost("energy, relative", worst(runs, energyMissed), 0.05),
      atMost(
        "∇U, relative",
        worst(runs, ({ metrics }) => metrics.valueError?.gradient ?? Number.NaN),
        0.2,
      ),
    ];
  },
};

const moons: Claim = {
  name: "bridge-matching-moons: samples, and what rounds save",
  quick: false,
  async lines({ measure }) {
    const apart = await measure("bridge-matching-moons", { "objective.params.rounds": 0, "training.stop": { steps: 3000 } });
    const run = await measure("bridge-matching-moons", {});
    const gradient = ({ metrics }: Measured): number => metrics.valueError?.gradient ?? Number.NaN;
    return [
      atMost("sliced W2, in floors", floors(run), 2),
      atLeast("∇U against the grid: that of one round over that of all", gradient(apart) / gradient(run), 1.5),
    ];
  },
};

export const bridgeMatchingClaims: readonly Claim[] = [gaussians, moons];
