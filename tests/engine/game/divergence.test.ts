/**
 * @file ∇·b, ∇v and the Hessian of U against differences of b, v and ∇U, at random weights and points: whatever the Hamiltonian, with
 * and without preconditioning, for potentials and for fields. Jets come from the definition in f64, so that only formulas are tested.
 */
import { expect, test } from "vitest";
import type { Dynamics, Lagrangian } from "../../../src/catalogue/define.ts";
import type { MovingPlace } from "../../../src/catalogue/place.ts";
import { registry } from "../../../src/catalogue/registry.ts";
import type { Role } from "../../../src/catalogue/role.ts";
import type { ParamSpecs, ParamValues } from "../../../src/catalogue/params.ts";
import { channelsOf, evaluation } from "../../../src/engine/game/evaluation.ts";
import { compose, type Composed } from "../../../src/engine/game/compose.ts";
import { finiteDifference, jetsAt } from "../../../src/engine/kernels/definition.ts";
import { initialise } from "../../../src/engine/kernels/initialise.ts";
import type { NetworkShape } from "../../../src/engine/kernels/jets.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { add, cos, dot, type Expr, input, mul, normSquared, num, sin, sum } from "../../../src/math/expressions/expression.ts";
import { column, plan } from "../../../src/math/expressions/plan.ts";
import { random } from "../../../src/math/random.ts";

/** H(x, q, t) = ½(1 + ½ sin x₁)|q|² + ¼(q₁ + q₂)² cos t + x_d q₁: neither isotropic nor the same everywhere. */
const crooked = {
  spec: { ...registry.lagrangian.get("kinetic").spec, params: {} },
  value: () => num(0),
  hamiltonian: ({ x, t }, q) =>
    sum([
      mul(mul(0.5, add(1, mul(0.5, sin(x[0]!)))), normSquared(q)),
      mul(mul(0.25, cos(t)), mul(sum(q), sum(q))),
      mul(x[x.length - 1]!, q[0]!),
    ]),
} satisfies Lagrangian;

interface Given {
  readonly title: string;
  readonly lagrangian: Lagrangian;
  readonly params?: ParamValues;
  readonly dynamics?: { readonly id: string; readonly params: ParamValues };
  readonly role?: Role;
  readonly preconditioning?: "none" | "gaussian";
}

const noise = { id: "constant-noise", params: { sigma: 0.8, control: "noise" } };
const power = (exponent: number) => ({ lagrangian: registry.lagrangian.get("power"), params: { exponent, weight: 1.7 } });
const relativistic = { lagrangian: registry.lagrangian.get("relativistic"), params: { limit: 1.3 } };
const jacobian = { lagrangian: registry.lagrangian.get("jacobian"), params: { kinetic: 1.2, jacobian: 0.7 } };
const kinetic = { lagrangian: registry.lagrangian.get("kinetic"), params: { weight: 1.4 } };

const GAMES: readonly Given[] = [
  { title: "kinetic", ...kinetic },
  { title: "kinetic, velocity field", ...kinetic, role: "velocity" },
  { title: "kinetic, velocity field fed y", ...kinetic, role: "velocity", dynamics: noise, preconditioning: "gaussian" },
  { title: "kinetic, score field", ...kinetic, role: "score", dynamics: noise, preconditioning: "gaussian" },
  { title: "power 1.5", ...power(1.5) },
  { title: "power 4", ...power(4) },
  { title: "power 3, preconditioned", ...power(3), dynamics: noise, preconditioning: "gaussian" },
  { title: "power 3, score field", ...power(3), role: "score", dynamics: noise, preconditioning: "gaussian" },
  { title: "power 3, velocity field", ...power(3), role: "velocity" },
  { title: "relativistic", ...relativistic },
  { title: "relativistic, preconditioned", ...relativistic, dynamics: { id: "vp", params: {} }, preconditioning: "gaussian" },
  { title: "jacobian", ...jacobian },
  { title: "jacobian, velocity field", ...jacobian, role: "velocity" },
  { title: "depends on x and t", lagrangian: crooked },
  { title: "depends on x and t, preconditioned", lagrangian: crooked, dynamics: noise, preconditioning: "gaussian" },
  { title: "depends on x and t, base drift", lagrangian: crooked, dynamics: { id: "ou", params: {} } },
];

function withDefaults(specs: ParamSpecs, values: ParamValues): ParamValues {
  return { ...Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, spec.default])), ...values };
}

