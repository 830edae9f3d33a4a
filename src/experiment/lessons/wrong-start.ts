/** @file A wrong starting law: noise forgives it, the probability flow carries it to the end (docs/mathematics.md, Score-based diffusion). */
import type { Found, Lesson } from "../lesson.ts";

const CUT_SHORT = {
  "data.id": "gaussian",
  "data.params.mean": [2],
  "data.params.covariance": [[0.25]],
  "game.dynamics.params.betaMax": 1.5,
  "network.width": 32,
  "training.batch": 256,
  "training.stop": { steps: 300 },
};

export const lesson: Lesson = {
  id: "wrong-start",
  title: "The wrong start",
  place: 70,
  preset: "line-diffusion",
  question:
    "Noising was cut short: at its end the data are not N(0, 1) yet. Generation starts from N(0, 1) all the same, once along the probability flow (no noise), once by the SDE. The score is the same. Which one ends nearer to the data?",
  runs: [
    { title: "without noise", set: { ...CUT_SHORT, "sampling.method": "ode" } },
    { title: "with noise", set: { ...CUT_SHORT, "sampling.method": "sde" } },
  ],
  reads: ["slicedW2", "energyDistance"],
  answers: [
    {
      text: "Neither: both have the same densities at every time.",
      because: "They have, if they start right. From a wrong start each goes its own way.",
      holds: (of) => ratio(of) >= 0.85 && ratio(of) <= 1.15,
    },
    {
      text: "The one without noise: noise only adds errors.",
      because: "A flow is invertible: what was wrong at the start is there at the end, to the last nat.",
      holds: (of) => ratio(of) > 1.15,
    },
    {
      text: "The one with noise: it forgets where it came from.",
      because: "Two crowds under the same noise grow alike, so the wrong one drifts towards the right one.",
      right: true,
      holds: (of) => ratio(of) < 0.85,
    },
  ],
  statement: "The SDE can only lose divergence on the way; the probability flow keeps all of it.",
  formula: String.raw`\mathrm{KL}(\rho_T\,\|\,\pi)\ \begin{cases}\le\mathrm{KL}(\rho_0\,\|\,\eta(\cdot,T))&\text{with noise}\\[2pt]=\mathrm{KL}(\rho_0\,\|\,\eta(\cdot,T))&\text{without}\end{cases}`,
  next: "Raise β max to 20, where the noised data do reach N(0, 1): the two agree.",
  about: "Score-based diffusion",
};

const ratio = (of: Found): number => of("slicedW2", 1).value / of("slicedW2", 0).value;
