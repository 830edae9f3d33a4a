/**
 * @file L and H belong together: H(q) = sup_a { −q·a − L(a) }, the best reply −∂H/∂q is where it is attained, and L at the reply is
 * the transform. All at random parameters, against Newton's method on the sup; and the numbers stay finite at q = 0.
 */
import { describe, expect, test } from "vitest";
import type { ParamSpecs } from "../../src/catalogue/params.ts";
import { registry } from "../../src/catalogue/registry.ts";
import type { Lagrangian, ParamExprs } from "../../src/catalogue/define.ts";
import type { MovingPlace } from "../../src/catalogue/place.ts";
import { type Expr, input, num } from "../../src/math/expressions/expression.ts";
import { gradient } from "../../src/math/expressions/gradient.ts";
import { column, plan } from "../../src/math/expressions/plan.ts";
import { random } from "../../src/math/random.ts";
import { fixedFormula, type TypedFormula } from "../../src/catalogue/formula.ts";
import { NotRead, type Symbols, texMeaning } from "../math/expressions/tex-meaning.ts";

/** ρ where a cost asks for it. */
const DENSITY = 0.7;

const at = { divF: num(0.4), x: [num(0.3), num(-0.2)], t: num(0.6), of: () => num(Math.log(DENSITY)) } as unknown as MovingPlace;
const pair = (letter: string) => [input(`${letter}1`), input(`${letter}2`)];

function evaluate(roots: readonly Expr[], values: Readonly<Record<string, number>>): number[] {
  const p = plan(roots);
  const out = roots.map(() => new Float64Array(1));
  p.evaluate(
    1,
    p.columns.map((name) => column(Float64Array.of(values[name]!))),
    [],
    out.map((each) => column(each)),
  );
  return out.map((each) => each[0]!);
}

/** The random parameters of a Lagrangian, within its fields' bounds. */
function drawn(entry: Lagrangian, uniform: () => number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(entry.spec.params).flatMap(([name, spec]) => {
      if (spec.kind === "formula") return [];
      if (spec.kind !== "real") throw new Error(`${name} is not a real`);
      const [low, high] = [Math.max(spec.min, 0.3), Math.min(spec.max, 4)];
      return [[name, low + (high - low) * uniform()]];
    }),
  );
}

/** Numbers as leaves; a formula that the user types as it is by default. */
const leavesOf = (params: Readonly<Record<string, number>>, entry?: Lagrangian): ParamExprs<ParamSpecs> =>
  Object.fromEntries<Expr | TypedFormula>([
    ...Object.keys(params).map((name) => [name, input(name)] as const),
    ...Object.entries(entry?.spec.params ?? {}).flatMap(([name, spec]) =>
      spec.kind === "formula" ? [[name, fixedFormula(spec, spec.default)] as const] : [],
    ),
  ]);

const withHamiltonian = [...registry.lagrangian.all.values()].filter(({ hamiltonian }) => typeof hamiltonian === "function");

/** −q·a − L(a) at its top, by golden sections along −q: L depends on |a| alone. */
function transform(entry: Lagrangian, params: Readonly<Record<string, number>>, q: readonly number[], most: number): number {
  const L = entry.value(at, pair("a"), leavesOf(params, entry));
  const length = Math.hypot(...q);
  const gain = (r: number) => r * length - evaluate([L], { ...params, a1: (-r * q[0]!) / length, a2: (-r * q[1]!) / length })[0]!;
  let [low, high] = [0, most];
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let k = 0; k < 90; k++) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    if (gain(a) > gain(b)) high = b;
    else low = a;
  }
  return gain((low + high) / 2);
}

/** γ and w of the costs (w/γ)|a|^γ whose code rounds them off. */
const POWERS: Readonly<Record<string, (params: Readonly<Record<string, number>>) => readonly [number, number]>> = {
  power: ({ exponent, weight }) => [exponent!, weight!],
  congestion: ({ exponent, base, crowding, strength }) => [
    exponent! / (exponent! - 1),
    (base! + crowding! * DENSITY) ** (strength! / (exponent! - 1)),
  ],
};

/** What ε does to H at |q| and to L at |a|; half as much again for the sup. */
function roundedOff([gamma, w]: readonly [number, number], q: number, a: number): number {
  const epsilon = 0.03;
  const off = (size: number, power: number) =>
    Math.abs((size * size + epsilon * epsilon) ** (power / 2) - epsilon ** power - size ** power) / power;
  const other = gamma / (gamma - 1);
  return 1.5 * (w ** (1 - other) * off(q, other) + w * off(a, gamma)) + 1e-9;
}

