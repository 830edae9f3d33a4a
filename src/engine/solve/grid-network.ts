/**
 * @file What a solver on a grid has found so far, asked as a network is asked: jets of U at points.
 *
 *     N(y, τ) = U(x, t),    y = x,  τ = t/T          values, slopes and second derivatives between the nodes (lattice)
 *     ∂τN = T ∂ₜU           by differences of slices: an HJB residual is not 0 by construction
 *
 * So whatever reads a network (samples, rulers, maps, an agent's account) reads a grid by the same formulas; the population's density, which a
 * network does not know, it answers too.
 */
import { channelCount, type JetInput, type JetKernel, type NetworkShape } from "../kernels/jets.ts";
import type { GridFound } from "./found.ts";
import { isWithin, type Local, read, readBetweenWalls } from "./lattice.ts";
import { frozenKernel, type SolvedNetwork } from "./solved-network.ts";
import { timeSlope } from "./time-slope.ts";

/** log ρ outside the box. */
const NOBODY = Math.log(1e-300);

/** Bytes of the slices that are kept: those of a sampler's steps, so that samples drawn one after the other share them. */
const KEPT = 64 * 1024 * 1024;

/** Fields at times of their own, made when they are first asked for. */
function slices(make: (share: number) => Float64Array) {
  const kept = new Map<number, Float64Array>();
  return {
    at(share: number): Float64Array {
      const known = kept.get(share);
      if (known !== undefined) return known;
      const slice = make(Math.min(Math.max(share, 0), 1));
      if (kept.size * slice.byteLength >= KEPT) kept.delete(kept.keys().next().value!);
      kept.set(share, slice);
      return slice;
    },
    clear: () => {
      kept.clear();
    },
  };
}

export function gridNetwork(shape: NetworkShape, first: GridFound): SolvedNetwork<GridFound> {
  let found = first;
  const values = slices((share) => found.U(share * found.horizon));
  const logDensities = slices((share) => found.logDensity!(share * found.horizon));
  const readAt = (field: Float64Array, points: ArrayLike<number>, row: number): Local =>
    (found.walls ? readBetweenWalls : read)(found.lattice, field, points, row);
  const valueAt = (share: number, points: ArrayLike<number>, row: number): Local =>
    found.atPoints?.U(share * found.horizon)(points, row) ?? readAt(values.at(share), points, row);
  const logDensityAt = (share: number, points: ArrayLike<number>, row: number): Local =>
    found.atPoints?.logDensity(share * found.horizon)(points, row) ?? readAt(logDensities.at(share), points, row);

  const { dimension: d } = shape;
  const forward = ({ n, points, channels }: JetInput, jets: Float32Array): void => {
    if (channels.second === "direction") throw new Error("A grid has no derivatives along single directions.");
    const width = channelCount(shape, channels);
    for (let i = 0; i < n; i++) {
      const row = i * (d + 1);
      const share = points[row + d]!;
      const here = valueAt(share, points, row);
      const second = channels.second === "laplacian" ? [here.laplacian] : channels.second === "hessian" ? here.hessian : [];
      const all = [
        here.value,
        ...(channels.gradient ? here.gradient : []),
        ...(channels.time ? [slopeInTime(share, points, row)] : []),
        ...second,
      ];
      for (let c = 0; c < width; c++) jets[i * width + c] = all[c]!;
    }
  };

  const slopeInTime = (share: number, points: Float32Array, row: number): number =>
    timeSlope((at) => valueAt(at, points, row).value, share, 1);

  const population: NonNullable<JetKernel["population"]> = (points, n, { logDensity, laplacian, score }) => {
    for (let i = 0; i < n; i++) {
      const row = i * (d + 1);
      const share = points[row + d]!;
      const here = isWithin(found.lattice, points, row) ? logDensityAt(share, points, row) : null;
      // Where nothing has moved yet there is no slope that anybody would follow.
      const still = !found.moves(share * found.horizon);
      logDensity[i] = here?.value ?? NOBODY;
      laplacian[i] = still ? 0 : (here?.laplacian ?? 0);
      score.forEach((axis, k) => {
        axis[i] = still ? 0 : (here?.gradient[k] ?? 0);
      });
    }
  };

  // Whether anybody carries the population on the grid may change from game to game.
  const { kernel, replaced } = frozenKernel(shape, "grid", forward, () => {
    values.clear();
    logDensities.clear();
  });
  const turnTo = (next: GridFound): void => {
    found = next;
    if (next.logDensity === null) delete kernel.population;
    else kernel.population = population;
  };
  turnTo(first);
  return {
    kernel,
    show(next) {
      turnTo(next);
      values.clear();
      logDensities.clear();
      replaced();
    },
  };
}
