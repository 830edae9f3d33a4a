/**
 * @file A mixture of kernels asked as a network is asked: jets of U, which is minus the logarithm of the mixture under noise.
 *
 *     N(y, τ) = U(x, t) = −log η(x, T − t),    y = x,  τ = t/T
 *     ∂τN = T ∂ₜU                              by differences in time: an HJB residual is not 0 by construction
 */
import { type MixtureFields, mixtureFields } from "../../../math/laws/gaussian-mixture.ts";
import { channelCount, type JetInput, type NetworkShape } from "../../kernels/jets.ts";
import type { MixtureFound } from "../found.ts";
import { frozenKernel, type SolvedNetwork } from "../solved-network.ts";
import { timeSlope } from "../time-slope.ts";
import { noisedTable } from "./kernels.ts";

/** Times whose mixtures are kept: those of a sampler's steps, and some to either side. */
const KEPT = 512;

type Mixture = (x: ArrayLike<number>, n: number, out: MixtureFields) => void;

export function mixtureNetwork(shape: NetworkShape, first: MixtureFound): SolvedNetwork<MixtureFound> {
  let found = first;
  const kept = new Map<number, Mixture>();
  const d = shape.dimension;
  const at = (share: number): Mixture => {
    const known = kept.get(share);
    if (known !== undefined) return known;
    const { alpha, std } = found.noising((1 - Math.min(Math.max(share, 0), 1)) * found.horizon);
    const mixture = mixtureFields(d, noisedTable(found.kernels, alpha, std));
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
    kept.set(share, mixture);
    return mixture;
  };

  /** Rows from `from` to `to`, all of one time. */
  const atOneTime = ({ points, channels }: JetInput, jets: Float32Array, from: number, to: number): void => {
    const [width, n] = [channelCount(shape, channels), to - from];
    const share = points[from * (d + 1) + d]!;
    const x = Float64Array.from({ length: n * d }, (_, q) => points[(from + Math.floor(q / d)) * (d + 1) + (q % d)]!);
    const [logDensity, score, laplacian] = [new Float64Array(n), new Float64Array(n * d), new Float64Array(n)];
    const bends = channels.second !== "none";
    at(share)(x, n, { logDensity, ...(channels.gradient ? { score } : {}), ...(bends ? { laplacian } : {}) });
    const here = new Float64Array(1);
    const valueAt = (i: number) => (time: number) => {
      at(time)(x.subarray(i * d, (i + 1) * d), 1, { logDensity: here });
      return -here[0]!;
    };
    for (let i = 0; i < n; i++) {
      let place = (from + i) * width;
      jets[place++] = -logDensity[i]!;
      if (channels.gradient) for (let k = 0; k < d; k++) jets[place++] = -score[i * d + k]!;
      if (channels.time) jets[place++] = timeSlope(valueAt(i), share, 1);
      if (bends) jets[place++] = -laplacian[i]!;
    }
  };

  const forward = (input: JetInput, jets: Float32Array): void => {
    const { n, points, channels } = input;
    // A direction on the line is asked for as a Laplacian; nothing that can be played with this objective asks for one in the plane.
    if (channels.second === "direction" || (channels.second === "hessian" && d === 2))
      throw new Error("A mixture of kernels has no second derivatives but the Laplacian.");
    for (let from = 0, to = 0; from < n; from = to) {
      while (to < n && points[to * (d + 1) + d] === points[from * (d + 1) + d]) to++;
      atOneTime(input, jets, from, to);
    }
  };

  const { kernel, replaced } = frozenKernel(shape, "kernels", forward, () => {
    kept.clear();
  });
  return {
    kernel,
    show(next) {
      found = next;
      kept.clear();
      replaced();
    },
  };
}
