/**
 * @file Roll-out: simulate the particles, add up what they pay, and differentiate through the simulation.
 *
 * Paths are pushed from the reference, unless the terminal cost is an average over the data (forward KL): then they are
 * pulled back from the data, and the density is read off where they land.
 */
import { objective, type PathsTerm, objectiveSpec } from "../terms.ts";
import { choice, integer } from "../params.ts";

export const spec = objectiveSpec({
  id: "roll-out",
  title: "Roll-out",
  about: "Simulate the particles, add up what they pay, and differentiate through the simulation.",
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
    const needs = game.terminal.spec.needs;
    if (noisy && needs.includes("logDensity"))
      return {
        reason:
          "With noise, the density along a path is not known, so a Kullback-Leibler cost cannot be evaluated by roll-out. Use the cross-entropy, or match scores.",
        nearest: { "game.terminal.id": "cross-entropy" },
      };
    if (needs.includes("targetScore") && data.id === "points")
      return {
        reason: `${game.terminal.spec.title} needs the density of the data; your own points have none. Use the forward KL.`,
        nearest: { "game.terminal.id": "forward-kl" },
      };
    if (!noisy && game.terminal.spec.concentrates === true)
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
    const { terminal } = parts;
    const pull = terminal.spec.measure === "target";
    const term: PathsTerm = {
      kind: "paths",
      name: "paths",
      start: pull ? "data" : "reference",
      direction: pull ? "pull" : "push",
      integrator: params["integrator"] as PathsTerm["integrator"],
      steps: Number(params["steps"]),
      of: parts.output === "potential" ? "value" : "velocity",
      logDensity: terminal.spec.needs.includes("logDensity"),
      accumulate: [
        ...(parts.hasRunningCost
          ? [
              {
                name: "running",
                integrand: (here: Parameters<PathsTerm["accumulate"][number]["integrand"]>[0]) => here.runningCost(),
                discounted: true,
                in: "loss" as const,
                weight: 1,
                ramp: 0,
              },
            ]
          : []),
        ...parts.interactions.map((interaction) => ({
          name: interaction.name,
          integrand: interaction.integrand,
          discounted: true,
          in: "loss" as const,
          weight: 1,
          ramp: 0,
        })),
      ],
      end: [{ name: "terminal", at: "data", integrand: terminal.integrand, discounted: true, weight: 1, ramp: 0 }],
    };
    return [term];
  },
});
