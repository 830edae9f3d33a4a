/**
 * @file KL(π‖ρ_T) on a grid over the fixed box: no samples, so no noise, but the densities of both must be known.
 *
 *     klGrid      = Σ π log(π/ρ_T) · cell        π normalised on the grid, ρ_T as it is: what left the box is missing in it
 *     klGridMass  = Σ ρ_T · cell                 the share of the model in the box
 *
 * With half the model outside and the rest perfect, klGrid is log 2.
 */
import { klOnGrid } from "../../../math/distances/distances.ts";
import { gridOver } from "../grid.ts";
import { densitySteps } from "../density-steps.ts";
import type { Metrics } from "../../results.ts";
import type { Ruler, RulerSpec } from "../ruler.ts";
import type { Subject } from "../subject.ts";

declare module "../../results.ts" {
  interface Metrics {
    readonly klGrid: number | null;
    /** The share of ρ_T in the box over which klGrid is summed. */
    readonly klGridMass: number | null;
  }
}

/** Less than this in the box is worth saying. */
const MISSING = 0.98;

export const spec: RulerSpec = {
  id: "grid-divergence",
  title: "KL on a grid",
  answers: ["klGrid", "klGridMass"],
  card: "measures",
  place: 30,
  when: "asked",
  section: "Distances and their floors",
  readsData: true,
  lines: ({ klGrid, klGridMass }) => [
    {
      id: "klGrid",
      title: "KL on a grid",
      unit: "nats",
      value: klGrid,
      truth: 0,
      about:
        "KL divergence from the data to the model, summed over cells of the box instead of samples: no noise, but only as fine as the cells.",
    },
    {
      id: "klGridMass",
      title: "model's mass in the box",
      unit: "share",
      value: klGridMass,
      truth: 1,
      alarm: typeof klGridMass === "number" && klGridMass < MISSING,
      about:
        "How much of the model's population ends inside the box. What is outside is missing from the divergence above, which grows by it.",
    },
  ],
};

const CELLS_ON_THE_LINE = 2048;

/** nulls where the data have no density or the model has no flow. */
async function measure(subject: Subject): Promise<Pick<Metrics, "klGrid" | "klGridMass">> {
  const { setup, flow, effort } = subject;
  const d = setup.dimension;
  const grid = gridOver(d, setup.radius, d === 1 ? CELLS_ON_THE_LINE : effort.cells, setup.centre);
  const pulled = setup.data?.logDensity === undefined ? null : flow.logDensity(Float32Array.from(grid.x), grid.n, densitySteps(subject));
  const learned = await pulled;
  if (learned === null) return { klGrid: null, klGridMass: null };
  const exact = new Float64Array(grid.n);
  setup.data?.logDensity?.(grid.x, grid.n, exact);
  const { divergence, mass } = klOnGrid(exact, learned, grid.cell);
  return { klGrid: divergence, klGridMass: mass };
}

export const gridDivergence: Ruler = { spec, measure };
