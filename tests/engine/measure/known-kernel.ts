/**
 * @file A kernel that is not a network but a formula: the rulers measure something whose right answer is known.
 *
 * The experiment must feed it plain coordinates: raw time, no preconditioning. Then N(y, τ) = U(x, t) with t = τT.
 */
import { registry } from "../../../src/catalogue/registry.ts";
import { channelCount, type JetKernel, type NetworkShape, parameterCount } from "../../../src/engine/kernels/jets.ts";
import { createSession, type Session } from "../../../src/engine/learn/session.ts";
import { experimentOf } from "../experiment-of.ts";

/** One output at n points [n, d] and one time each. Derivatives are in x and in t. */
export interface KnownJets {
  readonly value: Float64Array;
  /** [n, d] */
  readonly gradient: Float64Array;
  readonly time: Float64Array;
  readonly laplacian: Float64Array;
}

/** Per output of the network. */
export type Known = (x: Float64Array, t: number, n: number) => readonly KnownJets[];

export const plain = { network: { width: 4, depth: 1, time: "raw", preconditioning: "none", quadraticRank: 0 } };

/** @param steps what a training step does with the formula: nothing at all, or nothing to it (its losses are recorded) */
export function sessionKnowing(partial: Record<string, unknown>, known: Known, steps: "throw" | "stay" = "throw"): Session {
  const experiment = experimentOf({ ...plain, ...partial, network: { ...plain.network, ...(partial["network"] as object | undefined) } });
  return createSession(experiment, registry, (shape) => {
    const kernel = knownKernel(shape, experiment.game.horizon, known);
    return steps === "throw" ? kernel : { ...kernel, backward: () => undefined, update: () => 0 };
  });
}

function knownKernel(shape: NetworkShape, horizon: number, known: Known): JetKernel {
  const size = parameterCount(shape);
  const zeros = () => new Float32Array(size);
  return {
    shape,
    route: "reference",
    theta: zeros(),
    gTheta: zeros(),
    average: zeros(),
    moments: { first: zeros(), second: zeros() },
    forward({ n, points, channels }, jets) {
      const d = shape.dimension;
      const C = channelCount(shape, channels);
      // runs of equal times are answered together
      for (let first = 0; first < n; ) {
        const tau = points[first * (d + 1) + d]!;
        let last = first + 1;
        while (last < n && points[last * (d + 1) + d] === tau) last++;
        const count = last - first;
        const x = Float64Array.from({ length: count * d }, (_, q) => points[(first + Math.floor(q / d)) * (d + 1) + (q % d)]!);
        known(x, tau * horizon, count).forEach((of, o) => {
          for (let i = 0; i < count; i++) {
            let at = (first + i) * shape.outputs * C + o * C;
            jets[at++] = of.value[i]!;
            if (channels.gradient) for (let a = 0; a < d; a++) jets[at++] = of.gradient[i * d + a]!;
            if (channels.time) jets[at++] = horizon * of.time[i]!;
            if (channels.second === "laplacian") jets[at++] = of.laplacian[i]!;
          }
        });
        first = last;
      }
    },
    backward() {
      throw new Error("A formula has no weights.");
    },
    update() {
      throw new Error("A formula has no weights.");
    },
    dispose: () => undefined,
  };
}

/** The field v = A x in the plane. */
export function linearField(A: readonly [readonly [number, number], readonly [number, number]]): Known {
  return (x, _t, n) =>
    A.map((row) => ({
      value: Float64Array.from({ length: n }, (_, i) => row[0] * x[2 * i]! + row[1] * x[2 * i + 1]!),
      gradient: Float64Array.from({ length: 2 * n }, (_, q) => row[q % 2]!),
      time: new Float64Array(n),
      laplacian: new Float64Array(n),
    }));
}
