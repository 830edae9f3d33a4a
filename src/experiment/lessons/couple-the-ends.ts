/** @file Ends that are paired by transport repair flow matching (docs/mathematics.md, Flow matching). */
import type { Found, Lesson } from "../lesson.ts";

const SHORT = { "training.batch": 256, "training.stop": { steps: 300 } };

export const lesson: Lesson = {
  id: "couple-the-ends",
  title: "Couple the ends",
  place: 50,
  preset: "eight-gaussians-matching",
  question:
    "The same flow matching, the same network, the same steps. But now the starts and ends of each batch are paired so that together they have the least way to go. What changes?",
  runs: [
    { title: "apart", set: { ...SHORT } },
    { title: "paired", set: { ...SHORT, "objective.params.coupling": "minibatch" } },
  ],
  reads: ["kineticEnergy", "straightness", "slicedW2"],
  answers: [
    {
      text: "Nothing much: each start and each end is drawn as before.",
      because: "The laws of the ends are the same, but not who goes where, and that is what a path is made of.",
      holds: (of) => ratio(of) > 0.9,
    },
    {
      text: "A little: the energy falls by a tenth or a quarter.",
      because: "On a ring a partner drawn at random is as often across the circle as near: there is far more to save.",
      holds: (of) => ratio(of) <= 0.9 && ratio(of) > 0.65,
    },
    {
      text: "The paths: they hardly cross any more, and the energy falls by half.",
      because: "Optimal pairs do not cross, so the mean velocity is that of the lines themselves, as in optimal transport.",
      right: true,
      holds: (of) => ratio(of) <= 0.65,
    },
  ],
  statement: "Any pairing reaches the data. The better it is, the nearer the flow comes to the game in which moving costs.",
  formula: String.raw`T\!\int_0^T\!\mathbb E|v|^2\,dt\ \le\ \mathbb E_\gamma|x_T-x_0|^2,\qquad \mathbb E_{\gamma_n}|x_T-x_0|^2=\mathbb E\,W_2^2(\hat\rho_0^n,\hat\pi^n)\qquad \xrightarrow{\;n\to\infty\;}\ W_2^2(\rho_0,\pi)`,
  next: "Raise the number of pairs in the training card: larger blocks, straighter paths.",
  about: "Flow matching",
};

const ratio = (of: Found): number => of("kineticEnergy", 1).value / of("kineticEnergy", 0).value;
