/** @file Typed formulas as part of an experiment: what is taken, what is told, links, single numbers, and how a change applies. */
import { describe, expect, it } from "vitest";
import { changeApplies } from "../../src/experiment/applies.ts";
import { differences, setPaths } from "../../src/experiment/edit.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { encodeLink } from "../../src/experiment/link.ts";
import { decodeLink } from "../../src/experiment/link-decode.ts";
import { presets } from "../../src/experiment/presets.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { gameTex } from "../../src/ui/equation/game-tex.ts";

const withPotential = (potential: unknown, data: unknown = { id: "moons" }) => ({
  model: "ot-flow",
  data,
  game: { interactions: [{ id: "typed-potential", params: { potential } }] },
});

const opened = (partial: unknown): Experiment => {
  const { experiment, problems } = resolve(partial, "strict");
  if (experiment === null) throw new Error(JSON.stringify(problems));
  return experiment;
};

const potentialOf = (experiment: Experiment): unknown => experiment.game.interactions[0]?.params["potential"];

describe("a formula is taken", () => {
  it("as its text alone, each parameter 1; or with their numbers", () => {
    expect(potentialOf(opened(withPotential("k*x + b")))).toEqual({ text: "k*x + b", values: { k: 1, b: 1 } });
    const given = { text: "k*x + b", values: { k: -2.5, b: 0 } };
    expect(potentialOf(opened(withPotential(given)))).toEqual(given);
  });

  it("without the numbers of names that do not occur in it", () => {
    const { draft, problems } = resolve(withPotential({ text: "k*x", values: { k: 3, old: 7 } }), "lenient");
    expect(potentialOf(draft!)).toEqual({ text: "k*x", values: { k: 3 } });
    expect(problems).toEqual([]);
  });

  it("with a number out of range brought back and told", () => {
    const { draft, problems } = resolve(withPotential({ text: "k*x", values: { k: 1e9 } }), "lenient");
    expect(potentialOf(draft!)).toEqual({ text: "k*x", values: { k: 1e6 } });
    expect(problems[0]).toMatchObject({ path: "game.interactions.0.params.potential", severity: "adjusted" });
  });
});

