/** @file Claims about games that are solved on a grid: against their closed forms, at parameters drawn at random. */
import { random } from "../math/random.ts";
import { atMost, type Claim, type Measured, residuals } from "./claim.ts";

const DRAWS = [1, 2, 3, 4, 5];

/** Two Gaussians of the line with a noise from .3 to 2, or weights of the end cost from 1 to 20. */
function settingsOf(seed: number, end: "prescribed" | "reverse KL"): Readonly<Record<string, unknown>> {
  const { uniform } = random(seed, `verify/${end}`);
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const law = () => ({ mean: [between(-2, 2)], covariance: [[between(0.3, 1.2) ** 2]] });
  return {
    "data.params": law(),
    "reference.params": law(),
    "game.horizon": between(0.7, 1.5),
    "game.dynamics.params.sigma": 0.3 + (1.7 * (seed - 1)) / (DRAWS.length - 1),
    ...(end === "prescribed" ? {} : { "game.terminal.params.weight": between(1, 20) }),
  };
}

const worst = (runs: readonly Measured[], of: (run: Measured) => number): number => Math.max(...runs.map(of));

const solved = (preset: string, end: "prescribed" | "reverse KL"): Claim => ({
  name: `${preset}: the grid against the closed form, five games`,
  quick: false,
  async lines({ measure }) {
    const runs: Measured[] = [];
    for (const seed of DRAWS) runs.push(await measure(preset, settingsOf(seed, end)));
    return [
      atMost(
        "U, relative",
        worst(runs, ({ metrics }) => metrics.valueError?.oneConstant ?? Number.NaN),
        0.01,
      ),
      atMost(
        "∇U, relative",
        worst(runs, ({ metrics }) => metrics.valueError?.gradient ?? Number.NaN),
        0.01,
      ),
      atMost(
        "HJB residual, relative",
        worst(runs, (run) => residuals(run).particles.relative),
        0.01,
      ),
    ];
  },
});

/** The moons know no closed form: its samples and its own equation say how good it is. */
const moons: Claim = {
  name: "bridge-moons: samples and residual",
  quick: false,
  async lines({ measure }) {
    const run = await measure("bridge-moons", {});
    const { slicedW2 } = run.metrics;
    return [
      atMost("sliced W2, in floors", slicedW2 === null ? Number.NaN : slicedW2.value / slicedW2.noise, 2),
      atMost("HJB residual, relative", residuals(run).particles.relative, 0.05),
    ];
  },
};

export const solvedClaims: readonly Claim[] = [solved("bridge-gaussian", "prescribed"), solved("proximal-noise", "reverse KL"), moons];
