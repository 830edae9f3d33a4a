/** @file The best score of a finite set repeats it (docs/mathematics.md, Noised mixtures). */
import type { Lesson } from "../lesson.ts";

const SMALL = { "training.batch": 256, "network.width": 48, "training.stop": { steps: 600 } };

export const lesson: Lesson = {
  id: "twelve-points",
  title: "Twelve points",
  place: 80,
  preset: "few-points-diffusion",
  question:
    "A diffusion is trained on 12 points of the two moons, and one on 2,000, with the same network and for as long. How far are the generated points from the nearest training point, beside points that nobody has seen?",
  runs: [
    { title: "12 points", set: { ...SMALL, "data.samples": 12 } },
    { title: "2,000 points", set: { ...SMALL, "data.samples": 2000 } },
  ],
  reads: ["memorisation"],
  answers: [
    {
      text: "As far, both times: a network interpolates between its points.",
      because: "It would, if it were too small or too lazy; the loss itself asks for a repetition, and the network is large enough.",
      holds: (of) => of("memorisation", 0).value >= 0.6,
    },
    {
      text: "With 12 points far nearer: it repeats them. With 2,000 as far as new data.",
      because:
        "The exact score of a finite set points at its points; with many of them the network cannot follow each, and that is what saves it.",
      right: true,
      holds: (of) => of("memorisation", 0).value < 0.6 && of("memorisation", 1).value >= 0.8,
    },
    {
      text: "Far nearer both times: training always ends in repetition.",
      because: "That takes a network that can hold every point. A smooth one averages over neighbours, which is new data.",
      holds: (of) => of("memorisation", 0).value < 0.6 && of("memorisation", 1).value < 0.8,
    },
  ],
  statement: "The perfect score of a finite training set leads back to that set. What is new comes from what the network cannot follow.",
  formula: String.raw`\pi=\tfrac1n\sum_i\delta_{y_i}:\qquad \nabla\log\eta(x,s)=\sum_i r_i(x)\,\frac{\alpha y_i-x}{\mathrm{std}^2}\ \xrightarrow{\;s\to0\;}\ \text{towards the nearest }y_i`,
  next: "Draw a few points of your own in the data card, and watch the crowd find them.",
  about: "Noised mixtures",
};
