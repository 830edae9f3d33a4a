/** @file What crosses a crowd: a disc, and which way it goes. */
import { settingOf } from "../../../experiment/setting.ts";
import type { MarkLayer } from "../layer.ts";

const HEAD = 5;

export const layer: MarkLayer = {
  kind: "mark",
  id: "intruder",
  title: "intruder",
  about: "The disc that crosses the crowd, which is seen from it: it stands, and goes up.",
  order: 9,
  on: true,
  kinds: [],
  offered: (experiment) => settingOf(experiment) === "stationary",
  paint({ context, view, palette }, { shown: { intruder } }) {
    if (intruder === undefined) return;
    const [x, y] = [view.toX(0), view.toY(0)];
    const radius = Math.abs(view.toX(intruder.radius) - x);
    context.fillStyle = palette.ink;
    context.globalAlpha = 0.85;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = palette.paper;
    context.lineWidth = 2;
    const reach = 0.5 * radius;
    context.beginPath();
    context.moveTo(x, y + reach);
    context.lineTo(x, y - reach);
    context.moveTo(x - HEAD, y - reach + HEAD);
    context.lineTo(x, y - reach);
    context.lineTo(x + HEAD, y - reach + HEAD);
    context.stroke();
  },
};
