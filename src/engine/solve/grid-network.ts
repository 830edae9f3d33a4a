/**
 * @file What a solver on a grid has found so far, asked as a network is asked: jets of U at points.
 *
 *     N(y, τ) = U(x, t),    y = x,  τ = t/T          values, slopes and second derivatives between the nodes (lattice)
 *     ∂τN = T ∂ₜU           by differences of slices: an HJB residual is not 0 by construction
 *
 * So whatever reads a network (samples, rulers, maps, an agent's account) reads a grid by the same formulas. It has no weights: what stands
 * in their place counts the sweeps, so that whoever keeps what was made of it sees that it is another one.
 */
import { channelCount, type JetInput, type JetKernel, type NetworkShape } from "../kernels/jets.ts";
import { read } from "./lattice.ts";
import { phiAt, type Scaling } from "./scaling.ts";
import { timeSlope } from "./time-slope.ts";

/** Bytes of the slices that are kept: those of a sampler's steps, so that samples drawn one after the other share them. */
const KEPT = 64 * 1024 * 1024;

export interface GridNetwork {
  readonly kernel: JetKernel;
  /** From now on it is this that is asked. */
  show(found: Scaling): void;
}

export function gridNetwork(shape: NetworkShape, first: Scaling): GridNetwork {
  let found = first;
  const slices = new Map<number, Float64Array>();
  const stamp = new Float32Array(1);
  const none = new Float32Array(1);

  /** log φ at a share of the horizon. */
  const sliceAt = (share: number): Float64Array => {
    const known = slices.get(share);
    if (known !== undefined) return known;
    const slice = phiAt(found, Math.min(Math.max(share, 0), 1) * found.problem.horizon);
    if (slices.size * slice.byteLength >= KEPT) slices.delete(slices.keys().next().value!);
    slices.set(share, slice);
    return slice;
  };

  const { dimension: d } = shape;
  const forward = ({ n, points, channels }: JetInput, jets: Float32Array): void => {
    if (channels.second === "direction") throw new Error("A grid has no derivatives along single directions.");
    const width = channelCount(shape, channels);
    const { epsilon, lattice } = found.problem;
    for (let i = 0; i < n; i++) {
      const row = i * (d + 1);
      const share = points[row + d]!;
      const here = read(lattice, sliceAt(share), points, row);
      const second = channels.second === "laplacian" ? [here.laplacian] : channels.second === "hessian" ? here.hessian : [];
      const all = [
        here.value,
        ...(channels.gradient ? here.gradient : []),
        ...(channels.time ? [slopeInTime(share, points, row)] : []),
        ...second,
      ];
      for (let c = 0; c < width; c++) jets[i * width + c] = -epsilon * all[c]!;
    }
  };

  const slopeInTime = (share: number, points: Float32Array, row: number): number =>
    timeSlope((at) => read(found.problem.lattice, sliceAt(at), points, row).value, share, 1);

  return {
    kernel: {
      shape,
      route: "grid",
      theta: stamp,
      average: stamp,
      gTheta: none,
      moments: { first: none, second: none },
      forward,
      backward: () => {
        throw new Error("A grid has no weights to learn.");
      },
      update: () => 0,
      dispose: () => {
        slices.clear();
      },
    },
    show(next) {
      found = next;
      slices.clear();
      stamp[0]!++;
    },
  };
}
