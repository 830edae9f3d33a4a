/**
 * @file A checkerboard: uniform on every other cell. Sharp edges and holes, yet its diffused score is in closed form.
 *
 *     ρ(x) = 1/(cells covered × size²) on cells (i, j) with i + j even, 0 elsewhere;     with noise: of x + ε h Z
 */
import { softBoxes } from "../../math/laws/uniform-boxes.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { integer, real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Grathwohl, W., Chen, R. T. Q., Bettencourt, J., Sutskever, I. and Duvenaud, D.",
    title: "FFJORD: free-form continuous dynamics for scalable reversible generative models",
    year: 2019,
    arxiv: "1810.01367",
  },
];

export const spec = densitySpec({
  id: "checkerboard",
  title: "Checkerboard",
  about: "Uniform on every other cell of a board: sharp edges, corners that touch, and holes.",
  formula: String.raw`\text{uniform on } \{\lfloor x_1/h \rfloor + \lfloor x_2/h \rfloor \text{ even}\} + \varepsilon h Z`,
  params: {
    cells: integer({ symbol: "n", about: "Cells along an edge of the board.", default: 4, min: 2, max: 12, applies: "resample" }),
    size: real({ symbol: "h", about: "Edge of a cell.", default: 1, min: 0.1, max: 5, applies: "resample" }),
    noise: real({
      symbol: String.raw`\varepsilon`,
      about: "Blur of the edges, in cells: with any at all the density is positive everywhere.",
      default: 0,
      min: 0,
      max: 1,
      applies: "resample",
    }),
  },
  canBeReference: false,
  bounded: ({ noise }) => (noise === 0 ? { nearest: { noise: 0.05 } } : undefined),
  dimension: () => 2,
});

export const checkerboard = density(spec, ({ cells, size, noise }) => {
  const low: number[][] = [];
  for (let i = 0; i < cells; i++) {
    for (let j = 0; j < cells; j++) if ((i + j) % 2 === 0) low.push([size * (i - cells / 2), size * (j - cells / 2)]);
  }
  return softBoxes({ low, high: low.map((corner) => corner.map((value) => value + size)) }, noise * size);
});
