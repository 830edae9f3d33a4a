/** @file Finite speed: a running cost that no end cost can outbid (docs/mathematics.md, Lagrangians). */
import type { Found, Lesson } from "../lesson.ts";

const LIMIT = 0.4;

/** ½c²T, T = 1: nobody who stays below c spends more. */
const MOST = (LIMIT * LIMIT) / 2;

export const lesson: Lesson = {
  id: "speed-limit",
  title: "A speed limit",
  place: 120,
  preset: "speed-limit",
  question:
    "Moving costs −c²√(1 − |v|²/c²), with c = 0.4. The data lie on a ring of radius 2, the crowd starts in its middle, and T = 1: there is not enough time. The end costs a hundred times as much as the way. What happens?",
  runs: [
    {
      title: "this run",
      set: { "game.lagrangian.params.limit": LIMIT, "training.batch": 64, "training.stop": { steps: 120 } },
    },
  ],
  reads: ["kineticEnergy", "slicedW2"],
  answers: [
    {
      text: "The end is dearer, so they hurry beyond c and arrive.",
      because: "No price can be outbid that becomes infinitely steep: at c the cost rises without bound for the least bit more of speed.",
      holds: (of) => of("kineticEnergy").value > MOST,
    },
    {
      text: "Nobody exceeds c: the ring stays unfinished.",
      because: "The best control −c p/√(|p|² + c²) is shorter than c for every momentum, however large.",
      right: true,
      holds: (of) => of("kineticEnergy").value <= MOST && misses(of),
    },
    {
      text: "Nobody exceeds c, and they arrive all the same, by better paths.",
      because: "Straight paths are the shortest already, and in the middle they are longer than c T.",
      holds: (of) => of("kineticEnergy").value <= MOST && !misses(of),
    },
  ],
  statement: "With the relativistic cost the speed stays below c whatever the end costs, so ½E∫|v|² ≤ ½c²T.",
  formula: String.raw`H(p)=c\sqrt{|p|^2+c^2},\qquad v^*=-\nabla_pH=-\frac{c\,p}{\sqrt{|p|^2+c^2}},\qquad |v^*|<c`,
  next: "Raise the limit until the ring is finished. How fast must those from the middle be?",
  about: "Lagrangians",
};

const misses = (of: Found): boolean => {
  const { value, floor } = of("slicedW2");
  return value > 2 * (floor ?? 0);
};
