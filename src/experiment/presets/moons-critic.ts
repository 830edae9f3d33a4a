/** @file A flow against a critic of bounded slope, onto the two moons. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Two networks in turns: the critic's curve is the divergence that it sees, up when it finds a flaw, down when the flow has mended it.";

export const preset: Preset = {
  id: "moons-critic",
  title: "Flow and critic, two moons",
  experiment: {
    model: "w1-proximal",
    data: { id: "moons" },
  },
};
