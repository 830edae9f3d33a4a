/** @file A Schrödinger bridge from eight Gaussians to two moons, solved on a grid. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Nothing is trained: a dozen sweeps, and shaken particles land exactly on the moons. With less noise their paths grow straight.";

export const preset: Preset = {
  id: "bridge-moons",
  title: "Schrödinger bridge to two moons",
  experiment: { model: "schrodinger-bridge" },
};