function composed(given: Given, dimension: 1 | 2) {
  const { lagrangian, role = "value", preconditioning = "none" } = given;
  const { id, params } = given.dynamics ?? { id: "deterministic", params: {} };
  const dynamics: Dynamics = registry.dynamics.get(id);
  const all = { dynamics: withDefaults(dynamics.spec.params, params), lagrangian: given.params ?? {} };
  const game = compose({
    dimension,
    dynamics: { entry: dynamics, params: all.dynamics },
    lagrangian: { entry: lagrangian, params: all.lagrangian },
    interactions: [],
    terminal: { entry: registry.functional.get("forward-kl"), params: { weight: 1 } },
    ...{ role, time: "raw" as const, preconditioning, dataVariance: 0.9 },
  });
  const uniform = (name: string): number => {
    const [, slot = "", , key = ""] = name.split(".");
    if (name === "game.horizon") return 1.5;
    return Number(all[slot as "dynamics" | "lagrangian"][key]);
  };
  const shape: NetworkShape = {
    ...{ dimension, outputs: role === "value" || dimension === 1 ? 1 : 2, width: 6, depth: 2 },
    ...{ activation: "tanh", fourier: 0, quadraticRank: role === "value" ? 1 : 0 },
  };
  const stream = random(7, given.title);
  const theta = initialise(shape, () => stream.normal());
  for (let i = 0; i < theta.length; i++) theta[i]! += 0.2 * stream.normal();
  return { game, uniform, shape, theta, stream };
}

/** Values of expressions at a point, in f64. */
function valuesAt({ game, uniform, shape, theta }: ReturnType<typeof composed>, asked: readonly Expr[], x: readonly number[], t: number) {
  const channels = channelsOf(asked, shape);
  const roots = channels.through(asked);
  const run = (some: readonly Expr[], more: ReadonlyMap<string, number>): number[] => {
    const p = plan(some);
    const values = p.columns.map((name) => more.get(name) ?? uniform(name));
    const out = some.map(() => new Float64Array(1));
    p.evaluate(
      1,
      values.map((value) => column(Float64Array.of(value))),
      [],
      out.map((values_) => column(values_)),
    );
    return out.map((values_) => values_[0]!);
  };
  const place = new Map([...x.map((value, i) => [`x${i + 1}`, value] as const), ["t", t] as const]);
  const point = run([...game.binding.y, game.binding.tau], place);
  const jets = jetsAt(shape, channels.wanted, theta, point, [1, 0]);
  return run(roots, new Map([...place, ...channels.names.map((name, c) => [name, jets[c]!] as const)]));
}

const gradientOfVelocity = (game: Composed, given: Given): readonly (readonly Expr[])[] => {
  let found: readonly (readonly Expr[])[] = [];
  compose({
    dimension: game.dimension,
    dynamics: { entry: registry.dynamics.get((given.dynamics ?? { id: "deterministic" }).id), params: given.dynamics?.params ?? {} },
    lagrangian: {
      entry: {
        spec: given.lagrangian.spec,
        hamiltonian: given.lagrangian.hamiltonian,
        value(at: MovingPlace) {
          found = at.velocityGradient();
          return num(0);
        },
      },
      params: given.params ?? {},
    },
    interactions: [],
    terminal: { entry: registry.functional.get("forward-kl"), params: { weight: 1 } },
    ...{ role: given.role ?? "value", time: "raw" as const, preconditioning: given.preconditioning ?? "none", dataVariance: 0.9 },
  });
  return found;
};

const CASES = GAMES.flatMap((given) => ([1, 2] as const).map((d) => [`${given.title}, d = ${d}`, given, d] as const));

test.each(CASES)("%s", (_, given, d) => {
  const made = composed(given, d);
  const { game, stream } = made;
  const velocity = gradientOfVelocity(game, given);
  for (let k = 0; k < 3; k++) {
    const x = Array.from({ length: d }, () => stream.normal());
    const t = 0.3 + 0.7 * stream.uniform();
    const along = (roots: readonly Expr[], axis: number, i: number) =>
      finiteDifference(
        1,
        (s) =>
          valuesAt(
            made,
            roots,
            x.map((value, j) => value + (j === axis ? s : 0)),
            t,
          )[i]!,
        1e-2,
      );
    const axes = Array.from({ length: d }, (_, i) => i);
    const divergenceOf = (b: readonly Expr[]) => axes.reduce((total, i) => total + along(b, i, i), 0);
    const near = (got: number, want: number, what: string) =>
      expect(Math.abs(got - want), `${what}: ${got} for ${want}`).toBeLessThan(2e-6 * (1 + Math.abs(want)));

    near(valuesAt(made, [game.here.divergence()], x, t)[0]!, divergenceOf(game.here.drift()), "∇·b");
    const { drift, divergence } = game.probabilityFlow;
    near(valuesAt(made, [divergence], x, t)[0]!, divergenceOf(drift), "∇·b of the probability flow");
    const rows = valuesAt(made, velocity.flat(), x, t);
    for (const i of axes) for (const j of axes) near(rows[i * d + j]!, along(game.here.control(), j, i), `∂v${i}/∂x${j}`);
    const of = game.binding.momentum ?? game.binding.field!;
    const jac = valuesAt(made, game.binding.jacobian.flat(), x, t);
    for (const i of axes) for (const j of axes) near(jac[i * d + j]!, along(of, j, i), `∂p${i}/∂x${j}`);
  }
});

