/** @file Starting weights: the spreads that the header promises, and what has to start at zero does. */
import { expect, test } from "vitest";
import { initialise } from "../../../src/engine/kernels/initialise.ts";
import { activations } from "../../../src/catalogue/activations.ts";
import { type NetworkShape, parameterBlocks } from "../../../src/engine/kernels/jets.ts";
import { random } from "../../../src/math/random.ts";

test.each([...activations.all.keys()])("blocks of a wide %s network", (activation) => {
  const shape: NetworkShape = { dimension: 2, outputs: 2, width: 256, depth: 3, activation, fourier: 4, quadraticRank: 3 };
  const { normal } = random(4, activation);
  const theta = initialise(shape, normal, { lastLayerScale: 0.5 });
  const gain = activations.get(activation).gain;
  const hidden = gain / Math.sqrt(256);
  const input = gain / Math.sqrt(2 + 1 + 8);
  const want: Record<string, number> = { W1: input, b1: input, W2: hidden, W3: hidden, output: 0.5 / 16, A: 0.1 };
  for (const { name, rows, columns, offset } of parameterBlocks(shape)) {
    const values = theta.subarray(offset, offset + rows * columns);
    const spread = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    const expected = want[name] ?? 0;
    // The spread of k draws is off by about 1/√(2k); five times that is a mistake.
    expect(Math.abs(spread - expected), name).toBeLessThanOrEqual((5 * expected) / Math.sqrt(2 * values.length));
  }
});

test("the same stream gives the same weights, and a last layer of scale 0 is silent", () => {
  const shape: NetworkShape = { dimension: 1, outputs: 1, width: 8, depth: 2, activation: "tanh", fourier: 0, quadraticRank: 0 };
  const draw = (options = {}) => initialise(shape, random(5, "weights").normal, options);
  expect(draw()).toEqual(draw());
  const output = parameterBlocks(shape).find((block) => block.name === "output")!;
  expect(
    draw({ lastLayerScale: 0 })
      .slice(output.offset)
      .every((value) => value === 0),
  ).toBe(true);
});
