/**
 * @file Roll-out: simulate the particles, add up what they pay, and differentiate through the simulation.
 *
 * Paths are pushed from the reference, unless the terminal cost is an average over the data (forward KL): then they are
 * pulled back from the data, and the density is read off where they land.
 */
import type { Expr } from "../../math/expressions/expression.ts";
import type { DensitySpec } from "../define.ts";
import { missing, type PlaceFacts } from "../features.ts";
import { type Game, type GamePoint, objective, type PathsTerm, objectiveSpec } from "../terms.ts";
import { choice, integer } from "../params.ts";

export const spec = objectiveSpec({
  id: "roll-out",
  title: "Roll-out",
  about: "Simulate the particles, add up what they pay, and differentiate through the simulation.",
  section: "Integrators",
  formula: String.raw`\nabla_\theta\, J\big(X^\theta_{0:T}\big)`,
  references: [
    {
      authors: "Ruthotto, L., Osher, S., Li, W., Nurbekyan, L. and Wu Fung, S.",
      title: "A machine learning framework for solving high-dimensional mean field game and mean field control problems",
      year: 2020,
      arxiv: "1912.01825",
    },
  ],
  params: {
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
  },
  at: "paths",
  learnsScore: false,
  fits(game, params, data) {
    const noisy = game.dynamics.spec.noisy;
    if (noisy && params["integrator"] !== "euler-maruyama")
      return {
        reason: "Noisy paths need the Euler-Maruyama integrator.",
        nearest: { "objective.params.integrator": "euler-maruyama", "objective.params.steps": 32 },
      };
    if (!noisy && params["integrator"] === "euler-maruyama")
      return {
        reason: "Euler-Maruyama is for noisy paths; these have none.",
        nearest: { "objective.params.integrator": "rk4", "objective.params.steps": 4 },
      };
    const place = placeOf(game, data);
    const unknown = missing(game.terminal.spec.title, game.terminal.spec.needs, place);
    if (unknown !== undefined) return { ...unknown, nearest: { "game.terminal.id": nearestTerminal(place) } };
    const crowd = game.interactions.findIndex(({ spec }) => missing(spec.title, spec.needs, place) !== undefined);
    if (crowd >= 0) {
      const { title, needs } = game.interactions[crowd]!.spec;
      const { reason } = missing(title, needs, place)!;
      return { reason, nearest: { "game.interactions": others(game, crowd) } };
    }
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
  },
});

export const rollOut = objective(spec, {
  networks: (game) => [{ role: game.output === "potential" ? "value" : "velocity", output: game.output }],
  terms(parts, params) {
    const { terminal, interactions } = parts;
    const pull = terminal.spec.measure === "target";
    const along = interactions.some(({ spec }) => spec.needs.includes("logDensity"));
    const integrand = terminal.integrand(parts.at);
    const cost = { discounted: true, in: "loss", weight: 1, ramp: 0 } as const;
    const term: PathsTerm = {
      kind: "paths",
      name: "paths",
      start: pull ? "data" : "reference",
      direction: pull ? "pull" : "push",
      integrator: params["integrator"] as PathsTerm["integrator"],
      steps: Number(params["steps"]),
      of: parts.output === "potential" ? "value" : "velocity",
      logDensity: along || terminal.spec.needs.includes("logDensity"),
      accumulate: [
        ...(parts.hasRunningCost ? [{ ...cost, name: "running", integrand: (here: GamePoint) => here.runningCost() }] : []),
        ...interactions.map((interaction) => ({
          ...cost,
          name: interaction.name,
          integrand: (here: GamePoint) => atPoint(interaction.spec.title, interaction.integrand(here)),
        })),
      ],
      end: integrand === null ? [] : [{ name: "terminal", at: "data", integrand: () => integrand, weight: 1, ramp: 0 }],
      crowd: { along: interactions.flatMap((interaction) => interaction.crowd), end: terminal.crowd },
      comparisons: terminal.particles === undefined ? [] : [{ name: "terminal", compare: terminal.particles }],
    };
    return [term];
  },
});

/** Where the costs of a roll-out stand, and what is known there. */
function placeOf({ terminal, dynamics }: Game, data: DensitySpec): PlaceFacts {
  const kind = dynamics.spec.noisy ? "noisy paths" : terminal.spec.measure === "target" ? "pulled paths" : "pushed paths";
  return { kind, targetDensity: data.canBeReference, critic: false };
}

const nearestTerminal = ({ kind, targetDensity }: PlaceFacts): string =>
  kind !== "noisy paths" ? "forward-kl" : targetDensity ? "cross-entropy" : "mmd";

const others = ({ interactions }: Game, left: number): readonly unknown[] =>
  interactions.filter((_, i) => i !== left).map(({ spec, params }) => ({ id: spec.id, params }));

function atPoint(title: string, integrand: Expr | null): Expr {
  if (integrand === null) throw new Error(`${title} has no formula at a point: it cannot be paid along a path.`);
  return integrand;
}
