/** @file What is best for each is not best for all (docs/mathematics.md, Linear-quadratic games). */
import type { Found, Lesson } from "../lesson.ts";

const SHORT = { "training.batch": 64, "training.stop": { steps: 250 } };

export const lesson: Lesson = {
  id: "each-for-himself",
  title: "Each for himself",
  place: 27,
  preset: "front-nash",
  question:
    "On the way everybody wants to be out in front, at twice the average of all, and at the end home at 1. Once each decides for himself (Nash), once all decide together (social). Which crowd pays less in all?",
  runs: [
    { title: "Nash", set: { ...SHORT, "game.interactions.0.params.kind": "nash" } },
    { title: "social", set: { ...SHORT, "game.interactions.0.params.kind": "social" } },
  ],
  reads: ["cost", "kineticEnergy"],
  answers: [
    {
      text: "Both the same: all are alike, so what is best for one is best for all.",
      because: "All are alike, but whoever moves also moves the mean, and with it what the others pay. Nobody is charged for that.",
      holds: (of) => Math.abs(saved(of)) <= LITTLE,
    },
    {
      text: "Each for himself: a plan for all takes nobody’s own costs seriously.",
      because: "The plan minimises the sum of just those costs. No choice of the single agents can make that sum smaller.",
      holds: (of) => saved(of) < -LITTLE,
    },
    {
      text: "All together: the difference is the price of anarchy.",
      because:
        "The planner reckons with the mean moving. In front of a crowd that wants to be in front nobody can be, and he has all stay back.",
      right: true,
      holds: (of) => saved(of) > LITTLE,
    },
  ],
  statement:
    "The planner’s price is the first variation of the cost of all; unless the share θ is 0 or 1, a Nash player leaves a part of it out.",
  formula: String.raw`m''=\bar q(1-\theta)\,m\ \text{ (Nash)},\qquad m''=\bar q(1-\theta)^2\,m\ \text{ (social)}`,
  next: "Make the share 1, the mean itself: the two kinds of crowd walk alike.",
  about: "Linear-quadratic games",
};

/** Share of the cost that training leaves undecided. */
const LITTLE = 0.05;

/** By the planner, as a share of what Nash players pay. */
const saved = (of: Found): number => 1 - of("cost", 1).value / of("cost", 0).value;
