/**
 * @file Activations and their first two derivatives by tfjs operations, each with the next derivative as its gradient.
 *
 * So nothing of a formula is left to tfjs to differentiate: its second derivatives are silently wrong, and the slope of |z| at 0 is
 * one-sided.
 */
import {
  abs,
  add,
  cos,
  customGrad,
  div,
  exp,
  greaterEqual,
  log1p,
  mul,
  neg,
  onesLike,
  relu,
  sin,
  sub,
  type Tensor,
  type Tensor2D,
  tanh,
  where,
} from "@tensorflow/tfjs-core";
import type { Lanes, Slopes } from "../../../catalogue/activation.ts";
import { activations } from "../../../catalogue/activations.ts";

const LANES: Lanes<Tensor2D> = {
  add,
  sub,
  mul,
  div,
  muladd: (a, b, c) => add(mul(a, b), c),
  neg,
  abs,
  positive: relu,
  choose: (a, yes, no) => where(greaterEqual(a, 0), yes, no),
  expNegative: exp,
  logOnePlus: log1p,
  tanh,
  sine: sin,
  cosine: cos,
  polynomial: (a, coefficients) =>
    coefficients.slice(1).reduce<Tensor2D>((sum, c) => add(mul(sum, a), c), mul(coefficients[0]!, onesLike(a))),
};

interface ActivationJet {
  readonly value: Tensor2D;
  readonly first: () => Tensor2D;
  readonly second: () => Tensor2D;
}

export function activationJet(id: string, z: Tensor2D): ActivationJet {
  const { slopes } = activations.get(id);
  const derivative = (of: (jet: Slopes<Tensor2D>) => Tensor2D, next: (jet: Slopes<Tensor2D>) => Tensor2D): Tensor2D =>
    customGrad((x, save) => {
      const jet = slopes(x as Tensor2D, LANES);
      (save as (tensors: Tensor[]) => void)([next(jet)]);
      return { value: of(jet), gradFunc: (dy: Tensor2D, saved: Tensor[]) => mul(dy, saved[0]!) };
    })(z);
  return {
    value: derivative(
      ({ value }) => value,
      ({ first }) => first(),
    ),
    first: () =>
      derivative(
        ({ first }) => first(),
        ({ second }) => second(),
      ),
    second: () =>
      derivative(
        ({ second }) => second(),
        ({ third }) => third(),
      ),
  };
}
