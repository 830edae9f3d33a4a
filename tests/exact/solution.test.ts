/** @file Which game has a closed form, and which slot stands in the way of one that has none. */
import { expect, it } from "vitest";
import type { ExactProblem } from "../../src/exact/problem.ts";
import { solve } from "../../src/exact/solution.ts";
import { uniformBoxes } from "../../src/math/laws/uniform-boxes.ts";
import { diffusionProblem, flowProblem, gaussianOf, isClosedForm, vp } from "./problems.ts";

const [data, reference] = [gaussianOf([1], [[2]]), gaussianOf([0], [[1]])];
const box = uniformBoxes({ low: [[0]], high: [[1]] });
const flow = flowProblem(data, reference, "reverse-kl", 1);
const diffusion = diffusionProblem(data, reference, vp(20));
const { diffused, ...unknown } = data;

const CASES: readonly (readonly [string, ExactProblem, string])[] = [
  ["an interaction", { ...flow, interactions: [{ id: "kernel-congestion", params: { weight: 1, width: 1 } }] }, "interactions"],
  ["entropy with noise", { ...diffusion, interactions: [{ id: "entropy", params: { weight: 1 } }] }, "interactions"],
  [
    "the population pushed outwards without end",
    { ...flow, horizon: 4, interactions: [{ id: "potential-energy", params: { weight: -2, x: 0, y: 0 } }] },
    "interactions",
  ],
  [
    "entropy and forward KL",
    { ...flowProblem(data, reference, "forward-kl", 1), interactions: [{ id: "entropy", params: { weight: 1 } }] },
    "terminal",
  ],
  ["a discount with noise", { ...diffusion, discount: 0.5 }, "discount"],
  ["no running cost", { ...flow, lagrangian: { id: "none", params: {} } }, "lagrangian"],
  ["no running cost, noisy", { ...diffusion, lagrangian: { id: "none", params: {} } }, "lagrangian"],
  ["another cost of the speed, noisy", { ...diffusion, lagrangian: { id: "power", params: { exponent: 1.5, weight: 1 } } }, "lagrangian"],
  ["data that are no Gaussian", { ...flow, data: box }, "data"],
  ["a reference that is no Gaussian", { ...flow, reference: box }, "reference"],
  ["reverse KL with noise", { ...diffusion, terminal: { id: "reverse-kl", params: { weight: 1 } } }, "terminal"],
  ["a tempered density", { ...diffusion, data: box, terminal: { id: "cross-entropy", params: { weight: 2 } } }, "terminal"],
  ["the user's own points", { ...diffusion, data: unknown }, "data"],
  ["an unknown schedule", { ...diffusion, alphaStd: undefined }, "dynamics"],
];

for (const [name, problem, slot] of CASES) {
  it(`${name}: says that ${slot} has no known solution`, () => {
    const answer = solve(problem);
    expect(isClosedForm(answer)).toBe(false);
    expect(answer).toMatchObject({ slot });
    expect("reason" in answer && answer.reason.length > 20).toBe(true);
  });
}

it("solves both of the games that these are changes of", () => {
  expect(diffused).toBeDefined();
  expect(isClosedForm(solve(flow)) && isClosedForm(solve(diffusion))).toBe(true);
});
