/**
 * @file Mean flow: beside the velocity v of flow matching learn its mean u on the way to the end, which gets there at once.
 *
 *     u(x, t) = (1/(T − t)) ∫ₜᵀ v(X_s, s) ds    ⇔    u = v + (T − t)(∂ₜu + v·∇u),    v = (y − o)/T on average
 *
 * The right side is linear in v, so that the velocity of a line may stand for the mean of all lines through the point. It is taken as
 * given: only the left side learns. At t = T it says u = v, and from there it reaches back (docs/mathematics.md, One step). The two networks
 * share their lines, and nothing else.
 */
import type { Reference } from "../define.ts";
import { addVec, div, type Expr, held, input, mul, normSquared, sub, type Vec } from "../../math/expressions/expression.ts";
import { choice } from "../params.ts";
import { blockSize, blurWidth, COUPLINGS, couplingOf, nothingBends } from "../straight-lines.ts";
import { objective, objectiveSpec, type PointsTerm } from "../terms.ts";
import type { GamePoint } from "../place.ts";

export const references: readonly Reference[] = [
  {
    authors: "Geng, Z., Deng, M., Bai, X., Kolter, J. Z. and He, K.",
    title: "Mean flows for one-step generative modeling",
    year: 2025,
    arxiv: "2505.13447",
  },
  {
    authors: "Boffi, N. M., Albergo, M. S. and Vanden-Eijnden, E.",
    title: "Flow map matching",
    year: 2024,
    arxiv: "2406.07507",
  },
];

const FLOW = { name: "flow-matching", title: "flow matching", slot: "objective" } as const;
const JUMP = { name: "mean-flow", title: "mean flow", slot: "terminal" } as const;

export const spec = objectiveSpec({
  id: "mean-flow",
  title: "Mean flow",
  about: "Flow matching, and beside it a network of the mean velocity to the end of the flow: one evaluation of it makes a sample.",
  section: "One step",
  formula: String.raw`\mathbb E\,\big|u-\mathrm{sg}\big[v+(T-t)(\partial_tu+v\cdot\nabla u)\big]\big|^2`,
  params: {
    coupling: choice({
      about: "How ends are paired: as drawn, the shortest way within blocks of the batch, or that way blurred.",
      default: "independent",
      options: COUPLINGS,
      applies: "restart",
    }),
    pairs: blockSize(["minibatch", "entropic"]),
    blur: blurWidth,
  },
  at: "lines",
  learnsScore: false,
  curves: () => [FLOW, JUMP],
  atOnce: true,
  fits(game) {
    if (game.output === "potential")
      return {
        reason: "A mean velocity to the end is a field: of a potential the way there is no gradient. Flow matching learns one.",
        nearest: { "objective.id": "flow-matching" },
      };
    return nothingBends(
      game,
      "A mean flow is learned on lines that are drawn beforehand: no noise, no interaction, no running cost but the kinetic energy or none bends them, and the terminal cost must be least where the data are met.",
    );
  },
});

export const meanFlow = objective(spec, {
  networks: () => [
    { role: "velocity", output: "field" },
    { role: "jump", output: "field" },
  ],
  plan(parts, params) {
    const points = parts.lines({ coupling: couplingOf(params) });
    const horizon = input("game.horizon");
    const way = (here: GamePoint): Vec => here.x.map((_, i) => here.column(`e${String(i + 1)}`));
    const part = { kind: "points", slot: "objective", points, weight: 1, ramp: 0 } as const;
    const flow: PointsTerm = { ...part, ...FLOW, of: "velocity", loss: (here) => missed(here.drift(), way(here), horizon) };
    const jump: PointsTerm = {
      ...part,
      ...JUMP,
      of: "jump",
      loss(here) {
        const later = here.fieldAlong(way(here).map((e) => div(e, horizon))).map((change) => mul(mul(horizon, here.s), change));
        return missed(here.control(), addVec(way(here), later).map(held), horizon);
      },
    };
    return {
      kind: "learn",
      phases: [
        { trains: ["velocity"], rounds: 1, sign: 1, terms: [flow] },
        { trains: ["jump"], rounds: 1, sign: 1, terms: [jump] },
      ],
    };
  },
});

/** |T u − way|²: of the size of the squared way, whatever the horizon. */
const missed = (u: Vec, way: Vec, horizon: Expr): Expr => normSquared(u.map((ui, i) => sub(mul(horizon, ui), way[i] ?? 0)));