describe.each(withHamiltonian.map((entry) => [entry.spec.id, entry] as const))("%s", (id, entry) => {
  const hamiltonian = entry.hamiltonian as Exclude<Lagrangian["hamiltonian"], { none: unknown }>;
  const { uniform, normal } = random(3, id);
  const cases = Array.from({ length: 8 }, () => ({ params: drawn(entry, uniform), q: [normal(), normal()] }));

  test("H is the transform of L, the reply −∂H/∂q attains it, and L at the reply is what it should be", () => {
    for (const { params, q } of cases) {
      const [q1, q2] = q as [number, number];
      const values = { ...params, q1, q2 };
      const H = hamiltonian(at, pair("q"), leavesOf(params, entry));
      const [h, s1, s2] = evaluate([H, ...gradient(H, ["q1", "q2"])], values) as [number, number, number];
      const reply = Math.hypot(s1, s2);
      const most = entry.spec.limitsSpeed === true ? params["limit"]! : 3 * reply + 1;
      const power = POWERS[id]?.(params);
      const tolerance = power === undefined ? 1e-9 : roundedOff(power, Math.hypot(q1, q2), reply);
      expect(Math.abs(transform(entry, params, q, most) - h), JSON.stringify(values)).toBeLessThan(tolerance * (1 + Math.abs(h)));
      const a = { a1: -s1, a2: -s2 };
      const [paid] = evaluate([entry.value(at, pair("a"), leavesOf(params, entry))], { ...params, ...a });
      const best = q1 * s1 + q2 * s2 - h;
      expect(Math.abs(paid! - best)).toBeLessThan(tolerance * (1 + Math.abs(best)));
      if (entry.valueAtReply === undefined) continue;
      const [there] = evaluate([entry.valueAtReply(at, pair("q"), leavesOf(params, entry))], values);
      expect(Math.abs(there! - best)).toBeLessThan(1e-12 * (1 + Math.abs(best) + Math.abs(h)));
    }
  });

  test("at q = 0 nobody moves, and three derivatives are finite", () => {
    for (const { params } of cases) {
      const H = hamiltonian(at, pair("q"), leavesOf(params, entry));
      const roots: Expr[] = [H];
      for (let order = 0; order < 3; order++) roots.push(gradient(roots[order]!, ["q1"])[0]!);
      const L = entry.value(at, pair("a"), leavesOf(params, entry));
      roots.push(...gradient(L, ["a1", "a2"]), ...Object.keys(params).flatMap((name) => gradient(H, [name])));
      const found = evaluate(roots, { ...params, q1: 0, q2: 0, a1: 0, a2: 0 });
      expect(found.every(Number.isFinite)).toBe(true);
      expect(Math.abs(found[1]!)).toBe(0);
    }
  });

  test("its TeX says the same, where TeX can be read", () => {
    const tex = entry.spec.hamiltonianFormula;
    if (typeof tex !== "function") throw new Error("a Hamiltonian without TeX");
    for (const { params, q } of cases) {
      const H = hamiltonian(at, pair("q"), leavesOf(params, entry));
      const [h] = evaluate([H], { ...params, q1: q[0]!, q2: q[1]! });
      const meant = read(tex("q"), entry, params, { q });
      if (meant !== undefined) expect(h).toBeCloseTo(meant, 9);
      const a = { a1: q[0]!, a2: q[1]! };
      const [l] = evaluate([entry.value(at, pair("a"), leavesOf(params, entry))], { ...params, ...a });
      const paid = read(entry.spec.formula, entry, params, { [entry.spec.player]: q });
      if (paid !== undefined && Number.isFinite(paid))
        expect(Math.abs(l! - paid)).toBeLessThan((id in POWERS ? 3e-2 : 1e-9) * (1 + Math.abs(paid))); // ε of the power
    }
  });
});

test("the TeX of most of them can be read", () => {
  const readable = withHamiltonian.filter((entry) => {
    const { hamiltonianFormula: tex } = entry.spec;
    return (
      typeof tex === "function" &&
      read(
        tex("q"),
        entry,
        drawn(entry, () => 0.5),
        { q: [1, 2] },
      ) !== undefined
    );
  });
  expect(readable.length).toBeGreaterThanOrEqual(4);
});

/** What TeX means with these parameters; undefined where the evaluator cannot read it. */
function read(tex: string, { spec }: Lagrangian, params: Readonly<Record<string, number>>, vectors: Symbols): number | undefined {
  const own = Object.entries(params).map(([name, value]) => [spec.params[name]?.symbol ?? name, value] as const);
  const gamma = params["exponent"] ?? 2;
  const more = {
    "\\nabla\\cdotf": 0.4,
    "\\varepsilon": 0.03,
    "\\gamma'": gamma / (gamma - 1),
    "\\beta'": gamma / (gamma - 1),
    "\\rho": DENSITY,
  };
  try {
    return Number(texMeaning(tex, { ...more, ...Object.fromEntries(own), ...vectors }));
  } catch (error) {
    if (error instanceof NotRead) return undefined;
    throw error;
  }
}

test("power at 2 is the kinetic energy, and the speed limit goes over into it when it is lifted", () => {
  const H = (id: string, params: Readonly<Record<string, number>>, q1: number) => {
    const { hamiltonian } = registry.lagrangian.get(id);
    if (typeof hamiltonian !== "function") throw new Error(id);
    return evaluate([hamiltonian(at, pair("q"), leavesOf(params))], { ...params, q1, q2: 0 })[0]!;
  };
  for (const q of [0, 0.3, 2]) {
    expect(H("power", { exponent: 2, weight: 1.3 }, q)).toBeCloseTo(H("kinetic", { weight: 1.3 }, q), 12);
    expect(H("relativistic", { limit: 1e4 }, q)).toBeCloseTo(H("kinetic", { weight: 1 }, q), 6);
  }
});

test("whose reply is said to be a multiple of the slope has one, and no other", () => {
  const q = [0.7, -0.4] as const;
  for (const entry of withHamiltonian) {
    const params = drawn(entry, () => 0.4);
    if (typeof entry.hamiltonian !== "function") throw new Error(entry.spec.id);
    const reply = gradient(entry.hamiltonian(at, pair("q"), leavesOf(params, entry)), ["q1", "q2"]);
    const [one, three] = [1, 3].map((by) => evaluate(reply, { ...params, q1: by * q[0], q2: by * q[1] }));
    const linear = one!.every((value, k) => Math.abs(three![k]! - 3 * value) < 1e-9 && Math.abs(value * q[0] - one![0]! * q[k]!) < 1e-9);
    // What a user types is linear for some formulas only: the promise is not made for it.
    if (!Object.values(entry.spec.params).some(({ kind }) => kind === "formula"))
      expect([entry.spec.id, linear]).toEqual([entry.spec.id, entry.spec.linearReply === true]);
  }
});
