/** @file Agents who look ahead go down their cost more slowly than those who do not (docs/mathematics.md, Wasserstein gradient flows). */
import type { Found, Lesson } from "../lesson.ts";

const ON_THE_WAY = [{ id: "running-end-cost", params: {} }];

/** Energy of the smooth paths: of those who look ahead by ε = 1, in units of Langevin's. */
const share = (of: Found): number => of("kineticEnergy", 1).value / of("kineticEnergy", 0).value;

export const lesson: Lesson = {
  id: "looking-ahead",
  title: "Looking ahead",
  place: 140,
  preset: "langevin-gaussian",
  question:
    "Langevin's particles go down the cost of the crowd as it is now. Now the agents play a game: they pay for the same cost along their whole way, discounted over a time ε = 1, and for their speed, and so they look ahead. What does their crowd do?",
  runs: [
    { title: "ε → 0: Langevin", set: {} },
    {
      title: "ε = 1, learned",
      set: {
        model: "wasserstein-gradient-flow",
        reference: { id: "gaussian", params: { mean: [2], covariance: [[0.36]] } },
        "game.discount": 1,
        "game.interactions": ON_THE_WAY,
        "objective.params.steps": 8,
        "training.batch": 64,
        "training.stop": { steps: 200 },
      },
    },
  ],
  reads: ["kineticEnergy", "slicedW2"],
  answers: [
    {
      text: "The same: the cost is the same, and so is the slope that they go down.",
      because:
        "Only who looks no further than here goes down the slope of here. Ahead it is flatter, because the crowd will be further down.",
      holds: (of) => share(of) > 0.93 && share(of) < 1.07,
    },
    {
      text: "It hurries: who sees the valley coming goes there at once.",
      because: "Speed costs its square, so whoever has time takes it.",
      holds: (of) => share(of) >= 1.07,
    },
    {
      text: "It takes its time: it goes down more slowly, and spends less on moving.",
      because:
        "∇U is the average of the slopes to come, which are smaller than the one here; and the mean decays at the rate .62 instead of 1.",
      right: true,
      holds: (of) => share(of) <= 0.93,
    },
  ],
  statement:
    "The gradient flow is what is left of the game when nobody looks ahead: the rate of the mean differs by ε, and Langevin is its limit.",
  formula: String.raw`m''-\tfrac1\varepsilon m'-\tfrac1\varepsilon m=0\ \Rightarrow\ m\propto e^{-rt},\quad r=\frac{\sqrt{1+4\varepsilon}-1}{2\varepsilon}=1-\varepsilon+O(\varepsilon^2)`,
  next: "Turn the discount κ = 1/ε up: at 10 the two crowds can hardly be told apart.",
  about: "Wasserstein gradient flows",
};
