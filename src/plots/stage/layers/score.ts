/** @file The score ∇log ρ, as arrows: uphill, to where the noised data are dense. */
import { specs } from "../../../catalogue/specs.ts";
import { paintArrows } from "../arrows.ts";
import type { MarkLayer } from "../layer.ts";

export const layer: MarkLayer = {
  kind: "mark",
  id: "score",
  title: "score",
  about: "∇log ρ of the noised data, which is −∇U: uphill, to where the data are dense.",
  order: 13,
  on: false,
  kinds: ["score-x1", "score-x2"],
  offered: ({ objective }) => specs.objective.get(objective.id)?.learnsScore === true,
  paint: (pen, scene) => paintArrows(pen, scene, ["score-x1", "score-x2"], pen.palette.value, false),
};
