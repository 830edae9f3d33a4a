/** @file Adjoint matching trains: on the line towards the closed form, with and without noise; what it cannot train is refused. */
import { expect, it } from "vitest";
import { exactOf } from "../../../src/engine/game/exact-problem.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { random } from "../../../src/math/random.ts";
import { resolve } from "../../../src/experiment/resolve.ts";
import { sessionOf } from "../experiment-of.ts";

const law = (mean: number, variance: number) => ({ id: "gaussian", params: { mean: [mean], covariance: [[variance]] } });

async function trained(partial: object, steps: number) {
  const session = await sessionOf(partial);
  for (let k = 0; k < steps; k++) await session.advance(k / steps, 1);
  const form = exactOf(session.setup());
  if ("reason" in form) throw new Error(form.reason);
  return { session, form };
}

it("a gradient flow at ε = .1 comes near its closed form at all times, the late ones too", { timeout: 60_000 }, async () => {
  const { session, form } = await trained(
    {
      model: "wasserstein-gradient-flow",
      data: law(0, 1),
      reference: law(1, 0.49),
      network: { width: 16 },
      training: { batch: 64, ema: 0.9, optimiser: { params: { rate: 0.03 } }, stop: { steps: 300 } },
    },
    300,
  );
  const n = 256;
  const start = new Float32Array(n);
  session.setup().reference.sample(random(1, "start"), n, start);
  const places = new Float64Array(3 * n);
  const times = [0.5, 1, 2];
  form.trajectories(start, n, times, places);
  const flow = flowOf(session);
  const found = new Map<number, Float32Array>();
  await flow.move(start, n, [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2], [], {
    record: (_, t, x) => found.set(t, x.slice(0, n)),
  });
  times.forEach((t, k) => {
    let [miss, moved] = [0, 0];
    for (let i = 0; i < n; i++) {
      miss += Math.abs(found.get(t)![i]! - places[k * n + i]!) / n;
      moved += Math.abs(places[k * n + i]! - start[i]!) / n;
    }
    expect(miss / moved).toBeLessThan(0.2);
  });
});

it("whoever has noise and a known density learns the score without a sample of the data", { timeout: 60_000 }, async () => {
  const { session, form } = await trained(
    {
      model: "score-diffusion",
      data: law(0.8, 0.3),
      game: { horizon: 1.5, dynamics: { id: "ou", params: { rate: 1 } }, terminal: { id: "cross-entropy", params: { weight: 1 } } },
      objective: { id: "adjoint-matching", params: { integrator: "euler-maruyama", steps: 12, value: 0 } },
      regularisers: { hjb: { weight: 0 }, terminal: { weight: 0 }, initial: { weight: 0 } },
      network: { output: "potential", time: "raw", preconditioning: "none", width: 16, quadraticRank: 2 },
      training: { batch: 128, optimiser: { params: { rate: 0.03 } }, stop: { steps: 250 } },
      sampling: { method: "sde" },
    },
    250,
  );
  const n = 128;
  const x = Float32Array.from({ length: n }, (_, i) => -1 + (3 * i) / n);
  const flow = flowOf(session);
  for (const t of [0.2, 0.8, 1.3]) {
    const gradient = new Float64Array(n);
    form.values(x, n, t, { gradient });
    const [mine] = await flow.probe(session.setup().composed.binding.momentum!, x, t, n);
    let [miss, size] = [0, 0];
    for (let i = 0; i < n; i++) [miss, size] = [miss + (mine![i]! - gradient[i]!) ** 2, size + gradient[i]! ** 2];
    expect(Math.sqrt(miss / size)).toBeLessThan(0.2);
  }
});

it.each([
  ["a free vector field", { network: { output: "field" } }],
  ["samples as a whole", { game: { interactions: [], terminal: { id: "sliced-w2" } } }],
  ["a pulled-back cost", { game: { interactions: [], terminal: { id: "forward-kl" } } }],
  ["free motion", { game: { lagrangian: { id: "none" } } }],
  ["noise that hides log ρ", { game: { dynamics: { id: "constant-noise" } }, objective: { params: { integrator: "euler-maruyama" } } }],
])("%s is refused", (_, changes) => {
  const { experiment, problems } = resolve({ model: "wasserstein-gradient-flow", ...changes }, "strict");
  expect(experiment).toBeNull();
  expect(problems.map(({ path }) => path)).toContain("objective.id");
});
