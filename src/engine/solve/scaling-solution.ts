/**
 * @file What the scaling solver has found.
 *
 *     U = −ε log φ,   ρ = φ φ̂      ∂ₜU is not right by construction: the residual says how well the heat equations were solved
 *
 * Costs follow from the paths' law P against that of the noise alone:
 *
 *     KL(P | R) = E log φ(X_T) − E log φ(X_0) − E∫Q/ε dt = E∫ |v|²/2σ² dt
 */
import { leaves } from "../../math/expressions/expression.ts";
import type { Setup } from "../game/setup.ts";
import { type GridSolution, gridSolution, integral, timeSum } from "./grid-solution.ts";
import { masses, phiAt, phiHatAt, type Scaling } from "./scaling.ts";

export function scalingSolution(setup: Setup, found: Scaling): GridSolution {
  const { problem, logPhi, logPhiHat, prices, converged, iterations, change } = found;
  const kinetic = pathEntropy(found);
  const steady = !leaves([setup.composed.sigma]).has("t");
  return gridSolution(setup, {
    found: {
      solver: "scaling",
      about:
        "Both equations of the game as heat equations on a grid, their ends fitted to one another sweep by sweep; " +
        (problem.lattice.walls ? "walls reflect." : "the box is open."),
      ...{ problem, converged, iterations, change },
      steps: problem.running?.steps ?? null,
    },
    slice(t) {
      const [phi, phiHat] = [phiAt(found, t), phiHatAt(found, t)];
      return { U: phi.map((value) => -problem.epsilon * value), logDensity: phi.map((value, i) => value + phiHat[i]!) };
    },
    prices,
    logDensities: logPhi.map((phi, k) => phi.map((value, i) => value + logPhiHat[k]![i]!)),
    energy: steady ? setup.sigmaAt(0) ** 2 * kinetic : null,
    motionCost: () => problem.epsilon * kinetic,
  });
}

/** KL(P | R). */
function pathEntropy({ problem: { lattice, horizon, epsilon }, logPhi, logPhiHat, prices }: Scaling): number {
  const steps = logPhi.length - 1;
  const over = (k: number, f: Float64Array): number => integral(masses(lattice, logPhi[k]!, logPhiHat[k]!), (i) => f[i]!);
  const gained = over(steps, logPhi[steps]!) - over(0, logPhi[0]!);
  const paid =
    prices === null
      ? 0
      : timeSum(
          prices.map((price, k) => over(k, price)),
          horizon,
        ) / epsilon;
  return gained - paid;
}
