/** @file The exact particles (or the data) over the learned ones, so that both are seen in one pane. */
import { settingOf } from "../../../experiment/setting.ts";
import { positionsAt } from "../../flow.ts";
import type { MarkLayer } from "../layer.ts";

/** Arms of a cross in CSS pixels. */
const ARM = 2.5;

/** More crosses than this hide what is under them. */
const MOST = 700;

export const layer: MarkLayer = {
  kind: "mark",
  id: "exact",
  title: "exact",
  about: "The particles of the exact solution, or the data where none is known, as crosses over what was learned.",
  order: 20,
  on: false,
  // A crowd at rest is what is exact.
  offered: (experiment) => settingOf(experiment) === undefined,
  kinds: [],
  paint({ context, view, palette, scratch }, { shown, ruler, t }) {
    if (shown === ruler || shown.dimension !== ruler.dimension) return;
    const { population, dimension } = ruler;
    const n = Math.min(MOST, positionsAt(population, t, scratch));
    const now = view.toX(population.still ? ruler.horizon : t);
    context.strokeStyle = palette.accent;
    context.lineWidth = 1;
    context.globalAlpha = 0.8;
    context.beginPath();
    for (let i = 0; i < n; i += 1) {
      const x = dimension === 1 ? now : view.toX(scratch[2 * i]!);
      const y = view.toY(scratch[dimension * i + dimension - 1]!);
      context.moveTo(x - ARM, y - ARM);
      context.lineTo(x + ARM, y + ARM);
      context.moveTo(x - ARM, y + ARM);
      context.lineTo(x + ARM, y - ARM);
    }
    context.stroke();
    context.globalAlpha = 1;
  },
};
