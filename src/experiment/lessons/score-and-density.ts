/** @file A right score with a wrong density, and what puts it right (docs/mathematics.md, HJB regularisers). */
import type { Found, Lesson } from "../lesson.ts";

const ON_THE_LINE = {
  "data.id": "trimodal",
  "data.samples": "infinite",
  "regularisers.hjb.ramp": 150,
  "network.width": 32,
  "training.batch": 256,
  "training.stop": { steps: 600 },
};

export const lesson: Lesson = {
  id: "score-and-density",
  title: "From the score to the density",
  place: 100,
  preset: "three-modes-hjb",
  question:
    "A diffusion learns −∇U, the score of three far modes, and its samples are good. Read e^(−U) as a density: does it know how much mass each mode has?",
  runs: [
    { title: "score alone", set: { ...ON_THE_LINE, "regularisers.hjb.weight": 0 } },
    { title: "with HJB", set: { ...ON_THE_LINE, "regularisers.hjb.weight": 0.05 } },
  ],
  reads: ["slicedW2", "densityNll", "hjbResidual.relative"],
  answers: [
    {
      text: "Yes: a score is the gradient of a log-density, so U is that density.",
      because: "Up to a constant where there is data. Between far modes there is none, so each mode has a constant of its own.",
      holds: (of) => gap(of, 0) < 0.1,
    },
    {
      text: "No, and the HJB penalty mends it.",
      because: "At large noise the modes overlap and their shares are learned; the equation carries these down to small noise.",
      right: true,
      holds: (of) => gap(of, 0) >= 0.1 && gap(of, 1) < gap(of, 0) / 2,
    },
    {
      text: "No, and no penalty on gradients can mend it.",
      because: "The HJB residual is no gradient: it has ∂U/∂t in it, and so compares U at one noise level with U at the next.",
      holds: (of) => gap(of, 0) >= 0.1 && gap(of, 1) >= gap(of, 0) / 2,
    },
  ],
  statement: "Score matching hardly sees how mass is shared between far modes; the HJB equation does, and makes e^(−U) a density.",
  formula: String.raw`\mathbb E_\eta|\nabla U+\nabla\log\eta|^2\approx0\ \not\Longrightarrow\ e^{-U}\propto\eta,\qquad r(U)=0\ \Longrightarrow\ \partial_se^{-U}=\nabla\cdot(fe^{-U})+\tfrac{\sigma^2}2\Delta e^{-U}`,
  next: "Press “Measure now” and read the weights of the modes, each beside the true one.",
  about: "HJB regularisers",
};

/** KL from the data to e^(−U), in nats. */
const gap = (of: Found, run: number): number => {
  const { value, truth } = of("densityNll", run);
  return value - (truth ?? 0);
};
