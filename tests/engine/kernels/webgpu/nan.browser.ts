/** @file What is not a number on the CPU is none in a shader: every operation of expressions, and the densities that losses read. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultsOf } from "../../../../src/catalogue/params.ts";
import { registry } from "../../../../src/catalogue/registry.ts";
import { densityWgsl } from "../../../../src/engine/kernels/webgpu/density-wgsl.ts";
import { drawTable } from "../../../../src/engine/kernels/webgpu/draws-wgsl.ts";
import {
  BINARY,
  type Binary,
  type Expr,
  input,
  max,
  min,
  pow,
  UNARY,
  type Unary,
  where,
} from "../../../../src/math/expressions/expression.ts";
import * as expressions from "../../../../src/math/expressions/expression.ts";
import { toWgsl } from "../../../../src/math/expressions/wgsl.ts";
import { onDevice, type OnDevice, shader } from "./on-device.ts";

let gpu: OnDevice;
beforeAll(async () => {
  gpu = await onDevice();
});
afterAll(() => {
  gpu.destroy();
});

const [x, y] = [input("x"), input("y")];
/** Pairs: a number that is none on either side, on both; and numbers, infinite ones too. */
const PAIRS = [
  ...[Number.NaN, 2, 2, Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.POSITIVE_INFINITY],
  ...[Number.NEGATIVE_INFINITY, Number.NaN, Number.POSITIVE_INFINITY, 2, Number.NEGATIVE_INFINITY, 3],
  ...[0, 2, 0, -1, 0.25, 3, -0.7, 2, -0.7, 3, -0.7, 0.5, 3, -0.5, 1e-3, 0, 40, 1],
];

async function onGpu(root: Expr): Promise<number[]> {
  const { body, results } = toWgsl([root], (name) => `table[2u * i + ${name === "x" ? "0u" : "1u"}]`);
  const n = PAIRS.length / 2;
  const code = shader("", `${body}\nout[i] = ${results[0]!};`, n, "f32");
  return [...new Float32Array(await gpu.run(code, Float32Array.from(PAIRS), n, n))];
}

const UNARY_OPS = (Object.keys(UNARY) as Unary[]).filter((op) => op !== "sign"); // NaN only in a slope, beside |x| that says it
const BINARY_OPS = Object.keys(BINARY) as Binary[];

describe("an operation on what is not a number", () => {
  test.each(UNARY_OPS)("%s", async (op) => {
    const made = (expressions as unknown as Record<Unary, (a: Expr) => Expr>)[op](x);
    const found = await onGpu(made);
    PAIRS.filter((_, k) => k % 2 === 0).forEach((value, k) => {
      const truth = UNARY[op](value);
      const said = `${op}(${String(value)}) = ${String(found[k])}`;
      if (Number.isNaN(truth)) expect(found[k], said).toBeNaN();
      else if (!Number.isFinite(truth)) expect(Number.isFinite(found[k]), said).toBe(false);
      else if (Number.isFinite(value)) expect(Math.abs(found[k]! - truth), said).toBeLessThan(1e-3 * Math.max(1, Math.abs(truth)));
    });
  });

  test.each(BINARY_OPS)("%s", async (op) => {
    const made = { ...(expressions as unknown as Record<Binary, (a: Expr, b: Expr) => Expr>), max, min, pow }[op](x, y);
    const found = await onGpu(made);
    found.forEach((value, k) => {
      const [a, b] = [PAIRS[2 * k]!, PAIRS[2 * k + 1]!];
      if (op === "pow" && a < 0) return; // WGSL has none, and no formula asks for one
      const truth = Math.fround(BINARY[op](a, b));
      if (Number.isNaN(truth)) expect(value, `${op}(${String(a)}, ${String(b)})`).toBeNaN();
      else if (op === "max" || op === "min") expect(value).toBe(truth);
    });
  });

  test("where it is chosen", async () => {
    const found = await onGpu(where(1, x, y));
    expect(found.map(Number.isNaN)).toEqual(PAIRS.filter((_, k) => k % 2 === 0).map(Number.isNaN));
  });
});

test.each(["mixture", "laplace", "gaussian", "pinwheel"])("the density and the score of %s at no point are no numbers", async (id) => {
  const entry = registry.density.get(id);
  const target = entry.build(defaultsOf(entry.spec.params)).sampler!();
  const table = drawTable({ sections: { target }, level: undefined });
  const body = `let nan = bitcast<f32>(0x7fc00000u | i);
    let at = vec2f(select(0.5f, nan, i == 0u || i == 2u), select(0.5f, nan, i > 0u));
    out[3u * i] = logDensityTarget(at);
    let s = scoreTarget(at);
    out[3u * i + 1u] = s.x;
    out[3u * i + 2u] = s.y;`;
  const found = [...new Float32Array(await gpu.run(shader(densityWgsl("target", target, "table"), body, 3, "f32"), table, 3, 9))];
  const places = target.dimension === 2 ? [0, 1, 2] : [0, 2]; // on the line the second coordinate is not read
  for (const k of places) {
    expect(found[3 * k], `log density ${String(k)}`).toBeNaN();
    expect(found[3 * k + 1], `score ${String(k)}`).toBeNaN();
  }
});
