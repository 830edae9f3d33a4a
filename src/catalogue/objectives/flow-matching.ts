/**
 * @file Flow matching: fit the mean velocity of straight lines from the reference to the data; nothing is simulated.
 *
 *     E |b(x_t, t) − (y − o)/T|²,      x_t = (1 − t/T) o + (t/T) y,    o ~ reference, y ~ data, t uniform
 *
 * The minimum is v(x, t) = E[(y − o)/T | x_t = x], which carries ρ₀ to π: an optimum where moving is free. Where it costs kinetic
 * energy it is not one, unless ends are paired as the optimal transport pairs them: blocks of a batch come nearer to it the larger
 * they are (docs/mathematics.md, Flow matching). Beside Fisher information the optimum is the flow of a Schrödinger bridge, which is the
 * mean velocity of Brownian bridges around lines that are paired so (docs/mathematics.md, Fisher information). A potential learns the part of v that is a gradient, and that moves the population alike.
 */
import { prescribes, type Reference } from "../define.ts";
import type { Carrying, Rounds } from "../lines.ts";
import { blockSize, blurWidth, COUPLINGS, couplingOf, LINES, nothingBends } from "../straight-lines.ts";
import { chosenInteractions } from "../on-grid.ts";
import { fitsUnless, type Misfit } from "../reason.ts";
import { input, mul, normSquared, sub } from "../../math/expressions/expression.ts";
import { choice, integer, type ParamValues, real } from "../params.ts";
import { type Game, learnTerms, type NetworkNeed, objective, objectiveSpec, type PointsTerm } from "../terms.ts";
import { moverOf } from "../role.ts";

export const references: readonly Reference[] = [
  {
    authors: "Lipman, Y., Chen, R. T. Q., Ben-Hamu, H., Nickel, M. and Le, M.",
    title: "Flow matching for generative modeling",
    year: 2022,
    arxiv: "2210.02747",
  },
  {
    authors: "Liu, X., Gong, C. and Liu, Q.",
    title: "Flow straight and fast: learning to generate and transfer data with rectified flow",
    year: 2022,
    arxiv: "2209.03003",
  },
  {
    authors: "Albergo, M. S. and Vanden-Eijnden, E.",
    title: "Building normalizing flows with stochastic interpolants",
    year: 2022,
    arxiv: "2209.15571",
  },
  {
    authors: "Pooladian, A.-A. and others",
    title: "Multisample flow matching: straightening flows with minibatch couplings",
    year: 2023,
    arxiv: "2304.14772",
  },
];

export const spec = objectiveSpec({
  id: "flow-matching",
  title: "Flow matching",
  about: "Fit the velocity to straight lines from the reference to the data, on average; no particle is ever simulated.",
  section: "Flow matching",
  formula: String.raw`\mathbb E\,\big|v(x_t,t)-\tfrac{x_T-x_0}T\big|^2`,
  params: {
    coupling: choice({
      about:
        "How ends are paired: as drawn, the shortest way within blocks of the batch, that way blurred, or as the game's Fisher information would.",
      default: "independent",
      options: [...COUPLINGS, { id: "bridge", title: "Bridge" }],
      applies: "restart",
    }),
    pairs: blockSize(["minibatch", "entropic", "bridge"]),
    blur: blurWidth,
    path: choice({
      about: "Lines end at the data, or, as a Gaussian that shrinks onto each of them, a share of where they began beside them.",
      default: "straight",
      options: [
        { id: "straight", title: "Straight" },
        { id: "gaussian", title: "Gaussian" },
      ],
      where: { coupling: LINES },
      applies: "resample",
    }),
    deviation: real({
      symbol: String.raw`\sigma_{\min}`,
      about: "Size of the Gaussian about each data point at the end, in units of the reference: what is learned is blurred by so much.",
      default: 0.1,
      min: 0.001,
      max: 1,
      scale: "log",
      where: { path: ["gaussian"], coupling: LINES },
      applies: "resample",
    }),
    rounds: integer({
      symbol: "k",
      about: "Rounds of rectified flow after the first: each learns the straight lines from start to end of the flow before it.",
      default: 0,
      min: 0,
      max: 4,
      where: { coupling: LINES },
      applies: "restart",
    }),
    every: integer({
      about: "Training steps of each round; the last one goes on to the end of the run.",
      default: 4000,
      min: 10,
      max: 100_000,
      scale: "log",
      where: { rounds: [1, 2, 3, 4], coupling: LINES },
      applies: "restart",
    }),
  },
  at: "lines",
  rounds: roundsOf,
  learnsScore: false,
  fits(game, params) {
    if (game.interactions.some(({ spec: { asNoise } }) => asNoise !== undefined)) return bridgeFits(game, params);
    const straight = nothingBends(
      game,
      "Flow matching draws its lines beforehand: no noise, no interaction but Fisher information, no running cost but the kinetic energy or none bends them, and the terminal cost must be least where the data are met.",
    );
    if (straight !== true) return straight;
    if (params["coupling"] !== "bridge") return true;
    return {
      reason: "The coupling by a bridge takes its noise from Fisher information, and this game has none.",
      nearest: { "objective.params.coupling": "entropic" },
    };
  },
});

