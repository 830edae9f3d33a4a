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
  paint({ context, view, palette, scratch }, { shown, t }) {
    const { population, dimension } = shown;
    const n = Math.min(MOST, positionsAt(population, t, scratch));
    context.fillStyle = palette.ink;
    context.globalAlpha = 0.75;
    // Squares: two thousand discs, as paths or as stamps, cost several times as much where there is no GPU.
    const now = view.toX(t);
    for (let i = 0; i < n; i += 1) {
      const x = dimension === 1 ? now : view.toX(scratch[2 * i]!);
      const y = view.toY(scratch[dimension * i + dimension - 1]!);
      context.fillRect(x - DOT / 2, y - DOT / 2, DOT, DOT);
    }
    context.globalAlpha = 1;
  },
};
