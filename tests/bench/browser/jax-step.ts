/**
 * @file The pointwise step in jax-js, jitted as a whole: value, gradient and Adam. The first layer's jets are rows of W₁, and its
 * product is three broadcast multiplications, which jit fuses.
 *
 * jax-js counts references: every use of an array but the last takes `.ref`.
 */
import { blockUntilReady, defaultDevice, init, jit, numpy as np, valueAndGrad } from "@jax-js/jax";
import { parameterBlocks } from "../../../src/engine/kernels/jets.ts";
import type { Contender } from "./contender.ts";
import { adamAt, type Problem, SIGMA } from "./problem.ts";

type Arrays = np.Array[];

/** θ = [W₁ row x₁, W₁ row x₂, W₁ row t, b₁, W₂, b₂, w]; the output's offset has no gradient in this loss. */
function lossOf(theta: Arrays, x1: np.Array, x2: np.Array, t: np.Array): np.Array {
  const [w1, w2, wt, b1, W, b2, w] = theta as [np.Array, np.Array, np.Array, np.Array, np.Array, np.Array, np.Array];
  const z = x1.mul(w1.ref).add(x2.mul(w2.ref)).add(t.mul(wt.ref)).add(b1); // [n, 64]
  const h = np.tanh(z);
  const a1 = np.square(h.ref).neg().add(1);
  const a2 = h.ref.mul(a1.ref).mul(-2);
  const q = np.square(w1.ref).add(np.square(w2.ref)); // [1, 64]
  const layer = [h, a1.ref.mul(w1), a1.ref.mul(w2), a1.mul(wt), a2.mul(q)];
  const [zv, z1, z2, zt, zs] = layer.map((each, i) => np.matmul(each, i < 4 ? W.ref : W)) as [
    np.Array,
    np.Array,
    np.Array,
    np.Array,
    np.Array,
  ];
  const g = np.tanh(zv.add(b2));
  const c1 = np.square(g.ref).neg().add(1);
  const c2 = g.mul(c1.ref).mul(-2);
  const curved = np.square(z1.ref).add(np.square(z2.ref));
  const out = (rows: np.Array) => np.matmul(rows, w.ref); // [n, 1]
  const u1 = out(c1.ref.mul(z1));
  const u2 = out(c1.ref.mul(z2));
  const ut = out(c1.ref.mul(zt));
  const us = out(c1.mul(zs).add(c2.mul(curved)));
  w.dispose();
  const r = np
    .square(u1)
    .add(np.square(u2))
    .mul(0.5)
    .sub(ut)
    .sub(us.mul(0.5 * SIGMA * SIGMA));
  return np.mean(np.square(r));
}

/** @throws if the wasm device is missing, or the problem is not the reference's. */
export async function jaxPointwise({ shape, n, theta, points }: Problem): Promise<Contender> {
  if (shape.depth !== 2 || shape.dimension !== 2) throw new Error("written for two layers in the plane");
  if (!(await init("wasm")).includes("wasm")) throw new Error("jax-js has no wasm device here");
  defaultDevice("wasm");
  const blocks = new Map(parameterBlocks(shape).map((block) => [block.name, block]));
  const cut = (name: string, row: number, rows: number, shapeOf: number[]): np.Array => {
    const { offset, columns } = blocks.get(name)!;
    return np.array(theta.slice(offset + row * columns, offset + (row + rows) * columns)).reshape(shapeOf);
  };
  const { width } = shape;
  let weights: Arrays = [
    ...[0, 1, 2].map((row) => cut("W1", row, 1, [1, width])),
    cut("b1", 0, 1, [1, width]),
    cut("W2", 0, width, [width, width]),
    cut("b2", 0, 1, [1, width]),
    cut("output", 0, 1, [width, 1]),
  ];
  let first: Arrays = weights.map((each) => np.zerosLike(each.ref));
  let second: Arrays = weights.map((each) => np.zerosLike(each.ref));
  const [x1, x2, t] = [0, 1, 2].map((k) => np.array(Float32Array.from({ length: n }, (_, i) => points[3 * i + k]!)).reshape([n, 1])) as [
    np.Array,
    np.Array,
    np.Array,
  ];
  const { rate, beta1, beta2, epsilon } = adamAt(1);
  const stepped = jit((p: Arrays, m: Arrays, v: Arrays, a: np.Array, b: np.Array, c: np.Array, k1: np.Array, k2: np.Array) => {
    const [loss, g] = valueAndGrad(lossOf)(
      p.map((each) => each.ref),
      a,
      b,
      c,
    ) as [np.Array, Arrays];
    const m2 = m.map((each, i) => each.mul(beta1).add(g[i]!.ref.mul(1 - beta1)));
    const v2 = v.map((each, i) => each.mul(beta2).add(np.square(g[i]!).mul(1 - beta2)));
    const p2 = p.map((each, i) => {
      const scale = np.sqrt(v2[i]!.ref.mul(k2.ref)).add(epsilon);
      return each.sub(m2[i]!.ref.mul(rate).mul(k1.ref).div(scale));
    });
    k1.dispose();
    k2.dispose();
    return [p2, m2, v2, loss] as [Arrays, Arrays, Arrays, np.Array];
  });
  let taken = 0;
  return {
    async step() {
      const { step } = adamAt(++taken);
      const corrections = [1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step)].map((value) =>
        np.array(Float32Array.of(value)).reshape([]),
      ) as [np.Array, np.Array];
      const [p, m, v, loss] = stepped(weights, first, second, x1.ref, x2.ref, t.ref, ...corrections);
      await blockUntilReady([p, m, v]);
      [weights, first, second] = [p, m, v];
      loss.dispose();
    },
    async gradient() {
      const [loss, g] = valueAndGrad(lossOf)(
        weights.map((each) => each.ref),
        x1.ref,
        x2.ref,
        t.ref,
      ) as [np.Array, Arrays];
      loss.dispose();
      const pieces: number[] = [];
      for (const each of g) pieces.push(...((await each.data()) as Float32Array));
      return Float32Array.from([...pieces, 0]);
    },
  };
}
