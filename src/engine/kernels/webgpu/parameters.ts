/**
 * @file The weights as the shaders read them: every row padded to whole vec4s, everything else in the order of `parameterBlocks`.
 *
 *     W₁ [F, V]  b₁ [V]  W₂ [4V, V]  b₂ [V] …  output [outputs, V]  tail [⌈T / 4⌉]        in vec4s, V = ⌈width / 4⌉
 *
 * The tail holds offset, A and slope without gaps. If the width is a multiple of 4 this is the flat layout itself, rounded up.
 * Padded entries are zero and stay zero: no gradient reaches them (`jets_chain` keeps the padded columns of h at zero).
 */
import { featureCount, type NetworkShape, parameterBlocks } from "../jets.ts";

export interface PaddedParameters {
  /** Numbers in the padded vector: a multiple of 4. */
  readonly floats: number;
  /** V: vec4s in a row. */
  readonly columns: number;
  /** Where the blocks begin, in vec4s; a hidden layer after the first takes `layer` of them. */
  readonly firstBias: number;
  readonly secondLayer: number;
  readonly layer: number;
  readonly output: number;
  readonly tail: number;
  /** T: numbers in the tail. */
  readonly tailCount: number;
  pack(flat: Float32Array, padded: Float32Array): void;
  unpack(padded: Float32Array, flat: Float32Array): void;
}

export function paddedParameters(shape: NetworkShape): PaddedParameters {
  const { width, depth, outputs, dimension, quadraticRank } = shape;
  const columns = Math.ceil(width / 4);
  const firstBias = featureCount(shape) * columns;
  const secondLayer = firstBias + columns;
  const layer = (4 * columns + 1) * columns;
  const output = secondLayer + (depth - 1) * layer;
  const tail = output + outputs * columns;
  const tailCount = outputs + (quadraticRank > 0 ? outputs * (quadraticRank + 1) * (dimension + 1) : 0);
  const floats = 4 * (tail + Math.ceil(tailCount / 4));

  /** Calls `row` for every row: where it begins in either layout, and how long it is. */
  const eachRow = (row: (flat: number, padded: number, length: number) => void): void => {
    let padded = 0;
    for (const block of parameterBlocks(shape)) {
      const hidden = block.name.startsWith("W") || block.name.startsWith("b") || block.name === "output";
      if (!hidden) {
        row(block.offset, padded, block.rows * block.columns);
        padded += block.rows * block.columns;
        continue;
      }
      for (let i = 0; i < block.rows; i++) row(block.offset + i * width, padded + i * 4 * columns, width);
      const square = block.name.startsWith("W") && block.name !== "W1";
      padded += (square ? 4 * columns : block.rows) * 4 * columns;
    }
  };

  return {
    ...{ floats, columns, firstBias, secondLayer, layer, output, tail, tailCount },
    pack(flat, padded) {
      padded.fill(0, 0, floats);
      eachRow((from, to, length) => {
        padded.set(flat.subarray(from, from + length), to);
      });
    },
    unpack(padded, flat) {
      eachRow((to, from, length) => {
        flat.set(padded.subarray(from, from + length), to);
      });
    },
  };
}
