/** @file What a weight of the HJB penalty means: the mean over times of what it penalises, whatever the horizon. */
import { describe, expect, it } from "vitest";
import { random } from "../../../src/math/random.ts";
import { type Known, sessionKnowing } from "../measure/known-kernel.ts";

/** U = c t + constant: nobody moves, and the residual −∂ₜU + |∇U|²/2 is −c everywhere. */
const rising =
  (c: number): Known =>
  (x, t, n) => [
    {
      value: new Float64Array(n).fill(c * t),
      gradient: new Float64Array(x.length),
      time: new Float64Array(n).fill(c),
      laplacian: new Float64Array(n),
    },
  ];

describe("the HJB penalty along paths", () => {
  const stream = random(7, "regularisers");
  for (const horizon of [0.5, 1, 2.5])
    for (const [norm, power] of [
      ["l1", 1],
      ["l2", 2],
    ] as const)
      it(`is weight × the mean of |r|${power === 2 ? "²" : ""} for T = ${String(horizon)}`, async () => {
        const [c, weight] = [0.5 + stream.uniform(), 0.2 + stream.uniform()];
        const session = sessionKnowing(
          {
            model: "ot-flow",
            game: { horizon },
            training: { batch: 16 },
            regularisers: { hjb: { weight, norm, points: "particles", ramp: 0 } },
          },
          rising(c),
          "stay",
        );
        await session.advance(0, 1);
        await session.settle();
        const { names, since } = session.history();
        const part = since(0)[2 + names.indexOf("hjb")]!;
        expect(part).toBeCloseTo(weight * c ** power, 4);
      });
});
