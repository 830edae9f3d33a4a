/**
 * @file What every objective that simulates particles shares: which games can be rolled out, and the term that does it.
 *
 * Paths are pushed from the reference, unless the terminal cost is an average over the data (forward KL): then they are pulled back
 * from the data, and the density is read off where they land.
 */
import type { Expr } from "../math/expressions/expression.ts";
import type { IntegratorId } from "../math/integrators.ts";
import { type DensitySpec, prescribes } from "./define.ts";
import type { Misfit } from "./reason.ts";
import { missing, type PlaceFacts } from "./features.ts";
import { choice, integer, type ParamValues } from "./params.ts";
import type { Game, GameParts, PathsTerm } from "./terms.ts";
import type { GamePoint } from "./place.ts";
import { moverOf } from "./role.ts";

/** How paths are stepped. */
export const pathParams = {
  integrator: choice({
    about: "How a path is stepped forward; the order says how fast its error falls with the step.",
    default: "rk4",
    options: [
      { id: "euler", title: "Euler (order 1)" },
      { id: "midpoint", title: "Midpoint (order 2)" },
      { id: "rk4", title: "Runge-Kutta (order 4)" },
      { id: "euler-maruyama", title: "Euler-Maruyama (noise)" },
    ],
    applies: "restart",
  }),
  steps: integer({
    symbol: "K",
    about: "Time steps in training. Too few, and the network learns to exploit the integrator's error.",
    default: 4,
    min: 1,
    max: 64,
    applies: "restart",
  }),
};

export const integratorOf = (params: ParamValues): IntegratorId => params["integrator"] as IntegratorId;

/** Whether the logarithm of its density is known, and a number wherever a particle may come by. */
export const hasLogDensity = ({ canBeReference, bounded }: DensitySpec, params: ParamValues): boolean =>
  canBeReference || (bounded !== undefined && bounded(params) === undefined);

/**
 * @param logDensity whether that of the data is known, and a number everywhere
 * @param critic whether one is trained beside the game
 */
export function rolledOutFits(game: Game, params: ParamValues, logDensity: boolean, critic: boolean): true | Misfit {
  const noisy = game.dynamics.spec.noisy;
  if (noisy && integratorOf(params) !== "euler-maruyama")
    return {
      reason: "Noisy paths need the Euler-Maruyama integrator.",
      nearest: { "objective.params.integrator": "euler-maruyama", "objective.params.steps": 32 },
    };
  if (!noisy && integratorOf(params) === "euler-maruyama")
    return {
      reason: "Euler-Maruyama is for noisy paths; these have none.",
      nearest: { "objective.params.integrator": "rk4", "objective.params.steps": 4 },
    };
  const place = placeOf(game, logDensity, critic);
  if (prescribes(game.terminal.spec))
    return {
      reason: `${game.terminal.spec.title} allows one population at the end and no other: no gradient leads there. Solve the game on a grid, or let a distance to the data cost something.`,
      nearest: { "game.terminal.id": noisy && logDensity ? "cross-entropy" : logDensity ? "reverse-kl" : "mmd" },
    };
  const unknown = missing(game.terminal.spec.title, game.terminal.spec.needs, place);
  if (unknown !== undefined) return { ...unknown, nearest: nearest(game, place) };
  const crowd = game.interactions.findIndex(({ spec }) => missing(spec.title, spec.needs, place) !== undefined);
  if (crowd >= 0) {
    const { title, needs } = game.interactions[crowd]!.spec;
    const { reason } = missing(title, needs, place)!;
    if (game.interactions[crowd]!.spec.asNoise !== undefined)
      return { reason: `${reason} Scaling trades it for noise on a grid.`, nearest: { "objective.id": "scaling" } };
    return { reason, nearest: { "game.interactions": others(game, crowd) } };
  }
  if (game.lagrangian.spec.needs !== undefined)
    return {
      reason: `${game.lagrangian.spec.title} asks how crowded it is, and a flow of particles how that changes in space: only a grid knows. Solve the game by finite differences.`,
      nearest: { "objective.id": "finite-differences" },
    };
  const spreads = game.interactions.some(({ spec }) => spec.needs.includes("logDensity"));
  if (!noisy && !spreads && game.terminal.spec.concentrates === true)
    return {
      reason: `Without noise ${game.terminal.spec.title.toLowerCase()} alone sends every particle to the highest mode. Use the reverse KL.`,
      nearest: { "game.terminal.id": "reverse-kl" },
    };
  if (game.lagrangian.spec.coleHopf && !noisy)
    return {
      reason: "The diffusion Lagrangian belongs to noisy dynamics with a base drift. Use the kinetic energy.",
      nearest: { "game.lagrangian.id": "kinetic" },
    };
  return true;
}

/** Simulate, pay along the way and at the end. */
export function pathsTerm(parts: GameParts, params: ParamValues): PathsTerm {
  const { terminal, interactions } = parts;
  const pull = terminal.spec.measure === "target";
  const along = interactions.some(({ spec }) => spec.needs.includes("logDensity"));
  const integrand = terminal.integrand(parts.at);
  const cost = { discounted: true, in: "loss", weight: 1, ramp: 0 } as const;
  return {
    kind: "paths",
    name: "paths",
    start: pull ? "data" : "reference",
    direction: pull ? "pull" : "push",
    integrator: integratorOf(params),
    steps: Number(params["steps"]),
    of: moverOf(parts.output),
    logDensity: along || terminal.spec.needs.includes("logDensity"),
    accumulate: [
      ...(parts.hasRunningCost
        ? [{ ...cost, name: "running", slot: "running" as const, integrand: (here: GamePoint) => here.runningCost() }]
        : []),
      ...interactions.map((interaction) => ({
        ...cost,
        name: interaction.name,
        title: interaction.spec.title.toLowerCase(),
        slot: "interaction" as const,
        integrand: (here: GamePoint) => atPoint(interaction.spec.title, interaction.integrand(here)),
      })),
    ],
    end:
      integrand === null
        ? []
        : [{ name: "terminal", slot: "terminal", at: "data", integrand: () => integrand, discounted: true, weight: 1, ramp: 0 }],
    crowd: { along: interactions.flatMap((interaction) => interaction.crowd), end: terminal.crowd },
    comparisons: terminal.particles === undefined ? [] : [{ name: "terminal", slot: "terminal", compare: terminal.particles }],
  };
}

/** Where the costs of a roll-out stand, and what is known there. */
function placeOf({ terminal, dynamics }: Game, targetDensity: boolean, critic: boolean): PlaceFacts {
  const kind = dynamics.spec.noisy ? "noisy paths" : terminal.spec.measure === "target" ? "pulled paths" : "pushed paths";
  return { kind, targetDensity, critic };
}

function nearest({ terminal }: Game, place: PlaceFacts): Misfit["nearest"] {
  if (missing(terminal.spec.title, terminal.spec.needs, { ...place, critic: true }) === undefined) return { "objective.id": "adversarial" };
  const { kind, targetDensity } = place;
  return { "game.terminal.id": kind !== "noisy paths" ? "forward-kl" : targetDensity ? "cross-entropy" : "mmd" };
}

const others = ({ interactions }: Game, left: number): readonly unknown[] =>
  interactions.filter((_, i) => i !== left).map(({ spec, params }) => ({ id: spec.id, params }));

function atPoint(title: string, integrand: Expr | null): Expr {
  if (integrand === null) throw new Error(`${title} has no formula at a point: it cannot be paid along a path.`);
  return integrand;
}
