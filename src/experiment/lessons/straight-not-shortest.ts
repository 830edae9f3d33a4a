/** @file Rectified flow is not optimal transport (docs/mathematics.md, Flow matching). */
import type { Found, Lesson } from "../lesson.ts";

const SHORT = {
  "objective.params.every": 200,
  "training.batch": 256,
  "training.optimiser.params.rate": 0.01,
  "training.stop": { steps: 400 },
};

/** S above which paths count as straight. */
const STRAIGHT = 0.97;

/** Above the least energy by this much is more than training leaves over. */
const DEARER = 1.3;

export const lesson: Lesson = {
  id: "straight-not-shortest",
  title: "Straight, and shortest?",
  place: 55,
  preset: "gaussian-reflow",
  question:
    "Half-way through, flow matching is fitted once more, to lines from each start to where the flow itself took it: a rectified flow. Its paths are straight, and its ends right. Is it the optimal transport?",
  runs: [
    { title: "free field", set: { ...SHORT, "network.output": "field" } },
    { title: "v = −∇U", set: { ...SHORT, "network.output": "potential" } },
  ],
  reads: ["straightness", "kineticEnergy", "curl"],
  answers: [
    {
      text: "Yes: in the game, too, everybody goes straight at one speed.",
      because: "Straight lines are needed, but they must also belong to a gradient: otherwise the crowd turns on its way, and pays for it.",
      holds: (of) => straight(of) && excess(of, 0) < DEARER,
    },
    {
      text: "No: its paths are straight and still too long. Only as a potential does it get there.",
      because: "Rectifying takes the bends out and leaves the turning in. A velocity that is a gradient cannot turn.",
      right: true,
      holds: (of) => straight(of) && excess(of, 0) >= DEARER && excess(of, 1) < DEARER,
    },
    {
      text: "No, and as a potential it is no better.",
      because: "A gradient whose particles go straight solves the HJB equation, and there is one such flow between the two laws.",
      holds: (of) => straight(of) && excess(of, 0) >= DEARER && excess(of, 1) >= DEARER,
    },
  ],
  statement: "Straight paths make every step exact. They are the cheapest only if, besides, the velocity is a gradient.",
  formula: String.raw`\partial_tv+(v\cdot\nabla)v=0\ \not\Longrightarrow\ v=-\nabla U;\qquad v=-\nabla U,\ -\partial_tU+\tfrac12|\nabla U|^2=0\ \Longrightarrow\ \mathbb E\!\int_0^T\!|v|^2=\tfrac1T\,W_2^2(\rho_0,\pi)`,
  next: "Pair the ends by transport in the training card: then round 1 has hardly anything to straighten.",
  about: "Flow matching",
};

const straight = (of: Found): boolean => of("straightness", 0).value >= STRAIGHT;

const excess = (of: Found, run: number): number => {
  const { value, truth } = of("kineticEnergy", run);
  return value / (truth ?? 0);
};