describe("a formula is refused", () => {
  const told = (partial: unknown) => {
    const { experiment, problems, misfits } = resolve(partial, "lenient");
    expect(experiment).toBeNull();
    return { problems, misfits };
  };
  it("where it is none, with the character", () => {
    const { problems } = told(withPotential("k*sn(x)"));
    expect(problems[0]).toMatchObject({ path: "game.interactions.0.params.potential", severity: "fatal" });
    expect(problems[0]?.message).toMatch(/no function “sn”.*\(character 3\)/);
  });

  it.each<[unknown, RegExp]>([
    [withPotential("x2^2", { id: "laplace" }), /x2 is a second coordinate.*line.*\(character 1\)/],
    [withPotential("1 + log(x)"), /^log\(x\) is no number at x = -2.83, y = -2.83, where particles come by/],
    [withPotential("sqrt(1 - t - x^2*k)"), /^sqrt\(.*\) is no number at/],
    [
      { model: "ot-flow", game: { lagrangian: { id: "typed-lagrangian", params: { cost: "cos(v1) + v2^2" } } } },
      /Not convex in v: at x = \(.*second derivative is -/,
    ],
    [
      { model: "ot-flow", game: { lagrangian: { id: "typed-lagrangian", params: { cost: "v^2" } } } },
      /In the plane v has two numbers: write v1 and v2, or norm\(v\)/,
    ],
    [
      { model: "ot-flow", game: { lagrangian: { id: "typed-lagrangian", params: { cost: "sqrt(1 + norm(v)^2)" } } } },
      /no v answers p = .*grow faster/,
    ],
    [
      { model: "ot-flow", game: { lagrangian: { id: "typed-hamiltonian", params: { hamiltonian: "p1^2 - x*p2^2" } } } },
      /Not convex in p: at x/,
    ],
    [
      { model: "boltzmann-generator", data: { id: "typed-density", params: { logDensity: "-x^2" } } },
      /edge of the box, at \(.*100 % of its highest/,
    ],
    [{ model: "boltzmann-generator", data: { id: "typed-density", params: { logDensity: "-x^2-y^2+sqrt(x+4)" } } }, /no number at/],
  ])("%j", (partial, reason) => {
    const { misfits } = told(partial);
    expect(misfits.map((misfit) => misfit.reason).join("\n")).toMatch(reason);
    expect(misfits.some(({ path }) => path.includes(".params."))).toBe(true);
  });

  it("but not where a branch that nobody takes has no number", () => {
    expect(resolve(withPotential("where(x, log(x), 0)"), "strict").problems).toEqual([]);
  });
});

describe("a formula in a link", () => {
  it("comes back as it was, over a preset and without one", () => {
    const typed = opened(withPotential({ text: "k/2*(x1-1)^2 + sin(3*x2)", values: { k: 0.25 } }));
    for (const id of [null, "hill-potential", "moons-ot"]) {
      const { search, hash } = encodeLink(typed, id);
      expect(decodeLink(search + hash, "strict").experiment).toEqual(typed);
    }
  });

  it("with one slider moved is that slider only, where the slot is no list", () => {
    const river = opened(presets.get("river-hamiltonian")!.experiment);
    const moved = opened(setPaths(presets.get("river-hamiltonian")!.experiment, { "game.lagrangian.params.hamiltonian.values.c": 1.5 }));
    expect(differences(river, moved)).toEqual(["game.lagrangian.params.hamiltonian.values.c"]);
    const { search, hash } = encodeLink(moved, "river-hamiltonian");
    expect(decodeLink(search + hash, "strict").experiment).toEqual(moved);
  });
});

describe("a number in a formula", () => {
  it("is set by its path, whether the formula was given whole, as text, or by default", () => {
    for (const params of [{ potential: { text: "k*x", values: { k: 2 } } }, { potential: "k*x" }]) {
      const partial = { model: "ot-flow", game: { interactions: [{ id: "typed-potential", params }] } };
      const set = opened(setPaths(partial, { "game.interactions.0.params.potential.values.k": 5 }));
      expect(potentialOf(set)).toEqual({ text: "k*x", values: { k: 5 } });
    }
    const lagrangian = { model: "ot-flow", game: { lagrangian: { id: "typed-lagrangian" } } };
    const set = opened(setPaths(lagrangian, { "game.lagrangian.params.cost.values.w": 3 }));
    expect(set.game.lagrangian.params["cost"]).toEqual({ text: "w/2*norm(v)^2", values: { w: 3 } });
  });

  it("changes at the next step; another text keeps the weights and makes the game anew", () => {
    const [a, b, c] = [
      { text: "k*x", values: { k: 1 } },
      { text: "k*x", values: { k: 2 } },
      { text: "k*x^2", values: { k: 2 } },
    ].map((potential) => opened(withPotential(potential))) as [Experiment, Experiment, Experiment];
    expect(changeApplies(a, b)).toBe("live");
    expect(changeApplies(b, c)).toBe("resample");
    const river = presets.get("river-hamiltonian")!.experiment;
    const at = (value: unknown) => opened(setPaths(river, { "game.lagrangian.params.hamiltonian": value }));
    const one = at({ text: "a*norm(p)^2", values: { a: 1 } });
    expect(changeApplies(one, at({ text: "a*norm(p)^2", values: { a: 2 } }))).toBe("live");
    expect(changeApplies(one, at({ text: "norm(p)^2", values: {} }))).toBe("resample");
  });
});

it("the equation on the screen says what was typed", () => {
  const tex = gameTex(opened(withPotential("k/2*(x1-1)^2 + sin(3*x2)")))!;
  const typed = String.raw`\frac{k}{2}\,(x_1 - 1)^{2} + \sin(3\,x_2)`;
  expect(tex.objective).toContain(typed);
  expect(tex.hjb).toContain(typed);
  const river = gameTex(opened(presets.get("river-hamiltonian")!.experiment))!;
  expect(river.hjb).toContain(String.raw`\frac{|p|^{2}}{2} - c\,p_1\,e^{-2\,y^{2}}`);
});
