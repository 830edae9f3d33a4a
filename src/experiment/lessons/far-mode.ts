/** @file Two divergences: one covers, one seeks (docs/mathematics.md, First variations). */
import type { Found, Lesson } from "../lesson.ts";

const FROM_THE_LEFT = {
  reference: { id: "gaussian", params: { mean: [-3], covariance: [[0.3]] } },
  "training.batch": 64,
  "training.stop": { steps: 140 },
};

/** KL(π‖ρ) in nats beyond which a mode is as good as empty. */
const EMPTY = 2;

export const lesson: Lesson = {
  id: "far-mode",
  title: "The far mode",
  place: 110,
  preset: "line-ot",
  question:
    "The crowd starts left of two modes. The end is compared with the data once by KL(ρ‖π), once by KL(π‖ρ), at the same weight. Which comparison lets the far mode stay empty?",
  runs: [
    { title: "KL(ρ‖π)", set: { ...FROM_THE_LEFT, "game.terminal.id": "reverse-kl" } },
    { title: "KL(π‖ρ)", set: { ...FROM_THE_LEFT, "game.terminal.id": "forward-kl" } },
  ],
  reads: ["nllGap", "kineticEnergy"],
  answers: [
    {
      text: "KL(ρ‖π): whoever is in a mode is content, and a mode nobody visits is never asked about.",
      because:
        "It averages over the crowd: to be where data are is enough. KL(π‖ρ) averages over the data, and an empty mode costs it without bound.",
      right: true,
      holds: (of) => empty(of, 0) && !empty(of, 1),
    },
    {
      text: "KL(π‖ρ): it looks at the data only, not at where the crowd is.",
      because: "Because it looks at all the data, it misses whoever is not there: log(π/ρ) is large exactly where nobody stands.",
      holds: (of) => !empty(of, 0) && empty(of, 1),
    },
    {
      text: "Neither: both are 0 only for the same law.",
      because: "Both are, but training follows their slopes, and a crowd in one mode feels no slope towards the other.",
      holds: (of) => !empty(of, 0) && !empty(of, 1),
    },
    {
      text: "Both: the way to the far mode is too dear.",
      because: "The way costs a few units of energy. An empty mode costs KL(π‖ρ) far more, at any weight worth the name.",
      holds: (of) => empty(of, 0) && empty(of, 1),
    },
  ],
  statement:
    "A crowd that fills a part A of the data only pays log 1/π(A) by KL(ρ‖π), and feels hardly any slope towards the rest; by KL(π‖ρ) it pays without bound.",
  formula: String.raw`\rho=\pi(\,\cdot\mid A):\qquad \mathrm{KL}(\rho\,\|\,\pi)=\log\frac1{\pi(A)},\qquad \mathrm{KL}(\pi\,\|\,\rho)=\infty`,
  next: "Choose “Jeffreys divergence” as the terminal cost: the sum of both forgets nothing and invents nothing.",
  about: "First variations",
};

const empty = (of: Found, run: number): boolean => of("nllGap", run).value > EMPTY;
