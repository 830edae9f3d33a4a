/** @file The way that some particles have come; on the line the whole way, because time is an axis there. */
import { settingOf } from "../../../experiment/setting.ts";
import { particleCount } from "../../flow.ts";
import type { MarkLayer } from "../layer.ts";
import { tracePath } from "../paths.ts";

/** More become a carpet; on the line every one crosses the whole picture. */
const MOST = { 1: 60, 2: 170 } as const;

export const layer: MarkLayer = {
  kind: "mark",
  id: "trajectories",
  title: "trajectories",
  about: "The way that particles have come since t = 0. Straight ways at constant speed are optimal transport.",
  order: 2,
  on: true,
  kinds: [],
  // Nobody in a crowd at rest comes from anywhere or gets anywhere.
  offered: (experiment) => settingOf(experiment) === undefined,
  paint({ context, view, palette }, { shown: { population, dimension, horizon }, t }) {
    if (population.still || population.times.length < 2) return;
    context.strokeStyle = palette.path;
    context.lineWidth = 1;
    context.globalAlpha = dimension === 1 ? 0.3 : 0.25;
    context.beginPath();
    for (let i = 0; i < Math.min(particleCount(population), MOST[dimension]); i += 1)
      tracePath(context, view, population, i, 0, dimension === 1 ? horizon : t);
    context.stroke();
    context.globalAlpha = 1;
  },
};
