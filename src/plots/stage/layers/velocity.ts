/** @file The velocity that carries the particles, as arrows. */
import { paintArrows } from "../arrows.ts";
import type { MarkLayer } from "../layer.ts";

export const layer: MarkLayer = {
  kind: "mark",
  id: "velocity",
  title: "velocity",
  about: "The drift that carries the particles at time t; for a diffusion that of its probability flow.",
  order: 12,
  on: false,
  kinds: ["velocity-x1", "velocity-x2"],
  paint: (pen, scene) => paintArrows(pen, scene, ["velocity-x1", "velocity-x2"], pen.palette.accent, true),
};
