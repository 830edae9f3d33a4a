/**
 * @file Targets of bounded support: refused where a cost reads their logarithm at particles; the nearest choice is the same law with
 * a little noise, which is accepted and trains.
 */
import { describe, expect, it } from "vitest";
import { specs } from "../../src/catalogue/specs.ts";
import { registry } from "../../src/catalogue/registry.ts";
import { defaultsOf } from "../../src/catalogue/params.ts";
import { createWasmKernel } from "../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../src/engine/kernels/wasm/module.ts";
import { createSession } from "../../src/engine/learn/session.ts";
import { setPaths } from "../../src/experiment/edit.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { withValue } from "../../src/experiment/tree.ts";

const module = await loadWasmModule();
const small = { network: { width: 8, depth: 1 }, training: { batch: 32 } };
const noisy = {
  game: { dynamics: { id: "constant-noise", params: { sigma: 0.5 } } },
  objective: { params: { integrator: "euler-maruyama", steps: 16 } },
  sampling: { method: "sde" },
};

describe("a target that is 0 outside a bounded set", () => {
  // Cross-entropy needs noise on the paths: without any it sends every particle to the highest mode.
  for (const id of ["checkerboard", "uniform"])
    for (const [terminal, rest] of [
      ["reverse-kl", {}],
      ["cross-entropy", noisy],
    ] as const) {
      it(`${id}: ${terminal} says why not; the same law with a little noise is accepted and takes five finite steps`, async () => {
        const partial = withValue({ model: "ot-flow", data: { id }, ...small, ...rest }, "game.terminal", { id: terminal });
        const { experiment, misfits } = resolve(partial, "strict");
        expect(experiment).toBeNull();
        expect(misfits[0]?.reason).toMatch(/no mass outside its support: the logarithm of its density is −∞/);
        expect(misfits[0]?.nearest).toEqual({ "data.params.noise": 0.05 });
        const after = resolve(setPaths(partial, misfits[0]!.nearest as Parameters<typeof setPaths>[1]), "strict");
        expect(after.misfits).toEqual([]);
        expect(after.experiment?.data).toMatchObject({ id, params: { noise: 0.05 } });
        expect(after.experiment?.game.terminal.id).toBe(terminal);
        const session = createSession(after.experiment!, registry, (shape) => createWasmKernel(shape, module));
        for (let step = 0; step < 5; step++) await session.advance(0);
        expect([...session.network().kernel.theta].every(Number.isFinite)).toBe(true);
        session.dispose();
      });
    }

  it("a diffusion of it is as welcome as ever, and so is a flow that is pulled back from it", () => {
    expect(resolve({ model: "score-diffusion", data: { id: "checkerboard" } }, "strict").experiment).not.toBeNull();
    expect(resolve({ model: "ot-flow", data: { id: "checkerboard" } }, "strict").experiment).not.toBeNull();
  });
});

it("a law says that its support is bounded exactly where its density is 0 far out, and what it proposes is positive there", () => {
  const farOut = (id: string, params: object): number => {
    const { spec, build } = registry.density.get(id);
    const density = build({ ...defaultsOf(spec.params), ...params });
    const log = new Float32Array(1);
    if (density.logDensity === undefined) return 0;
    density.logDensity(new Float64Array(density.dimension).fill(1e4), 1, log);
    return log[0]!;
  };
  let bounded = 0;
  for (const [id, spec] of specs.density) {
    const found = spec.bounded?.(defaultsOf(spec.params));
    expect(farOut(id, {}) === -Infinity, id).toBe(found !== undefined);
    if (found === undefined) continue;
    bounded++;
    expect(farOut(id, found.nearest), id).toBeGreaterThan(-Infinity);
    expect(spec.bounded?.({ ...defaultsOf(spec.params), ...found.nearest }), id).toBeUndefined();
  }
  expect(bounded).toBe(2);
});
