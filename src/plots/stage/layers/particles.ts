/** @file The particles at the time of the stage. */
import { positionsAt } from "../../flow.ts";
import type { MarkLayer } from "../layer.ts";

/** Edge of a particle in CSS pixels. */
const DOT = 2;

const MOST = 2000;

export const layer: MarkLayer = {
  kind: "mark",
  id: "particles",
  title: "particles",
  about: "Particles at time t. Those of all panes began at the same places.",
  order: 0,
  on: true,
  kinds: [],
  paint({ view, palette, scratch, dots }, { shown, t }) {
    const { population, dimension } = shown;
    const n = Math.min(MOST, positionsAt(population, t, scratch));
    // Positions become pixels where they lie; from the last, because on the line one number becomes two.
    const now = view.toX(t);
    for (let i = n - 1; i >= 0; i -= 1) {
      const y = view.toY(scratch[dimension * i + dimension - 1]!);
      scratch[2 * i] = dimension === 1 ? now : view.toX(scratch[2 * i]!);
      scratch[2 * i + 1] = y;
    }
    // Squares: two thousand discs, as paths or as stamps, cost several times as much where there is no GPU.
    dots(scratch, n, DOT, palette.ink, 0.75);
  },
};
