/** @file Who pays for speed goes straight, at one speed (docs/mathematics.md, The game and its optimality system). */
import type { Lesson } from "../lesson.ts";

/** S below which a path bends or changes its speed for all to see. */
const STRAIGHT = 0.97;

export const lesson: Lesson = {
  id: "paying-for-speed",
  title: "Paying for speed",
  place: 20,
  preset: "gaussian-ot",
  question:
    "Agents pay ½|v|² at every moment, and at the end for not looking like the data, a Gaussian that is shifted, turned and stretched. How does each of them walk?",
  runs: [{ title: "this run", set: { "training.batch": 64, "training.stop": { steps: 150 } } }],
  reads: ["straightness", "kineticEnergy"],
  answers: [
    {
      text: "On a straight line, at one speed all the way.",
      because: "Differentiate the HJB equation along a path and the acceleration is 0: detours and bursts of speed only cost.",
      right: true,
      holds: (of) => of("straightness").value >= STRAIGHT,
    },
    {
      text: "On an arc or with a final sprint: the cloud has to be turned, and the end is what counts.",
      because: "The cloud does turn, but no agent does: straight lines of different directions turn it.",
      holds: (of) => of("straightness").value < STRAIGHT,
    },
  ],
  statement: "Optimal paths are straight and the speed on them is constant, so that one Euler step is exact.",
  formula: String.raw`-\partial_tU+\tfrac12|\nabla U|^2=0\qquad \Longrightarrow\ \ddot x=\partial_tv+(v\cdot\nabla)v=0\qquad \Longrightarrow\ X_t=x-t\,\nabla U(x,0)`,
  next: "Put an obstacle in the way (interaction cost, “Obstacle”): now there is something to walk round, and the paths bend.",
  about: "The game and its optimality system",
};
