/** @file Noise of simulated paths, σ(t)√h ξ added to x after a step: by counting in training, from a stream for pictures and rulers. */
import { fillNormals, fillWords, keyOf } from "../../math/counter.ts";
import type { Random } from "../../math/random.ts";
import type { Descent } from "../game/descent.ts";

/** x += σ(t)√h ξ, with ξ the first normals of (sample, training step, time step): block k of a stream of its own. */
export function pathNoise(seed: number, sigmaAt: (t: number) => number, d: number, stream = "paths/noise") {
  const key = keyOf(seed, stream);
  let words = new Uint32Array(0);
  let noise = new Float32Array(0);
  return (step: number) =>
    (k: number, t: number, h: number, x: Float32Array, n: number): void => {
      if (noise.length < n * d) [words, noise] = [new Uint32Array(4 * n), new Float32Array(n * d)];
      fillWords(n, step, k, key, words);
      fillNormals(words, 0, n, noise, d === 2 ? noise.subarray(1) : null, d);
      const amplitude = sigmaAt(t) * Math.sqrt(h);
      for (let q = 0; q < n * d; q++) x[q]! += amplitude * noise[q]!;
    };
}

/** x += σ(t)√h ξ, from a sequential stream: pictures and rulers, not training. */
export function maruyama(random: Random, sigmaAt: (t: number) => number, d: number) {
  return (_k: number, t: number, h: number, x: Float32Array, n: number): void => {
    const amplitude = sigmaAt(t) * Math.sqrt(h);
    for (let q = 0; q < n * d; q++) x[q]! += amplitude * random.normal();
  };
}

/** Nothing is shaken after the time that the simulation has come to. */
export function descentNoise(moves: (t: number) => boolean, { diffusion }: Descent): (t: number) => number {
  return (t) => (moves(t) ? Math.sqrt(2 * diffusion) : 0);
}
