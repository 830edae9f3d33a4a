/**
 * @file Kernel model: the data's law is a mixture of kernels around training points. Noise spreads it in closed form, so U is known at all times
 * once it is at the end, and only the end is fitted.
 *
 *     U(x, t) = −log η(x, T − t),     η(x, s) = 1/N Σ N(x; α z_k, α² Γ_k⁻¹ + std² I)
 *     implicit score matching at T alone    E (|∇U|² − 2ΔU)    over training points, each without its own kernel
 *
 * Kernels of no width are the training set itself: then the score is exact for it, and what is generated are copies (docs/mathematics.md,
 * Kernel model). It needs what score matching needs: a noising process, the diffusion running cost, the cross-entropy.
 */
import type { Reference } from "../define.ts";
import { choice, integer, real } from "../params.ts";
import { objective, objectiveSpec } from "../terms.ts";
import { controlIsScore } from "../score-game.ts";
import { fitsUnless } from "../reason.ts";

export const references: readonly Reference[] = [
  {
    authors: "Zhang, B. J., Liu, S., Li, W., Katsoulakis, M. A. and Osher, S. J.",
    title: "Wasserstein proximal operators describe score-based generative models and resolve memorization",
    year: 2024,
    arxiv: "2402.06162",
  },
  { authors: "Hyvärinen, A.", title: "Estimation of non-normalized statistical models by score matching", year: 2005 },
];

export const spec = objectiveSpec({
  id: "kernel-model",
  title: "Kernel model",
  about:
    "The data are kernels around training points, which noise spreads in closed form; their precisions are fixed, or fitted at the end.",
  section: "Kernel model",
  formula: String.raw`\mathbb E_\pi\big[|\nabla U|^2-2\Delta U\big]\Big|_{T}`,
  params: {
    precisions: choice({
      about: "Whether kernels keep their width, learn one width for all, or each a precision matrix of its own.",
      default: "one",
      options: [
        { id: "fixed", title: "Fixed" },
        { id: "one", title: "One for all" },
        { id: "local", title: "Local" },
      ],
      applies: "restart",
    }),
    centres: integer({
      symbol: "N",
      about: "Kernels, around so many training points; the others are fitted to all the same.",
      default: 200,
      min: 2,
      max: 1000,
      scale: "log",
      applies: "restart",
    }),
    width: real({
      symbol: "h",
      about: "The standard deviation of a kernel, or that which learning begins with.",
      default: 0.3,
      min: 0.001,
      max: 3,
      scale: "log",
      applies: "restart",
    }),
    sharing: real({
      symbol: String.raw`\ell`,
      about: "Kernels nearer than this learn much the same precision: the shorter, the more local, and the more points it takes.",
      default: 0.7,
      min: 0.1,
      max: 10,
      scale: "log",
      applies: "restart",
      where: { precisions: ["local"] },
    }),
    steps: integer({
      symbol: "K",
      about: "Steps of the fit.",
      default: 150,
      min: 10,
      max: 2000,
      scale: "log",
      applies: "restart",
      where: { precisions: ["one", "local"] },
    }),
    smallest: real({
      symbol: "s_0",
      about:
        "The noising time at which generated paths end, as a fraction of the horizon: what noise is left there is left in the samples.",
      default: 1e-5,
      min: 1e-7,
      max: 0.05,
      scale: "log",
      applies: "restart",
    }),
  },
  at: "data",
  curves: () => [{ name: "score-matching", title: "implicit score matching at T", slot: "objective" }],
  learnsScore: true,
  fits(game) {
    return fitsUnless(
      controlIsScore(game),
      "Kernels are spread by a noising process (VP, VE, OU, or constant noise controlled in units of the noise), and minus their logarithm is U for the diffusion running cost, the cross-entropy with weight 1, no interaction and no discount only.",
    );
  },
});

const PRECISIONS = ["fixed", "one", "local"] as const;

export const kernelModel = objective(spec, {
  networks: () => [{ role: "value", output: "potential" }],
  solve: (params) => ({
    solver: "kernels",
    precisions: PRECISIONS.find((known) => known === params["precisions"]) ?? "one",
    centres: Number(params["centres"]),
    width: Number(params["width"]),
    sharing: Number(params["sharing"]),
    steps: Number(params["steps"]),
  }),
});
