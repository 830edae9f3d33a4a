/**
 * @file Roll-out with a critic: two networks in turns. The flow pays what the critic thinks of its particles; the critic learns
 * where particles and data differ.
 *
 *     critic      max_φ  E_ρ φ − A_π φ − λ_gp E max(0, |∇φ|² − L²)      A and L are the terminal cost's own; so many rounds a step
 *     generator   min_v  E[ λ φ(X_T) + ∫₀ᵀ L(X, v) dt ]                 with φ as it stands
 *
 * The penalty acts on one side only: slopes below L are free. It is read at random points between a particle and a data point.
 */
import type { Reference } from "../define.ts";
import { max, num } from "../../math/expressions/expression.ts";
import { integratorOf, pathParams, pathsTerm, rolledOutFits } from "../rolled-out.ts";
import { objective, objectiveSpec, type PointsTerm } from "../terms.ts";
import { integer, real } from "../params.ts";
import { moverOf } from "../role.ts";

export const references: readonly Reference[] = [
  {
    authors: "Gu, H., Katsoulakis, M. A., Rey-Bellet, L. and Zhang, B. J.",
    title: "Combining Wasserstein-1 and Wasserstein-2 proximals: robust manifold learning via well-posed generative flows",
    year: 2024,
    arxiv: "2407.11901",
  },
  {
    authors: "Gulrajani, I., Ahmed, F., Arjovsky, M., Dumoulin, V. and Courville, A.",
    title: "Improved training of Wasserstein GANs",
    year: 2017,
    arxiv: "1704.00028",
  },
];

export const spec = objectiveSpec({
  id: "adversarial",
  title: "Roll-out with a critic",
  about: "Simulate the particles, and let a second network, the critic, learn what distinguishes them from the data.",
  section: "Proximal with a critic",
  formula: String.raw`\min_\theta\max_\varphi\ J\big(X^\theta_{0:T},\varphi\big)`,
  params: {
    integrator: { ...pathParams.integrator, default: "euler" },
    steps: { ...pathParams.steps, default: 5 },
    rounds: integer({
      symbol: "n_c",
      about: "Critic updates before each update of the flow: too few, and the flow chases an opinion that is out of date.",
      default: 3,
      min: 1,
      max: 20,
      applies: "restart",
    }),
    penalty: real({
      symbol: String.raw`\lambda_{\mathrm{gp}}`,
      about: "What a slope of the critic beyond its bound costs.",
      default: 5,
      min: 0.01,
      max: 100,
      scale: "log",
      applies: "restart",
    }),
    criticRate: real({
      symbol: String.raw`\eta_c`,
      about: "The critic's learning rate; the schedule is that of the flow.",
      default: 0.003,
      min: 0.0001,
      max: 0.1,
      scale: "log",
      applies: "restart",
    }),
    criticWidth: integer({ about: "Neurons of a hidden layer of the critic.", default: 32, min: 4, max: 128, applies: "restart" }),
    criticDepth: integer({ about: "Hidden layers of the critic.", default: 2, min: 1, max: 6, applies: "restart" }),
  },
  at: "paths",
  integrator: integratorOf,
  learnsScore: false,
  beside: () => ["critic", "slope-penalty"],
  fits(game, params, logDensity) {
    const { title, needs } = game.terminal.spec;
    if (!needs.includes("witness"))
      return {
        reason: `${title} is known without a critic: nobody would listen to one. Use the plain roll-out, or a terminal cost that a critic judges.`,
        nearest: { "game.terminal.id": "lipschitz-kl" },
      };
    return rolledOutFits(game, params, logDensity, true);
  },
});

/** Two players chase each other: with the usual β₁ = 0.9 each runs on after the other has turned. */
const MOMENTUM = { beta1: 0.5, beta2: 0.9 } as const;

export const adversarial = objective(spec, {
  networks: (game, params) => [
    { role: moverOf(game.output), output: game.output },
    {
      role: "critic",
      output: "potential",
      size: { width: Number(params["criticWidth"]), depth: Number(params["criticDepth"]) },
    },
  ],
  plan(parts, params) {
    const { terminal, critic } = parts;
    const { dual } = terminal;
    if (dual === undefined) throw new Error(`${terminal.spec.title} has no critic.`);
    const paths = pathsTerm(parts, params);
    const judge = { kind: "points", of: "critic", slot: "terminal", ramp: 0 } as const;
    const opinions: readonly PointsTerm[] = [
      { ...judge, name: "critic", points: critic.generated, loss: (here) => here.value(), weight: 1 },
      { ...judge, name: "critic", points: critic.data, loss: (here) => here.value(), average: dual.average, weight: -1 },
      {
        ...judge,
        name: "slope-penalty",
        points: critic.between,
        loss: (here) => max(dual.excess(here.momentum()), num(0)),
        weight: -Number(params["penalty"]),
      },
    ];
    return {
      kind: "learn",
      phases: [
        {
          trains: ["critic"],
          rounds: Number(params["rounds"]),
          sign: -1,
          terms: opinions,
          adam: { ...MOMENTUM, rate: Number(params["criticRate"]) },
        },
        { trains: [paths.of], rounds: 1, sign: 1, terms: [paths], adam: MOMENTUM },
      ],
    };
  },
});
