/** @file The HJB equation holds for any data: it does not know which ones are meant (docs/mathematics.md, HJB regularisers). */
import type { Found, Lesson } from "../lesson.ts";

const TWELVE = {
  "data.id": "moons",
  "data.samples": 12,
  "regularisers.hjb.ramp": 100,
  "training.batch": 256,
  "network.width": 48,
  "training.stop": { steps: 400 },
};

export const lesson: Lesson = {
  id: "penalty-and-copies",
  title: "A penalty against copies?",
  place: 90,
  preset: "three-modes-hjb",
  question:
    "Twelve training points again. This time the loss has an HJB penalty, so that U obeys the equation of the game. Does that keep the model from copying its points?",
  runs: [
    { title: "penalty off", set: { ...TWELVE, "regularisers.hjb.weight": 0 } },
    { title: "penalty on", set: { ...TWELVE, "regularisers.hjb.weight": 0.05 } },
  ],
  reads: ["memorisation", "hjbResidual.relative"],
  answers: [
    {
      text: "Yes: copies are no solution of the equation.",
      because: "They are: noise any law, the twelve points too, and minus its log-density solves the equation exactly.",
      holds: (of) => obeys(of) && of("memorisation", 1).value >= 0.6,
    },
    {
      text: "No: the equation holds better, and the points are copied all the same.",
      because:
        "The equation says how densities spread, not where they begin: only the data term says that, and it asks for the twelve points.",
      right: true,
      holds: (of) => obeys(of) && of("memorisation", 1).value < 0.6,
    },
    {
      text: "It does not even make the equation hold: the points are in the way.",
      because: "The penalty is met wherever the noised points are, whatever they are.",
      holds: (of) => !obeys(of),
    },
  ],
  statement: "U = −log η has no residual for any law at all: the HJB equation alone does not pin the data, and has nothing against copies.",
  formula: String.raw`U=-\log\eta:\quad -\partial_tU-f\cdot\nabla U+\tfrac{\sigma^2}2|\nabla U|^2+\nabla\cdot f-\tfrac{\sigma^2}2\Delta U=0\quad\text{whatever }\eta(\cdot,0)`,
  next: "Give it 2,000 points instead: copying ends, and the residual stays where it is.",
  about: "HJB regularisers",
};

/** The penalty has made the residual much smaller. */
const obeys = (of: Found): boolean => of("hjbResidual.relative", 1).value < of("hjbResidual.relative", 0).value / 2;
