/** @file Weights to a file and back: bit for bit, into the same network only, and never from a file that is not sound. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolve } from "../../src/experiment/resolve.ts";
import { writeSafetensors } from "../../src/experiment/safetensors.ts";
import { readSafetensors, UnreadableWeights } from "../../src/experiment/safetensors-read.ts";
import { type WeightBlock, dataVarianceOf, experimentOf, fitted, weightsFile } from "../../src/experiment/weights.ts";

const experiment = resolve({ model: "ot-flow", seed: 5 }, "strict").experiment!;

function blocksOf(shapes: readonly (readonly [string, number, number])[]): WeightBlock[] {
  let offset = 0;
  return shapes.map(([name, rows, columns]) => {
    const block = { name, rows, columns, offset };
    offset += rows * columns;
    return block;
  });
}

const BLOCKS = blocksOf([
  ["W1", 3, 4],
  ["b1", 1, 4],
  ["output", 1, 4],
  ["offset", 1, 1],
]);
const COUNT = 21;

describe("a file of weights", () => {
  it("gives back every weight bit for bit, the experiment and the step", () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: COUNT, maxLength: COUNT, noNaN: true, noDefaultInfinity: true }), (theta) => {
        const read = readSafetensors(weightsFile({ experiment, step: 42, dataVariance: 2.5 }, theta, BLOCKS));
        expect(fitted(read, BLOCKS)).toEqual({ theta });
        expect(experimentOf(read)).toEqual(experiment);
        expect(read.metadata.get("step")).toBe("42");
        expect(dataVarianceOf(read)).toBe(2.5);
      }),
      { numRuns: 30 },
    );
  });

  it("of the headless runner is read alike: averages are taken, what was trained beside them is not asked for", () => {
    const tensors = Object.fromEntries(
      BLOCKS.flatMap(({ name, rows, columns }, k) => {
        const shape = [rows, columns];
        return [
          [`average.${name}`, { shape, values: new Float32Array(rows * columns).fill(k) }],
          [`trained.${name}`, { shape, values: new Float32Array(rows * columns).fill(99) }],
        ];
      }),
    );
    const found = fitted(readSafetensors(writeSafetensors(tensors, {})), BLOCKS);
    expect("theta" in found && [...found.theta].every((value) => value < 4)).toBe(true);
  });

  it("for another network is refused block by block", () => {
    const other = blocksOf([
      ["W1", 3, 5],
      ["b1", 1, 4],
      ["output", 1, 4],
      ["A", 2, 3],
    ]);
    const read = readSafetensors(weightsFile({ experiment, step: 0, dataVariance: 1 }, new Float32Array(COUNT), BLOCKS));
    const found = fitted(read, other);
    const misfits = "misfits" in found ? found.misfits : [];
    expect(misfits).toHaveLength(3);
    expect(misfits[0]).toBe("W1: 3 × 4 in the file, 3 × 5 in the network here");
    expect(misfits.join("\n")).toMatch(/A: the network here has it[^]*offset: in the file/);
  });

  it("with something that is not a number is refused", () => {
    const theta = new Float32Array(COUNT);
    theta[13] = Number.NaN;
    expect(fitted(readSafetensors(weightsFile({ experiment, step: 0, dataVariance: 1 }, theta, BLOCKS)), BLOCKS)).toEqual({
      misfits: ["b1: has values that are not finite numbers"],
    });
  });

  it("that says nothing of an experiment, or nonsense, has none", () => {
    const with_ = (text: string) => experimentOf(readSafetensors(writeSafetensors({}, { experiment: text })));
    expect([experimentOf(readSafetensors(writeSafetensors({}, {}))), with_("{"), with_('{"model":"no-such"}'), with_("7")]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it("cut off anywhere is refused in words, and so is any other file", () => {
    const whole = weightsFile({ experiment, step: 1, dataVariance: 1 }, new Float32Array(COUNT), BLOCKS);
    for (let length = 0; length < whole.length; length += 7)
      expect(() => readSafetensors(whole.subarray(0, length)), String(length)).toThrow(UnreadableWeights);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => readSafetensors(bytes)).toThrow(UnreadableWeights);
      }),
    );
  });

  it("whose offsets lie is refused", () => {
    const lying = (entry: unknown): Uint8Array => {
      const header = new TextEncoder().encode(JSON.stringify({ W1: entry }).padEnd(160));
      const bytes = new Uint8Array(8 + header.length + 8);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
      bytes.set(header, 8);
      return bytes;
    };
    for (const entry of [
      { dtype: "F32", shape: [2], data_offsets: [4, 12] },
      { dtype: "F32", shape: [3], data_offsets: [0, 8] },
      { dtype: "F32", shape: [2], data_offsets: [8, 0] },
      { dtype: "F32", shape: [-2], data_offsets: [0, 8] },
      { dtype: "F16", shape: [4], data_offsets: [0, 8] },
      { dtype: "F32", shape: [1e9, 1e9], data_offsets: [0, 8] },
      "W1",
    ])
      expect(() => readSafetensors(lying(entry)), JSON.stringify(entry)).toThrow(UnreadableWeights);
    expect(readSafetensors(lying({ dtype: "F32", shape: [2], data_offsets: [0, 8] })).tensors.get("W1")?.values).toEqual(
      new Float32Array(2),
    );
  });
});
