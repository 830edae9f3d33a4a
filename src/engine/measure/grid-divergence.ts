/**
 * @file KL(π‖ρ_T) on a grid over the fixed box: no samples, so no noise, but the densities of both must be known.
 *
 *     Σ π log(π/ρ_T) · cell,   both normalised on the grid
 */
import { klOnGrid } from "../../math/distances/distances.ts";
import { gridOver } from "./grid.ts";
import { densitySteps } from "./rulers/likelihood.ts";
import type { Subject } from "./subject.ts";

const CELLS_ON_THE_LINE = 2048;

/** null where the data have no density or the model has no flow. */
export async function gridDivergence(subject: Subject): Promise<number | null> {
  const { setup, flow, effort } = subject;
  const d = setup.dimension;
  const grid = gridOver(d, setup.radius, d === 1 ? CELLS_ON_THE_LINE : effort.cells);
  const pulled = setup.data.logDensity === undefined ? null : flow.logDensity(Float32Array.from(grid.x), grid.n, densitySteps(subject));
  if (pulled === null) return null;
  const learned = await pulled;
  const exact = new Float64Array(grid.n);
  setup.data.logDensity?.(grid.x, grid.n, exact);
  return klOnGrid(exact, learned);
}
