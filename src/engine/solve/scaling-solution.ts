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
import { type GridFields, type GridSolution, gridSolution, integral, timeSum } from "./grid-solution.ts";
import { read } from "./lattice.ts";
import { logDensityAt, masses, type Scaling, valueOfScaling } from "./scaling.ts";
import { mobilityAt } from "../game/traded-noise.ts";

/** Of time, for sums over it. */
const INTERVALS = 16;

export function scalingSolution(setup: Setup, found: Scaling): GridSolution {
  const { problem, logPhi, logPhiHat, prices, converged, iterations, change } = found;
  return gridSolution(setup, {
    found: {
      solver: "scaling",
      about:
        "Both equations of the game as heat equations on a grid, their ends fitted to one another sweep by sweep; " +
        (problem.lattice.walls ? "walls reflect." : "the box is open."),
      ...{ problem, converged, iterations, change },
      steps: problem.running?.steps ?? null,
    },
    slice: (t) => ({ U: valueOfScaling(found, t), logDensity: logDensityAt(found, t) }),
    prices,
    logDensities: logPhi.map((phi, k) => phi.map((value, i) => value + logPhiHat[k]![i]!)),
    ...(problem.entropy === 0 ? ofShakenPaths(setup, found) : ofSmoothCrowd(setup, found)),
  });
}

type Paid = Pick<GridFields, "energy" | "motionCost">;

function ofShakenPaths(setup: Setup, found: Scaling): Paid {
  const kinetic = pathEntropy(found);
  const steady = !leaves([setup.composed.sigma]).has("t");
  return { energy: steady ? setup.sigmaAt(0) ** 2 * kinetic : null, motionCost: () => found.problem.epsilon * kinetic };
}

/** Where Fisher information was traded for noise: the game's own energy and that information, by sums over the nodes and Simpson's rule. */
function ofSmoothCrowd(setup: Setup, found: Scaling): Paid {
  const { problem } = found;
  const { lattice, horizon } = problem;
  const mobility = mobilityAt(setup, 0)!;
  const length = (field: Float64Array, i: number): number =>
    read(lattice, field, lattice.x, i * lattice.dimension).gradient.reduce((total, slope) => total + slope * slope, 0);
  let [slopes, information] = [0, 0];
  for (let k = 0; k <= INTERVALS; k++) {
    const t = (k * horizon) / INTERVALS;
    const weight = ((k === 0 || k === INTERVALS ? 1 : k % 2 === 0 ? 2 : 4) * horizon) / (3 * INTERVALS);
    const [U, logDensity] = [valueOfScaling(found, t), logDensityAt(found, t)];
    const each = logDensity.map((log) => Math.exp(log) * lattice.cell);
    slopes += weight * integral(each, (i) => length(U, i));
    information += weight * integral(each, (i) => length(logDensity, i));
  }
  const amounts = setup.composed.interactions.map(({ spec }, i) => spec.asNoise?.(setup.experiment.game.interactions[i]!.params) ?? 0);
  const price = amounts.reduce((total, amount) => total + amount ** 4 / 8, 0);
  return { energy: (mobility ** 2 / 2) * slopes, motionCost: () => (mobility / 2) * slopes + price * information };
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
