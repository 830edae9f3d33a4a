/** @file Without a running cost every flow that ends right is optimal (docs/mathematics.md, Flows without running cost). */
import type { Found, Lesson } from "../lesson.ts";

const BETWEEN_GAUSSIANS = {
  "data.id": "gaussian",
  "data.params.mean": [0, 0],
  "data.params.covariance": [
    [4, 0],
    [0, 4],
  ],
  "objective.params.steps": 4,
  // Begun large, a field keeps the swirl that it began with: nothing in the loss takes it away.
  "network.lastLayerScale": 2,
  "network.width": 16,
  "network.depth": 2,
  "training.batch": 64,
  "training.optimiser.params.rate": 0.02,
  "training.stop": { steps: 150 },
};

/** KL to the data below which the end counts as right, in nats. */
const ARRIVED = 0.1;

export const lesson: Lesson = {
  id: "same-end",
  title: "Same end, same flow?",
  place: 10,
  preset: "eight-gaussians-cnf",
  question:
    "A normalizing flow carries N(0, I) to N(0, 4I). Its loss looks only at where particles end. Train it twice, from two seeds: do both runs find the same flow?",
  runs: [
    { title: "seed 1", set: { ...BETWEEN_GAUSSIANS, seed: 1 } },
    { title: "seed 3", set: { ...BETWEEN_GAUSSIANS, seed: 3 } },
  ],
  reads: ["nllGap", "kineticEnergy", "curl"],
  answers: [
    {
      text: "Yes: one loss, one minimum, one flow.",
      because: "The minimum is one number, but whole families of flows reach it: the loss cannot tell them apart.",
      holds: (of) => bothArrive(of) && apart(of) <= 0.05,
    },
    {
      text: "No: both end in the data, on other paths and at another energy.",
      because: "Whatever rotates on the way without changing the density is free, so each seed keeps the swirl it began with.",
      right: true,
      holds: (of) => bothArrive(of) && apart(of) > 0.05,
    },
    {
      text: "No: one of them does not arrive at all.",
      because: "The end is all that is paid for, so it is the one thing that every seed gets right.",
      holds: (of) => !bothArrive(of),
    },
  ],
  statement: "With L = 0 every flow that ends in the data is an optimum. They say where to end, and nothing says how to get there.",
  formula: String.raw`v=\tfrac{s'}{s}x+\omega Jx:\quad \rho_T=\pi\ \text{ for every }\omega,\qquad \tfrac12\mathbb E\!\int|v|^2=1+\tfrac73\,\omega^2`,
  next: "Choose “Kinetic energy” as the running cost: now one flow is the cheapest, and the seeds agree.",
  about: "Flows without running cost",
};

const bothArrive = (of: Found): boolean => [0, 1].every((run) => of("nllGap", run).value < ARRIVED);

/** How much the energies differ, relative to the smaller one. */
function apart(of: Found): number {
  const [a, b] = [of("kineticEnergy", 0).value, of("kineticEnergy", 1).value];
  return Math.abs(a - b) / Math.min(a, b);
}
