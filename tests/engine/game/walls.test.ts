/** @file Walls: whoever starts does so within them, nobody gets through, and what reflects keeps an even crowd even. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { keptIn, within } from "../../../src/engine/game/walls.ts";
import { random } from "../../../src/math/random.ts";

const N = 20_000;

describe("a law within walls", () => {
  it("is the law of the draws that fall there, in either dimension", () => {
    for (const mean of [[0.2], [0.2, -0.4]]) {
      const law = registry.density.get("gaussian").build({ mean, covariance: mean.map((_, i) => mean.map((__, j) => (i === j ? 1 : 0))) });
      const { law: inside, share } = within(law, [-1, 0.5]);
      const x = new Float64Array(N * mean.length);
      inside.sample(random(3, "walls"), N, x);
      expect(Math.min(...x)).toBeGreaterThanOrEqual(-1);
      expect(Math.max(...x)).toBeLessThanOrEqual(0.5);
      // The mean of a normal cut at a and b: m + (φ(a − m) − φ(b − m)) / (Φ(b − m) − Φ(a − m)), here by quadrature.
      let whole = 1;
      mean.forEach((m, k) => {
        let [mass, first] = [0, 0];
        for (let i = 0; i < 3000; i++) {
          const y = -1 + (1.5 * (i + 0.5)) / 3000;
          const weight = Math.exp(-((y - m) ** 2) / 2);
          mass += weight;
          first += weight * y;
        }
        whole *= (1.5 / 3000) * (mass / Math.sqrt(2 * Math.PI));
        const average = x.filter((_, q) => q % mean.length === k).reduce((total, value) => total + value / N, 0);
        expect(Math.abs(average - first / mass)).toBeLessThan(0.015);
      });
      expect(share).toBeCloseTo(whole, 3);
    }
  });
});

describe("walls that reflect", () => {
  const kept = keptIn({ walls: [-1, 3], dimension: 1 })!;

  it("send back as far as one went, however far", () => {
    const x = Float32Array.from([0, -1.25, 3.5, 7.5, -9.5, 3, -1]);
    kept(0, 0, 1, x, x.length);
    expect([...x]).toEqual([0, -0.75, 2.5, -0.5, -0.5, 3, -1]);
  });

  it("keep an even crowd even: half of it stays in each half", () => {
    const draw = random(5, "walls");
    const x = Float32Array.from({ length: N }, () => -1 + 4 * draw.uniform());
    for (let step = 0; step < 20; step++) {
      for (let i = 0; i < N; i++) x[i]! += 0.4 * draw.normal();
      kept(step, 0, 1, x, N);
    }
    const counts = [0, 1, 2, 3].map((k) => x.filter((value) => Math.floor(value + 1) === k).length);
    for (const count of counts) expect(Math.abs(count - N / 4)).toBeLessThan(5 * Math.sqrt((3 * N) / 16));
  });

  it("are none in an open world", () => {
    expect(keptIn({ walls: null, dimension: 2 })).toBeUndefined();
  });
});
