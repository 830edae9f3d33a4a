/**
 * @file The jets of the input features, which is all that the first layer needs to be a layer like the others.
 *
 *     value     (y, τ, sin 2πτ, cos 2πτ, sin 4πτ, …)
 *     ∂_k       e_k
 *     ∂τ        (0, 1, 2π cos 2πτ, −2π sin 2πτ, …)
 *     second    0
 */
import { Network } from "./network.assembly";
import { add, afterQuarterTurns, quarterTurns, sineAfter, splat } from "./vector.assembly";

const TURN: f64 = 6.283185307179586;

/** Fills `count` samples of the tile, from sample `first` of the chunk. */
export function fillInputs(net: Network, first: i32, count: i32): void {
  const d = net.dimension;
  const bytes = <usize>(net.paddedFeatures * 4);
  memory.fill(net.inputs, 0, <usize>(count * net.channels) * bytes);
  for (let s = 0; s < count; s++) {
    const point = net.points + <usize>((first + s) * (d + 1) * 4);
    const row = net.inputs + <usize>(s * net.channels) * bytes;
    for (let k = 0; k <= d; k++) store<f32>(row + <usize>(k * 4), load<f32>(point + <usize>(k * 4)));
    if (net.gradient) {
      for (let k = 0; k < d; k++) store<f32>(row + <usize>(k + 1) * bytes + <usize>(k * 4), 1);
    }
    const timeRow = row + <usize>(d + 1) * bytes;
    if (net.time) store<f32>(timeRow + <usize>(d * 4), 1);
    if (net.fourier > 0) fillWaves(net, load<f32>(point + <usize>(d * 4)), row, timeRow);
  }
}

/** Phases are reduced to half a turn in f64: a high harmonic would lose digits in f32. */
function fillWaves(net: Network, tau: f32, row: usize, timeRow: usize): void {
  for (let j = 1; j <= net.fourier; j++) {
    const turns = <f64>j * <f64>tau;
    const angle = splat(<f32>(TURN * (turns - nearest<f64>(turns))));
    const k = quarterTurns(angle);
    const r = afterQuarterTurns(angle, k);
    const sine = f32x4.extract_lane(sineAfter(r, k), 0);
    const cosine = f32x4.extract_lane(sineAfter(r, add(k, splat(1))), 0);
    const at = <usize>((net.dimension - 1 + 2 * j) * 4);
    store<f32>(row + at, sine);
    store<f32>(row + at, cosine, 4);
    if (net.time) {
      const speed = <f32>(TURN * <f64>j);
      store<f32>(timeRow + at, speed * cosine);
      store<f32>(timeRow + at, -speed * sine, 4);
    }
  }
}
