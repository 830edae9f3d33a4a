/**
 * @file Paths of the particles under the weights of now, moved again only where those have changed.
 *
 * While it learns, a frame may send only every k-th particle through the network, the next frame the ones beside them: the
 * picture follows k times as often at the same cost, and no particle is older than k frames.
 */
import { random } from "../../math/random.ts";
import type { Flow } from "../learn/flow.ts";
import { readAll } from "../learn/networks.ts";
import type { Session } from "../learn/session.ts";

interface Kept {
  readonly key: string;
  /** null: the particles were moved with different weights. */
  weights: Float32Array | null;
  /** Where the particles start, [n, d], and where they go, [K, n, d]. */
  readonly start: Float32Array;
  readonly paths: Float32Array;
  /** The stripe that is moved next. */
  next: number;
}

/**
 * Paths of n particles at every `between`-th of the fine times, [count, n, d].
 *
 * @param stripes one particle in so many is moved, the others stay as they were
 */
export type LearnedPaths = (n: number, fine: Float64Array, count: number, stripes: number) => Promise<Float32Array>;

export function learnedPaths(session: Session, flow: Flow, between: number): LearnedPaths {
  const setup = session.setup();
  const { dimension: d } = setup;
  const { seed, sampling } = setup.experiment;
  const deterministic = flow.ode !== null && sampling.method === "ode";
  let learned: Kept | null = null;

  /** Moves every `stripes`-th particle. They are spread over all of them, because layers draw the first few hundred only. */
  async function moveStripe(kept: Kept, n: number, fine: Float64Array, stripes: number): Promise<void> {
    const phase = kept.next % stripes;
    const size = Math.ceil((n - phase) / stripes);
    const rows = new Float32Array(size * d);
    for (let i = 0; i < size; i++) for (let a = 0; a < d; a++) rows[i * d + a] = kept.start[(phase + i * stripes) * d + a]!;
    kept.weights = null;
    kept.next = phase + 1;
    await flow.move(rows, size, fine, [], {
      record: (k, _t, x, first, part) => {
        if (k % between !== 0) return;
        const at = (k / between) * n;
        for (let i = 0; i < part; i++) for (let a = 0; a < d; a++) kept.paths[(at + phase + (first + i) * stripes) * d + a] = x[i * d + a]!;
      },
    });
  }

  // While training rests a map may move in time: the paths do not.
  return async (n, fine, count, stripes) => {
    const weights = readAll(
      session.networks().map(({ kernel }) => kernel),
      "average",
    );
    const key = `${String(n)} ${String(fine.length)}`;
    const known = learned?.key === key ? learned : null;
    if (known?.weights?.every((weight, i) => weight === weights[i]) === true) return known.paths.slice();
    // Noise has one stream for all particles: they can only be sent together.
    if (known !== null && stripes > 1 && deterministic && n > 0) {
      await moveStripe(known, n, fine, stripes);
      return known.paths.slice();
    }
    const start = new Float32Array(n * d);
    setup.reference.sample(random(seed, "particles"), n, start);
    const paths = known?.paths ?? new Float32Array(count * n * d);
    // A copy of now: where kernels answer late, a reset may come before the end.
    const drawn = weights.slice();
    if (known !== null) known.weights = null;
    if (n > 0)
      await flow.generate(n, random(seed, "particles"), {
        times: fine,
        record: (k, _t, x, first, size) => {
          if (k % between === 0) paths.set(x.subarray(0, size * d), ((k / between) * n + first) * d);
        },
      });
    learned = { key, weights: drawn, start, paths, next: 0 };
    return paths.slice();
  };
}
