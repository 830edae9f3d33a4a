/** @file Which game has a closed form, and which slot stands in the way of one that has none. */
import { expect, it } from "vitest";
import type { ParamValues } from "../../src/catalogue/params.ts";
import type { ExactProblem } from "../../src/exact/problem.ts";
import { closedFormOf } from "../../src/exact/solution.ts";
import { uniformBoxes } from "../../src/math/laws/uniform-boxes.ts";
import {
  brownian,
  costOf,
  diffusionProblem,
  dynamicsOf,
  flowProblem,
  gaussianOf,
  isClosedForm,
  lagrangianOf,
  solved,
  vp,
} from "./problems.ts";

const [data, reference] = [gaussianOf([1], [[2]]), gaussianOf([0], [[1]])];
const box = uniformBoxes({ low: [[0]], high: [[1]] });
const flow = flowProblem(data, reference, "reverse-kl", 1);
const diffusion = diffusionProblem(data, reference, vp(20));
const { diffused, ...unknown } = data;

const CASES: readonly (readonly [string, ExactProblem, string])[] = [
  ["an interaction", { ...flow, interactions: [costOf("kernel-congestion", { weight: 1, width: 1 })] }, "interactions"],
  ["entropy with noise", { ...diffusion, interactions: [costOf("entropy", { weight: 1 })] }, "interactions"],
  [
    "the population pushed outwards without end",
    { ...flow, horizon: 4, interactions: [costOf("potential-energy", { weight: -2, x: 0, y: 0 })] },
    "interactions",
  ],
  [
    "entropy and forward KL",
    { ...flowProblem(data, reference, "forward-kl", 1), interactions: [costOf("entropy", { weight: 1 })] },
    "terminal",
  ],
  ["a discount with noise", { ...diffusion, discount: 0.5 }, "discount"],
  ["no running cost", { ...flow, lagrangian: lagrangianOf("none") }, "lagrangian"],
  ["no running cost, noisy", { ...diffusion, lagrangian: lagrangianOf("none") }, "lagrangian"],
  ["another cost of the speed, noisy", { ...diffusion, lagrangian: lagrangianOf("power", { exponent: 1.5, weight: 1 }) }, "lagrangian"],
  ["data that are no Gaussian", { ...flow, data: box }, "data"],
  ["a reference that is no Gaussian", { ...flow, reference: box }, "reference"],
  ["reverse KL with noise", { ...diffusion, terminal: costOf("reverse-kl", { weight: 1 }) }, "terminal"],
  ["a tempered density", { ...diffusion, data: box, terminal: costOf("cross-entropy", { weight: 2 }) }, "terminal"],
  ["the user's own points", { ...diffusion, data: unknown }, "data"],
  ["an unknown schedule", { ...diffusion, alphaStd: undefined }, "dynamics"],
];

for (const [name, problem, slot] of CASES) {
  it(`${name}: says that ${slot} has no known solution`, () => {
    const answer = closedFormOf(problem);
    expect(isClosedForm(answer)).toBe(false);
    expect(answer).toMatchObject({ slot });
    expect("reason" in answer && answer.reason.length > 20).toBe(true);
  });
}

/** The same choices as an entry that nobody has named here, with other names for its parameters. */
const renamed = <S extends { readonly spec: { readonly id: string }; readonly params: ParamValues }>(chosen: S): S => {
  const { spec, params } = chosen;
  const asked = Object.entries(spec).map(([name, value]): [string, unknown] =>
    typeof value === "function"
      ? [name, (_: ParamValues, ...more: unknown[]) => (value as (...given: unknown[]) => unknown)(params, ...more)]
      : [name, value],
  );
  return { ...chosen, spec: { ...Object.fromEntries(asked), id: "another", title: "Another" }, params: {} };
};

const noisy = { dynamics: dynamicsOf("constant-noise", { sigma: 0.7, control: "noise" }), alphaStd: brownian(0.7) };
const springs = [
  costOf("mean-attraction", { weight: 1, share: 0.5, kind: "social" }),
  costOf("potential-energy", { weight: 0.5, x: 1, y: 0 }),
];

const KNOWN: readonly (readonly [string, ExactProblem])[] = [
  ...["reverse-kl", "forward-kl", "cross-entropy", "hard", "none"].map(
    (terminal) => [`${terminal} without noise`, flowProblem(data, reference, terminal, 2, 1.4)] as const,
  ),
  ...["reverse-kl", "cross-entropy", "hard", "entropy", "potential-energy"].map(
    (terminal) =>
      [
        `${terminal} with noise`,
        { ...flowProblem(data, reference, terminal, 1, 1.4), ...noisy, terminal: costOf(terminal, { weight: 1.4, x: 1, y: 0 }) },
      ] as const,
  ),
  ["a diffusion", diffusion],
  ["springs", { ...flow, interactions: springs }],
  ["the end cost on the way", { ...flow, discount: 0.5, interactions: [costOf("running-end-cost")] }],
  ["Fisher information", { ...flow, interactions: [costOf("fisher", { sigma: 0.8 })] }],
  ["straight down", { ...flow, descends: true }],
  ["in stages", { ...flow, stages: 3 }],
  ["a speed limit", { ...flow, data: gaussianOf([3], [[1]]), lagrangian: lagrangianOf("relativistic", { limit: 2 }) }],
  ["a power of the speed", { ...flow, data: gaussianOf([3], [[1]]), lagrangian: lagrangianOf("power", { exponent: 3, weight: 2 }) }],
];

it.each(KNOWN)("%s: the closed form goes by what the specs say, not by their names", (_name, problem) => {
  const { dynamics, lagrangian, interactions, terminal } = problem;
  const [as, other] = [
    solved(problem),
    solved({
      ...problem,
      ...{
        dynamics: renamed(dynamics),
        lagrangian: renamed(lagrangian),
        interactions: interactions.map(renamed),
        terminal: renamed(terminal),
      },
    }),
  ];
  expect([other.kind, other.mean, other.covariance, other.cost]).toEqual([as.kind, as.mean, as.covariance, as.cost]);
  expect(other.value([0.3], 0.4)).toEqual(as.value([0.3], 0.4));
});

it("refuses what no closed form here has an equation for", () => {
  const carried = { ...flow.dynamics, spec: { ...flow.dynamics.spec, drifts: true } };
  expect(closedFormOf({ ...flow, dynamics: carried })).toMatchObject({ slot: "dynamics" });
  const velocity = { ...diffusion.dynamics, spec: { ...diffusion.dynamics.spec, gain: () => "one" as const } };
  expect(closedFormOf({ ...diffusion, dynamics: velocity })).toMatchObject({ slot: "dynamics" });
});

it("solves both of the games that these are changes of", () => {
  expect(diffused).toBeDefined();
  expect(isClosedForm(closedFormOf(flow)) && isClosedForm(closedFormOf(diffusion))).toBe(true);
});
