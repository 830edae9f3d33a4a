/** @file Planted mistakes: each turns the contract test red that is there for it, and says what it is. */
import { describe, expect, it } from "vitest";
import type { Dynamics, Functional, Lagrangian } from "../../src/catalogue/define.ts";
import { defaultsOf } from "../../src/catalogue/params.ts";
import { references } from "../../src/catalogue/references.ts";
import { registry } from "../../src/catalogue/registry.ts";
import { powerCost } from "../../src/catalogue/speed-cost.ts";
import { add, type Expr, mul, neg, num } from "../../src/math/expressions/expression.ts";
import { random } from "../../src/math/random.ts";
import { dynamicsProblems, functionalProblems, lagrangianProblems } from "./contract.ts";
import { specProblems } from "./spec-contract.ts";

const stream = () => random(3, "planted");

describe("a spec", () => {
  const { spec } = registry.lagrangian.get("kinetic");
  const known = references.lagrangian.get("kinetic");
  const [weight] = Object.values(spec.params);
  it.each<[string, object, RegExp]>([
    ["an open brace", { formula: String.raw`\tfrac{w}{2` }, /formula is no TeX/],
    ["an open brace in the Hamiltonian", { hamiltonianFormula: (q: string) => `\\tfrac{1}{2w|${q}|^2` }, /hamiltonianFormula is no TeX/],
    ["an unknown command", { formula: String.raw`\normm{v}` }, /formula is no TeX/],
    ["no section", { section: undefined }, /section undefined is no heading/],
    ["another section", { section: "Rebate" }, /section "Rebate" is no heading/],
    ["no sentence", { about: "costs" }, /no sentence/],
    ["a default out of range", { params: { weight: { ...weight, default: 1000 } } }, /params\.weight: the default/],
    ["an empty range", { params: { weight: { ...weight, min: 1, max: 1 } } }, /params\.weight: the default/],
    ["a condition that never holds", { params: { weight: { ...weight, where: { kind: ["implicit"] } } } }, /where kind is implicit, which/],
    ["a broken symbol", { params: { weight: { ...weight, symbol: "\\lambda_{" } } }, /symbol is no TeX/],
  ])("with %s", (_name, change, message) => {
    expect(specProblems(spec, known)).toEqual([]);
    expect(specProblems({ ...spec, ...change }, known).join("\n")).toMatch(message);
  });
  it("without a reference, or with one that nobody wrote", () => {
    expect(specProblems(spec).join("\n")).toMatch(/no reference/);
    expect(specProblems(spec, [{ authors: "", title: "x", year: 2000 }]).join("\n")).toMatch(/without authors/);
  });
});

describe("a functional", () => {
  const good = registry.functional.get("reverse-kl");
  const price = good.price!;
  const problems = (change: Partial<Functional>) =>
    functionalProblems({ ...good, ...change }, defaultsOf(good.spec.params), stream()).join("\n");
  it.each<[string, Partial<Functional>, RegExp]>([
    ["price × −1", { price: (at, p) => neg(price(at, p)) }, /not the derivative/],
    ["price × 1.001", { price: (at, p) => mul(1.001, price(at, p)) }, /not the derivative/],
    [
      "an integrand without its target",
      { integrand: (at, p) => mul(p["weight"] as unknown as Expr, at.of("logDensity")) },
      /not the derivative/,
    ],
    ["a need that is not declared", { spec: { ...good.spec, needs: ["logDensity"] } }, /targetLogDensity, which is not among/],
    ["a wrong word for its coupling", { spec: { ...good.spec, coupling: "linear" } }, /called linear/],
    ["a term of its price left out", { spec: { ...good.spec, priceTerms: () => ({ entropy: 10 }) } }, /not the sum of its priceTerms/],
    ["a term of its price too much", { price: (at, p) => add(price(at, p), 5) }, /not the sum of its priceTerms/],
    ["a likelihood that is none", { spec: { ...good.spec, likelihoodWeight: () => 10 } }, /likelihoodWeight is not/],
  ])("with %s", (_name, change, message) => {
    expect(problems({})).toBe("");
    expect(problems(change)).toMatch(message);
  });
  it("that prescribes its end cannot cost anything", () => {
    expect(problems({ spec: { ...good.spec, coupling: "constraint" }, integrand: undefined, price: good.price! })).toMatch(
      /prescribes, and costs/,
    );
  });
  it("may have any constant in its price: mass does not change", () => {
    expect(problems({ spec: { ...good.spec, priceTerms: undefined }, price: (at, p) => add(price(at, p), 5) })).toBe("");
  });
});

