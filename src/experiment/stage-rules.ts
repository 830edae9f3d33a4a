/** @file What a flow that is trained in stages leaves of the regularisers. */
import type { Rule } from "./rule.ts";

/** Between stages U jumps, and only the one that is trained is on its paths. */
export const stageRules: readonly Rule[] = [
  ({ experiment, objective }) =>
    experiment.regularisers.hjb.weight > 0 && experiment.regularisers.hjb.points !== "particles"
      ? {
          path: "regularisers.hjb.points",
          reason: `${objective.title} trains one stage at a time: enforce its equation along the paths of that stage.`,
          nearest: { "regularisers.hjb.points": "particles" },
        }
      : undefined,
];
