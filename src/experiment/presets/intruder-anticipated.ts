/** @file A crowd that is crossed: ξγ/c_s = 0, Rγ/s = 0: nobody forgets what is to come. */
import type { Preset } from "../experiment.ts";

export const watch =
  "People step aside early, into denser places at the side, and leave a gap ahead as deep as behind. Raise γ: they look less far ahead, and the gap ahead fills.";

export const preset: Preset = {
  id: "intruder-anticipated",
  title: "Sees it coming",
  experiment: { model: "crowd-intruder", game: { discount: 0 } },
};
