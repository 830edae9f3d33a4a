/**
 * @file Starting weights.
 *
 *     W_l   normal, std = gain / √fan-in         keeps the size of the activations from layer to layer (Glorot and Bengio, 2010)
 *     b_1   as W_1, so that the features do not all bend at the origin;  b_2 … = 0
 *     w_o   normal, std = lastLayerScale / √width
 *     A     0.1 · normal,  β = 0,  offset = 0    as OT-Flow: a nearly flat quadratic that training may bend
 */
import { activations } from "../../catalogue/activations.ts";
import { type NetworkShape, parameterBlocks, parameterCount } from "./jets.ts";

export interface InitialiseOptions {
  /** Factor on the output rows: 0 starts from the quadratic part (or from zero) alone. */
  readonly lastLayerScale?: number;
}

/** Fills theta [P]; `normal` draws standard normals. */
export function initialise(
  shape: NetworkShape,
  normal: () => number,
  options: InitialiseOptions = {},
  theta: Float32Array = new Float32Array(parameterCount(shape)),
): Float32Array {
  const { lastLayerScale = 1 } = options;
  const { gain } = activations.get(shape.activation);
  for (const { name, rows, columns, offset } of parameterBlocks(shape)) {
    const fill = (std: number) => {
      for (let i = offset; i < offset + rows * columns; i++) theta[i] = std === 0 ? 0 : std * normal();
    };
    if (name === "output") fill(lastLayerScale / Math.sqrt(columns));
    else if (name === "A") fill(0.1);
    else if (name === "offset" || name === "slope") fill(0);
    else if (name.startsWith("W")) fill(gain / Math.sqrt(rows));
    else if (name === "b1") fill(gain / Math.sqrt(shape.dimension + 1 + 2 * shape.fourier));
    else fill(0);
  }
  return theta;
}
