/**
 * @file What finite differences have found.
 *
 *     E∫e^(−κt) L dt = Σ e^(−κt) Δt Σ ρᵏ⁺¹ costᵏ        what the chain's jumps cost, as the values count it
 *     ½E∫|v|² dt,  v = b − f, by central differences of U
 */
import { mul, neg, normSquared, input, sub } from "../../../math/expressions/expression.ts";
import { gradient } from "../../../math/expressions/gradient.ts";
import type { Setup } from "../../game/setup.ts";
import { type GridSolution, gridSolution, integral } from "../grid-solution.ts";
import { atNodes } from "../nodes.ts";
import { type FiniteDifferences, sliceOf } from "./finite-differences.ts";
import { centralDifferences } from "./numerical-hamiltonian.ts";
import { logDensityOf } from "./sweep.ts";

export function finiteDifferenceSolution(setup: Setup, found: FiniteDifferences): GridSolution {
  const { problem, density, prices, costs, converged, iterations, change } = found;
  const { lattice, horizon, steps, discount, hamiltonian } = problem;
  const length = horizon / steps;
  const massesAt = (k: number): Float64Array => density[k]!.map((value) => value * lattice.cell);
  const over = (k: number, f: Float64Array): number => integral(massesAt(k), (i) => f[i]!);
  return gridSolution(setup, {
    found: {
      solver: "finite-differences",
      about: `Both equations of the game by ${hamiltonian.even ? "upwind" : "Lax-Friedrichs"} differences, each the other's transpose, implicit in time; of order 1, with a viscosity of its own about as large as speed times the distance of nodes; walls reflect.`,
      ...{ problem, converged, iterations, change, steps },
    },
    slice: (t) => sliceOf(found, t),
    prices,
    logDensities: density.map(logDensityOf),
    energy: energyOf(setup, found),
    motionCost: () => costs.reduce((total, cost, k) => total + Math.exp(-discount * (k + 0.5) * length) * length * over(k + 1, cost), 0),
  });
}

function energyOf(setup: Setup, { problem: { lattice, horizon, steps }, U, density }: FiniteDifferences): number {
  const names = lattice.axes.map((_, k) => `p${String(k + 1)}`);
  const H = setup.composed.effectiveHamiltonian(names.map(input))!;
  const v = gradient(H, names).map((slope, k) => sub(neg(slope), setup.composed.at.f[k]!));
  const formula = atNodes(setup, lattice, { roots: [mul(0.5, normSquared(v))], crowd: [], logPi: null });
  let total = 0;
  for (let k = 0; k < steps; k++) {
    const momenta = centralDifferences(lattice, U[k]!);
    const [speed2] = formula((k * horizon) / steps, logDensityOf(density[k]!), new Map(names.map((name, axis) => [name, momenta[axis]!])));
    total +=
      integral(
        density[k]!.map((value) => value * lattice.cell),
        (i) => speed2![i]!,
      ) *
      (horizon / steps);
  }
  return total;
}
