/** @file The last stretch behind each particle: its length is its speed. */
import { particleCount } from "../../flow.ts";
import type { MarkLayer } from "../layer.ts";
import { tracePath } from "../paths.ts";

/** The stretch, as a share of the horizon. */
const STRETCH = 0.08;

const MOST = 700;

export const layer: MarkLayer = {
  kind: "mark",
  id: "trails",
  title: "trails",
  about: "The last stretch behind each particle: its length is its speed.",
  order: 1,
  on: false,
  kinds: [],
  paint({ context, view, palette }, { shown: { population, horizon }, t }) {
    if (population.still || population.times.length < 2) return;
    context.strokeStyle = palette.ink;
    context.lineWidth = 1;
    context.globalAlpha = 0.35;
    context.beginPath();
    for (let i = 0; i < Math.min(particleCount(population), MOST); i += 1)
      tracePath(context, view, population, i, Math.max(0, t - STRETCH * horizon), t);
    context.stroke();
    context.globalAlpha = 1;
  },
};