describe("a running cost", () => {
  const good = registry.lagrangian.get("kinetic");
  const H = good.hamiltonian as Exclude<Lagrangian["hamiltonian"], { none: unknown }>;
  const problems = (change: Partial<Lagrangian>) => lagrangianProblems({ ...good, ...change }, { weight: 1.7 }, stream()).join("\n");
  it.each<[string, Partial<Lagrangian>, RegExp]>([
    ["H × −1", { hamiltonian: (at, q, p) => neg(H(at, q, p)) }, /not −q·a − L/],
    ["H × 2", { hamiltonian: (at, q, p) => mul(2, H(at, q, p)) }, /not −q·a − L/],
    ["a forgotten constant", { value: (at, a, p) => add(good.value(at, a, p), 1) }, /not −q·a − L/],
    [
      "a reward for speed",
      { value: (at, a, p) => neg(good.value(at, a, p)), hamiltonian: (at, q, p) => neg(H(at, q, p)) },
      /not the supremum/,
    ],
    ["another weight of its energy", { spec: { ...good.spec, energyWeight: () => 1 } }, /energyWeight is not/],
    ["a Cole-Hopf transform that it has not", { spec: { ...good.spec, coleHopf: true } }, /its energyWeight is not 1/],
    [
      "a cost of the speed that is not its own",
      { spec: { ...good.spec, energyWeight: undefined, speedCost: () => powerCost(3, 1) } },
      /speedCost is not its value/,
    ],
    ["TeX of a Hamiltonian that is not there", { hamiltonian: { none: { reason: "None." } } }, /says that there is none/],
  ])("with %s", (_name, change, message) => {
    expect(problems({})).toBe("");
    expect(problems(change)).toMatch(message);
  });
});

describe("a dynamics", () => {
  const good = registry.dynamics.get("vp");
  const noising = good.noising!;
  const problems = (change: Partial<Dynamics>) =>
    dynamicsProblems({ ...good, ...change }, defaultsOf(good.spec.params), 1.2, stream()).join("\n");
  it.each<[string, Partial<Dynamics>, RegExp]>([
    ["the noise doubled", { sigma: (at, p) => mul(2, good.sigma(at, p)) }, /\(std²\)′/],
    ["the drift reversed", { drift: (at, p) => good.drift(at, p).map(neg) }, /α′/],
    ["a slower α", { noising: { ...noising, alpha: (at, p) => mul(0.5, add(1, noising.alpha(at, p))) } }, /α′/],
    ["a std that begins late", { noising: { ...noising, std: (at, p) => add(0.01, noising.std(at, p)) } }, /begin at the data/],
    ["a gain that is no noise", { gain: () => num(1) }, /not in units of the noise/],
    ["a wrong word about its noise", { spec: { ...good.spec, noisy: false } }, /noisy is not/],
    ["a noise that is called steady", { spec: { ...good.spec, steadySigma: () => 1 } }, /steadySigma is not/],
    ["a wrong word about its drift", { spec: { ...good.spec, drifts: false } }, /drifts is not/],
    ["a wrong end", { spec: { ...good.spec, endDeviation: () => 3 } }, /endDeviation/],
  ])("with %s", (_name, change, message) => {
    expect(problems({})).toBe("");
    expect(problems(change)).toMatch(message);
  });
});
