/**
 * @file KL(π‖ρ_T) on a grid over the fixed box: no samples, so no noise, but the densities of both must be known.
 *
 *     klGrid      = Σ π log(π/ρ_T) · cell        π normalised on the grid, ρ_T as it is: what left the box is missing in it
 *     klGridMass  = Σ ρ_T · cell                 the share of the model in the box
 *
 * With half the model outside and the rest perfect, klGrid is log 2.
 */
import { klOnGrid } from "../../math/distances/distances.ts";
import { gridOver } from "./grid.ts";
import { densitySteps } from "./rulers/likelihood.ts";
import type { Subject } from "./subject.ts";

const CELLS_ON_THE_LINE = 2048;

interface BoxDivergence {
  readonly klGrid: number | null;
  readonly klGridMass: number | null;
}

/** nulls where the data have no density or the model has no flow. */
export async function gridDivergence(subject: Subject): Promise<BoxDivergence> {
  const { setup, flow, effort } = subject;
  const d = setup.dimension;
  const grid = gridOver(d, setup.radius, d === 1 ? CELLS_ON_THE_LINE : effort.cells);
  const pulled = setup.data.logDensity === undefined ? null : flow.logDensity(Float32Array.from(grid.x), grid.n, densitySteps(subject));
  const learned = await pulled;
  if (learned === null) return { klGrid: null, klGridMass: null };
  const exact = new Float64Array(grid.n);
  setup.data.logDensity?.(grid.x, grid.n, exact);
  const { divergence, mass } = klOnGrid(exact, learned, grid.cell);
  return { klGrid: divergence, klGridMass: mass };
}
