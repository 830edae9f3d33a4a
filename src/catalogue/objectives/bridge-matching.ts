/**
 * @file Bridge matching: fit the drift of Brownian bridges between paired ends, then pair the ends by what was learned, round after round.
 *
 *     E |b(x_t, t) − (y − x_t)/(T − t)|²,      x_t on a Brownian bridge from o to y in the game's noise
 *
 * The least is the Markov process that has the laws of the mixture of bridges; particles that it carries are the next pairs, and what
 * stays as it is by both steps is the Schrödinger bridge (iterative Markovian fitting). A second network steers backwards in time: each
 * round one learns from ends that the other has found, so that b is fitted to data that are true and not to those it has made itself
 * (docs/mathematics.md, Bridge matching).
 */
import { prescribes, type Reference } from "../define.ts";
import type { Carrying, Rounds } from "../lines.ts";
import { input, mul, normSquared, sub } from "../../math/expressions/expression.ts";
import { choice, integer, type ParamValues } from "../params.ts";
import { type Game, type GameParts, type NetworkNeed, objective, objectiveSpec, type Phase, type PointsTerm } from "../terms.ts";
import { moverOf, type Role } from "../role.ts";
import { fitsUnless } from "../reason.ts";

export const references: readonly Reference[] = [
  {
    authors: "Peluchetti, S.",
    title: "Diffusion bridge mixture transports, Schrödinger bridge problems and generative modeling",
    year: 2023,
    arxiv: "2304.00917",
  },
  {
    authors: "Shi, Y., De Bortoli, V., Campbell, A. and Doucet, A.",
    title: "Diffusion Schrödinger bridge matching",
    year: 2023,
    arxiv: "2303.16852",
  },
  {
    authors: "Tong, A. and others",
    title: "Simulation-free Schrödinger bridges via score and flow matching",
    year: 2023,
    arxiv: "2307.03672",
  },
];

/** Curve of the network that steers backwards. */
const BACKWARD = "backward";

export const spec = objectiveSpec({
  id: "bridge-matching",
  title: "Bridge matching",
  about: "Fit the drift of Brownian bridges between paired ends; round after round what was learned pairs the ends anew.",
  section: "Bridge matching",
  formula: String.raw`\mathbb E\,\big|v(x_t,t)-\tfrac{x_T-x_t}{T-t}\big|^2`,
  params: {
    coupling: choice({
      about: "How ends are paired before anything has been learned: as drawn, or within blocks of the batch as the game's noise would.",
      default: "independent",
      options: [
        { id: "independent", title: "Independent" },
        { id: "bridge", title: "Bridge" },
      ],
      applies: "restart",
    }),
    pairs: integer({
      symbol: "n",
      about: "Samples of a block, at most the batch: the more, the nearer to the bridge and the slower a step.",
      default: 64,
      min: 16,
      max: 1024,
      scale: "log",
      where: { coupling: ["bridge"] },
      applies: "resample",
    }),
    rounds: integer({
      symbol: "k",
      about: "Rounds after the first: each learns from ends that the round before has found, forwards and backwards in time.",
      default: 3,
      min: 0,
      max: 8,
      applies: "restart",
    }),
    every: integer({
      about: "Training steps of each round; the last one goes on to the end of the run.",
      default: 1000,
      min: 10,
      max: 100_000,
      scale: "log",
      where: { rounds: [1, 2, 3, 4, 5, 6, 7, 8] },
      applies: "restart",
    }),
  },
  at: "bridges",
  beside: (params) => (roundsOf(params) === undefined ? [] : [BACKWARD]),
  rounds: roundsOf,
  learnsScore: false,
  fits(game) {
    return fitsUnless(
      nearestOf(game),
      game.dynamics.spec.noisy
        ? "Bridge matching knows one game: noise that stays the same and no drift, kinetic energy, nothing else on the way, no discount, and a prescribed end."
        : "Without noise a Brownian bridge is a straight line: there is none to match. Flow matching learns from lines, and its rounds come near optimal transport, to which bridges tend as the noise goes to 0.",
    );
  },
});

function nearestOf({ dynamics, lagrangian, interactions, terminal, discount }: Game): Record<string, unknown> {
  const nearest: Record<string, unknown> = {};
  if (!dynamics.spec.noisy || dynamics.spec.steadySigma === undefined || dynamics.spec.drifts)
    nearest["game.dynamics.id"] = "constant-noise";
  if (lagrangian.spec.linearReply !== true) nearest["game.lagrangian.id"] = "kinetic";
  if (interactions.length > 0) nearest["game.interactions"] = [];
  if (!prescribes(terminal.spec)) nearest["game.terminal.id"] = "hard";
  if (discount !== 0) nearest["game.discount"] = 0;
  return nearest;
}

function roundsOf({ rounds, every }: ParamValues): Rounds | undefined {
  return Number(rounds) > 0 ? { count: Number(rounds), every: Number(every) } : undefined;
}

/** Who steers towards one of the ends, and learns it on bridges whose other end is found from there. */
function phaseOf(parts: GameParts, params: ParamValues, of: Role, by: Pick<Carrying, "from" | "by" | "copies">): Phase {
  const rounds = roundsOf(params);
  const points = parts.steeredBridges({
    to: by.from,
    pairs: params["coupling"] === "bridge" ? Number(params["pairs"]) : undefined,
    rounds: rounds === undefined ? undefined : { ...rounds, ...by },
  });
  const term: PointsTerm = {
    kind: "points",
    name: of === "backward" ? BACKWARD : spec.id,
    slot: of === "backward" ? "terminal" : "objective",
    points,
    of,
    // Times T: a loss of the size of the squared way, whatever the horizon.
    loss(here) {
      const scaled = mul(input("game.horizon"), here.column("balance"));
      return normSquared(here.drift().map((b, i) => sub(mul(scaled, b), here.column(`e${String(i + 1)}`))));
    },
    weight: 1,
    ramp: 0,
  };
  return { trains: [of], rounds: 1, sign: 1, terms: [term] };
}

export const bridgeMatching = objective(spec, {
  networks({ output }, params) {
    const alone: NetworkNeed = { role: moverOf(output), output };
    if (roundsOf(params) === undefined) return [alone];
    return [alone, ...(["backward", "previous", "previous-backward"] as const).map((role): NetworkNeed => ({ role, output }))];
  },
  plan(parts, params) {
    const of = moverOf(parts.output);
    const forward = phaseOf(parts, params, of, { from: "data", by: "previous-backward", copies: "backward" });
    if (roundsOf(params) === undefined) return { kind: "learn", phases: [forward] };
    return { kind: "learn", phases: [forward, phaseOf(parts, params, "backward", { from: "reference", by: "previous", copies: of })] };
  },
});
