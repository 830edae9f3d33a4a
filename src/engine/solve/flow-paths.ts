/** @file Particles carried by a velocity that is known at points: the trajectories of a grid solution. */
import type { Pause } from "../learn/pause.ts";

/** Runge-Kutta steps of the flow over the horizon. */
const FLOW_STEPS = 48;

interface Start {
  readonly x0: Float32Array;
  readonly times: ArrayLike<number>;
  readonly horizon: number;
}

/** Runge-Kutta of order 4 through the velocity, [K, n, d]. */
export async function flowed(
  velocity: (x: Float64Array, t: number) => ArrayLike<number>,
  { x0, times, horizon }: Start,
  pause?: Pause,
): Promise<Float32Array> {
  const size = x0.length;
  const out = new Float32Array(times.length * size);
  let x = Float64Array.from(x0);
  let t = 0;
  const shifted = (by: ArrayLike<number>, h: number): Float64Array => x.map((value, i) => value + h * by[i]!);
  for (let k = 0; k < times.length; k++) {
    const left = times[k]! - t;
    const steps = Math.ceil((left / horizon) * FLOW_STEPS - 1e-9);
    for (let s = 0; s < steps; s++) {
      const h = left / steps;
      const from = t + s * h;
      const k1 = velocity(x, from);
      const k2 = velocity(shifted(k1, h / 2), from + h / 2);
      const k3 = velocity(shifted(k2, h / 2), from + h / 2);
      const k4 = velocity(shifted(k3, h), Math.min(from + h, horizon));
      x = x.map((value, i) => value + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!));
      await pause?.();
    }
    t = times[k]!;
    out.set(x, k * size);
  }
  return out;
}
