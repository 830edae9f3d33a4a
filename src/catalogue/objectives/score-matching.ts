/**
 * @file Score matching: the optimal control of a diffusion is a score, and a score can be fitted without any roll-out.
 *
 *     denoising   E w² |∇U(x_s, t) − ε/std|²,          x_s = α y₀ + std ε,  y₀ ~ data
 *     implicit    E w² (|∇U|² − 2ΔU)                    the same up to a constant (integration by parts)
 *     sliced      E w² (|∇U|² − 2 zᵀ∇²U z),  E zzᵀ = I  one direction per point instead of the trace
 *
 * Noise levels are drawn by λ = log(std/α) ~ N(m, s²), clipped to the horizon; w is the factor that gives the denoising
 * target unit variance at every level. It is the optimality gap taken under the noised data, which is why it needs the
 * cross-entropy terminal cost and no interaction (docs/mathematics.md, Score matching).
 */
import type { Reference } from "../define.ts";
import { add, div, mul, normSquared, square, sub } from "../../math/expressions/expression.ts";
import { fitsUnless } from "../reason.ts";
import { learnTerms, type NoiseLevels, objective, type PointsTerm, objectiveSpec } from "../terms.ts";
import type { GamePoint } from "../place.ts";
import { choice, type ParamValues, real } from "../params.ts";
import { controlIsScore } from "../score-game.ts";

export const references: readonly Reference[] = [
  { authors: "Vincent, P.", title: "A connection between score matching and denoising autoencoders", year: 2011 },
  { authors: "Hyvärinen, A.", title: "Estimation of non-normalized statistical models by score matching", year: 2005 },
  { authors: "Song, Y., Garg, S., Shi, J. and Ermon, S.", title: "Sliced score matching", year: 2019, arxiv: "1905.07088" },
];

const levelsOf = (params: ParamValues): NoiseLevels => ({
  mean: Number(params["noiseMean"]),
  sd: Number(params["noiseSpread"]),
  smallest: Number(params["smallest"]),
});

export const spec = objectiveSpec({
  id: "score-matching",
  title: "Score matching",
  about: "Fit ∇U to the score of the noised data; no particle is ever simulated.",
  section: "Score matching",
  formula: String.raw`\mathbb E\,\omega^2\big|\nabla U + \nabla\log\eta\big|^2`,
  params: {
    kind: choice({
      about: "Which form of the same loss: denoising has a noisy target, implicit needs the Laplacian, sliced one direction of it.",
      default: "denoising",
      options: [
        { id: "denoising", title: "Denoising" },
        { id: "implicit", title: "Implicit" },
        { id: "sliced", title: "Sliced" },
      ],
      applies: "restart",
    }),
    noiseMean: real({
      symbol: "m_\\lambda",
      about: "Centre of the noise levels trained on, in log(std/α).",
      default: -0.8,
      min: -4,
      max: 2,
      applies: "restart",
    }),
    noiseSpread: real({
      symbol: "s_\\lambda",
      about: "Spread of the noise levels trained on, in log(std/α).",
      default: 1.4,
      min: 0.2,
      max: 4,
      applies: "restart",
    }),
    smallest: real({
      symbol: "s_0",
      about: "The smallest noising time, as a fraction of the horizon: below it the score is not trained.",
      default: 0.001,
      min: 0.0001,
      max: 0.05,
      scale: "log",
      applies: "restart",
    }),
  },
  at: "noised data",
  learnsScore: true,
  noiseLevels: levelsOf,
  fits(game) {
    return fitsUnless(
      controlIsScore(game),
      "Score matching needs a noising process (VP, VE, OU, or constant noise controlled in units of the noise), the diffusion running cost, the cross-entropy terminal cost with weight 1, no interaction and no discount: only then is the optimal control a score.",
    );
  },
});

const denoising = (here: GamePoint) => {
  const target = here.momentum().map((p, i) => sub(p, div(here.column(`e${String(i + 1)}`), here.std())));
  return mul(square(here.scoreScale()), normSquared(target));
};

const implicit = (here: GamePoint) => mul(square(here.scoreScale()), add(normSquared(here.momentum()), mul(-2, here.laplacian())));

const sliced = (here: GamePoint) => mul(square(here.scoreScale()), add(normSquared(here.momentum()), mul(-2, here.curvature())));

export const scoreMatching = objective(spec, {
  networks: (game) => [{ role: game.output === "potential" ? "value" : "score", output: game.output }],
  plan(parts, params) {
    const kind = params["kind"];
    const term: PointsTerm = {
      kind: "points",
      name: "score-matching",
      slot: "objective",
      points: parts.noisedData({
        ...levelsOf(params),
        directions: kind === "sliced",
      }),
      of: parts.output === "potential" ? "value" : "score",
      loss: kind === "denoising" ? denoising : kind === "implicit" ? implicit : sliced,
      weight: 1,
      ramp: 0,
    };
    return learnTerms(term.of, [term]);
  },
});