test("a Hamiltonian that is a multiple of |p|² does without the Hessian, any other asks for it in the plane only", () => {
  const second = (given: Given, d: 1 | 2) => {
    const { game, shape } = composed(given, d);
    return channelsOf([game.here.divergence()], shape).wanted.second;
  };
  expect(second({ title: "", ...kinetic }, 2)).toBe("laplacian");
  expect(second({ title: "", lagrangian: registry.lagrangian.get("diffusion"), dynamics: noise }, 2)).toBe("laplacian");
  expect(second({ title: "", ...power(3) }, 2)).toBe("hessian");
  expect(second({ title: "", ...power(3) }, 1)).toBe("laplacian");
  expect(second({ title: "", ...power(3), role: "velocity" }, 2)).toBe("none");
});

test("a slope in space that nobody knows is an error, not a wrong divergence", () => {
  const blind = { ...crooked, hamiltonian: ({ of }, q) => mul(of("targetLogDensity"), normSquared(q)) } satisfies Lagrangian;
  expect(() => composed({ title: "", lagrangian: blind }, 2)).toThrow(/targetLogDensity/);
});

test.each([1, 2] as const)("one evaluation has Laplacian, a direction and the Hessian at once, and their adjoint, d = %i", async (d) => {
  const made = composed({ title: "mixed", ...power(3), dynamics: noise, preconditioning: "gaussian" }, d);
  const { game, shape, theta, uniform, stream } = made;
  const kernel = createWasmKernel(shape, await loadWasmModule());
  kernel.theta.set(theta);
  const w = [input("w1"), input("w2")].slice(0, d);
  const quadratic = dot(
    w,
    game.binding.jacobian.map((row) => dot(row, w)),
  );
  const roots = [game.here.laplacian(), game.here.curvature(), quadratic, game.here.divergence()];
  const n = 3;
  const draws = () => Float32Array.from({ length: n }, () => stream.normal());
  const columns = Object.fromEntries(["x1", "x2", "w1", "w2"].map((name) => [name, column(draws())]));
  columns["t"] = column(Float32Array.from({ length: n }, () => 0.2 + stream.uniform()));
  const uniforms = new Set(["game.horizon", ...["sigma", "control"].map((key) => `game.dynamics.params.${key}`)]);
  for (const key of ["exponent", "weight"]) uniforms.add(`game.lagrangian.params.${key}`);
  const run = evaluation({
    network: { kernel, binding: game.binding },
    roots,
    uniform: uniforms,
    capacity: n,
    adjoint: { uniformBars: new Set(), wantPoints: true },
  });
  const jets = run.newJets();
  const out = roots.map(() => new Float64Array(n));
  const lambdas = roots.map(draws);
  const forward = async () => {
    await run.forward(
      n,
      columns,
      uniform,
      out.map((values) => column(values)),
      jets,
    );
    return out.reduce((total, values, r) => total + values.reduce((some, value, i) => some + value * lambdas[r]![i]!, 0), 0);
  };
  await forward();
  for (let i = 0; i < n; i++) expect(out[1]![i]).toBeCloseTo(out[2]![i]!, 4);
  const gX = new Float32Array(n * d);
  await run.adjoint(n, columns, uniform, Object.fromEntries(lambdas.map((values, r) => [`bar${r}`, column(values)])), jets, gX);
  const gTheta = kernel.gTheta.slice();
  const along = Float32Array.from(theta, () => stream.normal() / Math.sqrt(theta.length));
  const values: number[] = [];
  const h = 2e-2;
  for (const s of [-2, -1, 1, 2]) {
    kernel.theta.set(theta.map((value, i) => value + s * h * along[i]!));
    values.push(await forward());
  }
  const difference = (at: readonly number[]) => (at[0]! - 8 * at[1]! + 8 * at[2]! - at[3]!) / (12 * h);
  const want = difference(values);
  expect(gTheta.reduce((total, g, i) => total + g * along[i]!, 0) / want).toBeCloseTo(1, 2);
  kernel.theta.set(theta);
  const x1 = columns["x1"]!.data as Float32Array;
  const start = x1[1]!;
  const moved: number[] = [];
  for (const s of [-2, -1, 1, 2]) {
    x1[1] = start + s * h;
    moved.push(await forward());
  }
  expect(gX[d]! / difference(moved)).toBeCloseTo(1, 2);
});
