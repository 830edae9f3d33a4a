/** @file Potentials of diffusions in closed form, and with one thing wrong with them. */
import { registry } from "../../../src/catalogue/registry.ts";
import { scheduleOf } from "../../../src/engine/game/exact-problem.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import type { GaussianMixture } from "../../../src/math/laws/gaussian-mixture.ts";
import { experimentOf } from "../experiment-of.ts";
import { type Known, plain } from "./known-kernel.ts";

/** U = −factor log η + shift sin(3t) for data of the given law. */
export function noisedPotential(
  given: Record<string, unknown>,
  law: GaussianMixture,
  { factor = 1, shift = 0 }: { factor?: number; shift?: number } = {},
): Known {
  const setup = setUp(experimentOf({ ...plain, ...given }), registry);
  const at = scheduleOf(setup);
  if (at === undefined) throw new Error("no noising process");
  const { horizon } = setup.experiment.game;
  const d = law.dimension;
  return (x, t, n) => {
    const { alpha, std, sigma2, driftRate } = at(Math.max(horizon - t, 0));
    const eta = law.diffused(alpha, std);
    const [value, gradient, laplacian] = [new Float64Array(n), new Float64Array(d * n), new Float64Array(n)];
    eta.logDensity(x, n, value);
    eta.score(x, n, gradient);
    eta.laplacianLogDensity(x, n, laplacian);
    // Fokker-Planck of the noising process, ∂ₛη = ∇·(f η) + (σ²/2)Δη, and ∂ₜ = −∂ₛ of −log η
    const time = laplacian.map((l, i) => {
      let [along, square] = [0, 0];
      for (let q = i * d; q < i * d + d; q++) {
        along += x[q]! * gradient[q]!;
        square += gradient[q]! ** 2;
      }
      return driftRate * (d + along) + 0.5 * sigma2 * (l + square);
    });
    return [
      {
        value: value.map((l) => -factor * l + shift * Math.sin(3 * t)),
        gradient: gradient.map((g) => -factor * g),
        time: time.map((u) => factor * u + 3 * shift * Math.cos(3 * t)),
        laplacian: laplacian.map((l) => -factor * l),
      },
    ];
  };
}
