/** @file Noise stands between optimal transport and independence (docs/mathematics.md, Schrödinger bridge). */
import type { Found, Lesson } from "../lesson.ts";

const BRIDGED = {
  "objective.params.coupling": "entropic",
  "objective.params.pairs": 16,
  "training.batch": 256,
  "training.stop": { steps: 300 },
};

export const lesson: Lesson = {
  id: "noisy-pairs",
  title: "Pairs under noise",
  place: 60,
  preset: "eight-gaussians-matching",
  question:
    "A Schrödinger bridge of noise σ decides who goes where: starts and ends are paired as its shaken particles pair them. With little noise the pairs are those of optimal transport. And with very much noise?",
  runs: [
    { title: "σ = 0.3", set: { ...BRIDGED, "objective.params.blur": 0.3 } },
    { title: "σ = 4", set: { ...BRIDGED, "objective.params.blur": 4 } },
  ],
  reads: ["kineticEnergy", "straightness", "slicedW2"],
  answers: [
    {
      text: "The same pairs: noise shakes the way, not the end.",
      because: "A particle that is shaken hard enough can end anywhere at no extra cost, so nothing holds it to the nearest end.",
      holds: (of) => ratio(of) < 1.3,
    },
    {
      text: "Pairs as if drawn apart: the end no longer knows its start, and the mean flow costs twice as much.",
      because: "The price of a pair is |x − y|²/2σ²: as σ grows all pairs cost the same, and chance alone is left.",
      right: true,
      holds: (of) => ratio(of) >= 1.3 && arrives(of),
    },
    {
      text: "None that work: with so much noise the data are missed.",
      because: "The ends are prescribed whatever the noise; only who ends where is not.",
      holds: (of) => ratio(of) >= 1.3 && !arrives(of),
    },
  ],
  statement: "σ → 0 is optimal transport, σ → ∞ the independent coupling, and every bridge lies between.",
  formula: String.raw`\mathrm{cov}(X_0,X_T)=\tfrac12\Big(\sqrt{4s_0^2s_1^2+\sigma^4}-\sigma^2\Big)\ \xrightarrow{\;\sigma\to0\;}\ s_0s_1,\qquad \xrightarrow{\;\sigma\to\infty\;}\ 0`,
  next: "Open the preset “Schrödinger bridge on the line” and drag its noise: the paths of the exact bridge do the same.",
  about: "Schrödinger bridge",
};

const ratio = (of: Found): number => of("kineticEnergy", 1).value / of("kineticEnergy", 0).value;

const arrives = (of: Found): boolean => {
  const { value, floor } = of("slicedW2", 1);
  return value < 3 * (floor ?? 0);
};
