/** @file A crowd that is crossed: ξγ/c_s = .5, Rγ/s = .31. */
import type { Preset } from "../experiment.ts";

export const watch =
  "Ahead of the intruder the crowd thins later than behind it, and the densest place has come round to the side. Where does the gap ahead become a pile?";

export const preset: Preset = {
  id: "intruder-halfway",
  title: "Looks a little ahead",
  experiment: { model: "crowd-intruder", game: { discount: 0.5 } },
};
