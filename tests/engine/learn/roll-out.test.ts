/** @file Roll-outs: each integrator has the order it declares, and the kernels agree on whole steps. */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import type { Network } from "../../../src/engine/game/evaluation.ts";
import type { JetKernel } from "../../../src/engine/kernels/jets.ts";
import { createReferenceKernel } from "../../../src/engine/kernels/reference/kernel.ts";
import { roller } from "../../../src/engine/learn/roll-out.ts";
import { createSession } from "../../../src/engine/learn/session.ts";
import { add, cos, input, mul, neg, normSquared, sin } from "../../../src/math/expressions/expression.ts";
import { EULER, HEUN, MIDPOINT, RK4, type Tableau, uniformTimes } from "../../../src/math/integrators.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf, sessionOf, wasmFactory } from "../experiment-of.ts";

/** A turning, growing drift that no integrator solves exactly; it reads no network. */
const [x, y, t] = [input("x1"), input("x2"), input("t")];
const drift = [add(neg(y), mul(0.5, sin(mul(2, t)))), add(x, mul(0.3, cos(mul(x, y))))];
const rates = [normSquared([x, y])];

async function endOf(network: Network, tableau: Tableau, steps: number, from = 0, to = 1, start = [1, 0.5]): Promise<number[]> {
  const paths = roller({ network, drift, rates, uniform: new Set(), capacity: 1, tableau, storedSteps: 0 });
  const at = Float32Array.from(start);
  const cost = new Float64Array(1);
  await paths.forward(at, cost, 1, uniformTimes(from, to, steps), () => Number.NaN);
  return [...at, cost[0] ?? 0];
}

const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((v, i) => v - (b[i] ?? 0)));

it("equally spaced times end at the end, whichever way and however it rounds", () => {
  for (let horizon = 0.05; horizon < 20; horizon += 0.05)
    for (let steps = 1; steps <= 64; steps++) {
      const [ahead, back] = [uniformTimes(0, horizon, steps), uniformTimes(horizon, 0, steps)];
      expect([ahead[0], ahead[steps], back[0], back[steps]]).toEqual([0, horizon, horizon, 0]);
    }
});

describe("roll-outs", () => {
  it.each([EULER, MIDPOINT, HEUN, RK4])("$id has the order it declares", async (tableau) => {
    const network = (await sessionOf({ model: "ot-flow" })).network();
    const truth = await endOf(network, RK4, 512);
    const counts = tableau.order === 4 ? [2, 4] : tableau.order === 2 ? [16, 32] : [64, 128];
    const errors: number[] = [];
    for (const steps of counts) errors.push(distance(await endOf(network, tableau, steps), truth));
    const slope = Math.log2((errors[0] ?? 0) / (errors[1] ?? 1));
    expect(slope).toBeGreaterThan(tableau.order - 0.35);
    expect(slope).toBeLessThan(tableau.order + 1);
  });

  it("come back to where they started, with costs that add up both ways", async () => {
    const network = (await sessionOf({ model: "ot-flow" })).network();
    const there = await endOf(network, RK4, 64);
    const back = await endOf(network, RK4, 64, 1, 0, there.slice(0, 2));
    expect(distance(back.slice(0, 2), [1, 0.5])).toBeLessThan(1e-6);
    expect(back[2]).toBeCloseTo(there[2] ?? 0, 5);
  });

  it("Euler-Maruyama has strong order 1 for noise that does not depend on x", async () => {
    const network = (await sessionOf({ model: "ot-flow" })).network();
    const n = 400;
    const finest = 256;
    const r = random(5, "brownian");
    const increments = Float64Array.from({ length: finest * n * 2 }, () => r.normal() / Math.sqrt(finest));
    const paths = roller({ network, drift, rates, uniform: new Set(), capacity: n, tableau: EULER, storedSteps: 0 });
    const run = async (steps: number): Promise<Float32Array> => {
      const at = new Float32Array(2 * n).fill(0.5);
      await paths.forward(at, new Float64Array(n), n, uniformTimes(0, 1, steps), () => Number.NaN, {
        noise: (k, _t, _h, points) => {
          const each = finest / steps;
          for (let q = 0; q < 2 * n; q++)
            for (let j = 0; j < each; j++) points[q] = (points[q] ?? 0) + 0.4 * (increments[(k * each + j) * 2 * n + q] ?? 0);
        },
      });
      return at;
    };
    const truth = await run(finest);
    const error = async (steps: number): Promise<number> => {
      const end = await run(steps);
      return end.reduce((total, v, i) => total + Math.abs(v - (truth[i] ?? 0)), 0) / end.length;
    };
    const slope = Math.log2((await error(8)) / (await error(16)));
    expect(slope).toBeGreaterThan(0.8);
    expect(slope).toBeLessThan(1.4);
  });

  it.each(["ot-flow", "normalizing-flow", "hjb-score-diffusion"])("wasm and the tfjs route take the same steps: %s", async (model) => {
    await tf.setBackend("cpu");
    const experiment = experimentOf({
      model,
      network: { width: 8 },
      training: { batch: 16 },
      ...(model === "hjb-score-diffusion" ? {} : { objective: { params: { steps: 2 } } }),
    });
    const gradients: Float32Array[] = [];
    for (const factory of [await wasmFactory(), createReferenceKernel]) {
      const session = createSession(experiment, registry, factory);
      const kernel: JetKernel = session.network().kernel;
      kernel.update = () => {
        gradients.push(kernel.gTheta.slice());
        return 0;
      };
      await session.advance(0);
    }
    const [wasm = new Float32Array(0), reference = new Float32Array(0)] = gradients;
    expect(distance([...wasm], [...reference])).toBeLessThan(2e-4 * Math.hypot(...reference));
  });
});
