/** @file Lines of equal density in a crowd that is crossed, at quarters of what it is far away; the whole one is drawn strong. */
import { settingOf } from "../../../experiment/setting.ts";
import { fieldOf, sampleField } from "../field.ts";
import { isolines } from "../isolines.ts";
import type { MarkLayer } from "../layer.ts";

const LEVELS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];

export const layer: MarkLayer = {
  kind: "mark",
  id: "contours",
  title: "contours",
  about:
    "Lines of equal density, at quarters of the density far away. Between the strong lines there are fewer, outside more people than without an intruder.",
  order: 8,
  on: true,
  kinds: [],
  offered: (experiment) => settingOf(experiment) === "stationary",
  paint({ context, view, palette }, { shown }) {
    const map = shown.map("density");
    if (map === null || shown.intruder === undefined) return;
    const field = fieldOf(map, shown);
    const far = sampleField(field, field.left, field.bottom);
    context.strokeStyle = palette.ink;
    for (const level of LEVELS) {
      context.globalAlpha = level === 1 ? 0.55 : 0.28;
      context.lineWidth = level === 1 ? 1.4 : 0.8;
      context.beginPath();
      // Beside what it is far away the line of just that is noise of the last digit.
      for (const [x1, y1, x2, y2] of isolines(field, (level === 1 ? 1.002 : level) * far)) {
        context.moveTo(view.toX(x1), view.toY(y1));
        context.lineTo(view.toX(x2), view.toY(y2));
      }
      context.stroke();
    }
    context.globalAlpha = 1;
  },
};
