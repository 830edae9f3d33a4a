/** @file What copies is not the equation and not the score, but kernels of no width (docs/mathematics.md, Kernel model). */
import type { Lesson } from "../lesson.ts";

export const lesson: Lesson = {
  id: "kernels-cure",
  title: "Copies without a network",
  place: 85,
  preset: "proximal-memorises",
  question:
    "A hundred training points, and no network at all: the data's law is a narrow bump around each point, noise spreads the bumps exactly, and the score is known to the digit. Once the bumps stay as they are; once their width, one number, is fitted to points that do not see their own bump. How new are the samples?",
  runs: [
    { title: "width .01", set: {} },
    { title: "width fitted", set: { "objective.params.precisions": "one", "objective.params.width": 0.3 } },
  ],
  reads: ["memorisation"],
  answers: [
    {
      text: "New both times: only networks memorise.",
      because: "It is the law that is learned which copies. With bumps of no width it is the training set, whoever evaluates its score.",
      holds: (of) => of("memorisation", 0).value >= 0.6,
    },
    {
      text: "Copies with narrow bumps, new points with the fitted width.",
      because:
        "A width that is judged by points outside their own bump has to reach from point to point: the law between the points is what is learned.",
      right: true,
      holds: (of) => of("memorisation", 0).value < 0.4 && of("memorisation", 1).value >= 0.7,
    },
    {
      text: "Copies both times: the fit makes the bumps as narrow as it can, for that explains the points best.",
      because: "So it would, if a point saw its own bump: the loss then falls without end. It does not.",
      holds: (of) => of("memorisation", 0).value < 0.4 && of("memorisation", 1).value < 0.4,
    },
  ],
  statement:
    "Whether a diffusion copies is decided at its end alone: by the law that its score belongs to there. Noise and the HJB equation carry that law back, copies or not.",
  formula: String.raw`U=-\log\eta,\quad\eta(\cdot,0)=\tfrac1N\sum_k\mathcal N(z_k,\Gamma_k^{-1}):\qquad \Gamma^{-1}\to0\ \text{copies},\quad \Gamma\ \text{by}\ \min_\Gamma\mathbb E_\pi\big[|\nabla U|^2-2\Delta U\big]_{t=T}`,
  next: "Open the preset “Kernels with a shape”: with more points each kernel learns a matrix of its own.",
  about: "Kernel model",
};