/** Whether the optimum is the flow of a Schrödinger bridge. */
function bridgeFits({ dynamics, lagrangian, interactions, terminal, discount }: Game, params: ParamValues): true | Misfit {
  const nearest: Record<string, unknown> = {};
  if (dynamics.spec.noisy || dynamics.spec.drifts) nearest["game.dynamics.id"] = "deterministic";
  if (lagrangian.spec.free || lagrangian.spec.linearReply !== true) nearest["game.lagrangian.id"] = "kinetic";
  const noise = interactions.filter(({ spec: { asNoise } }) => asNoise !== undefined);
  if (noise.length < interactions.length) nearest["game.interactions"] = chosenInteractions(noise);
  if (!prescribes(terminal.spec)) nearest["game.terminal.id"] = "hard";
  if (discount !== 0) nearest["game.discount"] = 0;
  if (params["coupling"] !== "bridge") nearest["objective.params.coupling"] = "bridge";
  return fitsUnless(
    nearest,
    "With Fisher information flow matching learns the flow of a bridge: coupling by it, kinetic energy, a prescribed end, and nothing else.",
  );
}

function roundsOf({ rounds, every, coupling }: ParamValues): Rounds | undefined {
  return Number(rounds) > 0 && coupling !== "bridge" ? { count: Number(rounds), every: Number(every) } : undefined;
}

function carryingOf(params: ParamValues, copies: Carrying["copies"]): Carrying | undefined {
  const rounds = roundsOf(params);
  return rounds === undefined ? undefined : { ...rounds, from: "reference", by: "previous", copies };
}

export const flowMatching = objective(spec, {
  networks: ({ output }, params) => [
    { role: moverOf(output), output },
    ...(roundsOf(params) === undefined ? [] : [{ role: "previous", output } satisfies NetworkNeed]),
  ],
  plan(parts, params) {
    const bridged = params["coupling"] === "bridge";
    const of = moverOf(parts.output);
    const term: PointsTerm = {
      kind: "points",
      name: "flow-matching",
      slot: "objective",
      points: bridged
        ? parts.bridges({ pairs: Number(params["pairs"]) })
        : parts.lines({
            coupling: couplingOf(params),
            deviation: params["path"] === "gaussian" ? Number(params["deviation"]) : 0,
            rounds: carryingOf(params, of),
          }),
      of,
      // Times T: a loss of the size of the squared way, whatever the horizon.
      loss(here) {
        const scaled = bridged ? mul(input("game.horizon"), here.column("balance")) : input("game.horizon");
        return normSquared(here.drift().map((b, i) => sub(mul(scaled, b), here.column(`e${String(i + 1)}`))));
      },
      weight: 1,
      ramp: 0,
    };
    return learnTerms(of, [term]);
  },
});
