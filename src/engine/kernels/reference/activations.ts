/**
 * @file Activations and their first two derivatives from tfjs operations.
 *
 * The reverse pass differentiates a, a′ and a″ once each. So each is a composition of operations whose first gradient is
 * right, and no tfjs gradient is ever differentiated again.
 *
 *     log-cosh   |x| + log(1 + e^{−2|x|}) = softplus(2x) − x
 */
import { add, cos, mul, neg, sigmoid, sin, softplus, square, sub, tanh, type Tensor2D } from "@tensorflow/tfjs-core";
import type { Activation } from "../jets.ts";

export interface ActivationJet {
  readonly value: Tensor2D;
  readonly first: () => Tensor2D;
  readonly second: () => Tensor2D;
}

export function activationJet(name: Activation, z: Tensor2D): ActivationJet {
  switch (name) {
    case "tanh": {
      const h = tanh(z);
      const first = () => sub<Tensor2D>(1, square(h));
      return { value: h, first, second: () => mul(-2, mul(h, first())) };
    }
    case "log-cosh": {
      const t = tanh(z);
      return { value: sub(softplus(mul(2, z)), z), first: () => t, second: () => sub(1, square(t)) };
    }
    case "softplus": {
      const s = sigmoid(z);
      return { value: softplus(z), first: () => s, second: () => mul(s, sub(1, s)) };
    }
    case "silu": {
      const s = sigmoid(z);
      const s1 = () => mul<Tensor2D>(s, sub(1, s));
      const s2 = () => mul<Tensor2D>(s1(), sub(1, mul(2, s)));
      return { value: mul(z, s), first: () => add(s, mul(z, s1())), second: () => add(mul(2, s1()), mul(z, s2())) };
    }
    case "sin":
      return { value: sin(z), first: () => cos(z), second: () => neg(sin(z)) };
    default:
      return name satisfies never;
  }
}
