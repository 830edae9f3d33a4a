/**
 * @file A critic against the truth, for a flow that stands still: ρ = N(0, 1) and π = N(m, s²) on the line.
 *
 *     no bound in the way       φ* = log ρ/π + const,              D = KL(ρ‖π)
 *     equal variances, L < |m|  φ* = −L sgn(m) x + const,          D = L|m| − L²/2           (the best η lies L short of ρ: Huber)
 */
import { describe, expect, it } from "vitest";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import type { Session } from "../../../src/engine/learn/session.ts";
import { networkOf } from "../../../src/engine/learn/networks.ts";
import { witnessOf } from "../../../src/engine/learn/witness.ts";
import { random } from "../../../src/math/random.ts";
import { sessionOf } from "../experiment-of.ts";

const line = (mean: number, variance: number, lipschitz: number, rest: Record<string, unknown> = {}) => ({
  model: "w1-proximal",
  data: { id: "gaussian", params: { mean: [mean], covariance: [[variance]] } },
  game: { terminal: { params: { lipschitz, weight: 1 } } },
  objective: { params: { rounds: 1, criticWidth: 16, criticRate: 0.005 } },
  network: { width: 8, depth: 1 },
  training: { batch: 512, warmup: 1, stop: { steps: 600 } },
  regularisers: { hjb: { weight: 0 } },
  ...rest,
});

/** U = 0, and it stays: the particles rest where the reference has put them. */
async function atRest(partial: unknown): Promise<Session> {
  const session = await sessionOf(partial);
  const { kernel } = session.network();
  kernel.theta.fill(0);
  kernel.update = () => 0;
  return session;
}

const GRID = Float32Array.from({ length: 61 }, (_, i) => -3 + 0.1 * i);

/** φ − A_π φ and its slope on the grid, and the divergence that it says, as the mean of the last hundred steps. */
async function trained(session: Session) {
  for (let i = 0; i < 600; i++) await session.advance(0);
  const setup = session.setup();
  const draws = { seed: 1, capacity: 8192, samplers: setup.samplers, reference: setup.reference, uniform: setup.uniformNames };
  const witness = witnessOf(networkOf(session.networks(), "critic"), "log-mean-exp", draws);
  const [value, slope] = [new Float64Array(GRID.length), new Float64Array(GRID.length)];
  await witness.at(GRID, GRID.length, 1, setup.uniforms, value, slope);
  const rows = session.history().since(500);
  const width = session.history().names.length + 2;
  const at = session.history().names.indexOf("critic") + 2;
  let total = 0;
  for (let i = at; i < rows.length; i += width) total += rows[i]!;
  return { value, slope, divergence: total / (rows.length / width) };
}

describe("a critic of a flow at rest", () => {
  it.each([[-0.7, 0.6, 100]])(
    "learns log ρ/π and the KL divergence where nothing bounds it: N(0, 1) against N(%f, %f)",
    async (mean, variance, bound) => {
      const session = await atRest(line(mean, variance, bound));
      const { value, divergence } = await trained(session);
      const kl = 0.5 * ((1 + mean * mean) / variance - 1 + Math.log(variance));
      expect(Math.abs(divergence - kl)).toBeLessThan(0.04 + 0.05 * kl);
      // log ρ/π, the constant included, in the mean over ρ.
      let [worst, weight] = [0, 0];
      GRID.forEach((x, i) => {
        const exact = 0.5 * (((x - mean) * (x - mean)) / variance - x * x) + 0.5 * Math.log(variance);
        const rho = Math.exp(-0.5 * x * x);
        worst += rho * (value[i]! - exact) ** 2;
        weight += rho;
      });
      expect(Math.sqrt(worst / weight)).toBeLessThan(0.25);
      session.dispose();
    },
  );

  it.each([[-1.5, 0.8]])(
    "keeps its slope below the bound, and says Huber's number: N(0, 1) against N(%f, 1), L = %f",
    async (mean, bound) => {
      const session = await atRest({ ...line(mean, 1, bound), objective: { params: { rounds: 1, criticWidth: 16, penalty: 20 } } });
      const { slope, divergence } = await trained(session);
      const exact = bound * Math.abs(mean) - (bound * bound) / 2;
      expect(Math.abs(divergence - exact)).toBeLessThan(0.05 * exact + 0.02);
      for (const s of slope.slice(15, 46)) expect(-Math.sign(mean) * s).toBeGreaterThan(0.85 * bound);
      for (const s of slope) expect(Math.abs(s)).toBeLessThan(1.1 * bound);
      session.dispose();
    },
  );
});

describe("the flow against a critic", () => {
  // Between equal covariances the optimum is a shift: m = λL T where the bound holds, else the proximal point of KL.
  it.each([
    [4, 1, 1, 1],
    [1.5, 2, 5, 1.5 * (2 / 3)],
  ])("goes as far as the game says: data at %f, λ = %f, L = %f: to %f", async (mean, weight, lipschitz, exact) => {
    const session = await sessionOf({
      ...line(mean, 1, lipschitz),
      game: { terminal: { params: { lipschitz, weight } } },
      objective: { params: { rounds: 2, criticWidth: 16 } },
      network: { width: 12, depth: 2 },
      training: { batch: 256, warmup: 10, stop: { steps: 500 } },
    });
    for (let i = 0; i < 500; i++) await session.advance(0);
    const x = await flowOf(session).generate(20_000, random(5, "end"));
    const m = x.reduce((total, v) => total + v / x.length, 0);
    const s = Math.sqrt(x.reduce((total, v) => total + (v - m) ** 2 / x.length, 0));
    expect(Math.abs(m - exact)).toBeLessThan(0.08);
    expect(Math.abs(s - 1)).toBeLessThan(0.08);
    session.dispose();
  });
});
