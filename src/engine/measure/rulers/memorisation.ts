/**
 * @file Does the model repeat its training set?
 *
 *     E dist(generated, training set) / E dist(fresh truth, training set)       1: as far away as new data;  0: copies
 *
 * Fresh truth: samples of the law behind the set; of own points the rows that were held out.
 */
import type { Metrics } from "../../results.ts";
import type { Ruler, RulerSpec } from "../ruler.ts";
import { meanOf, type Subject } from "../subject.ts";

declare module "../../results.ts" {
  interface Metrics {
    readonly memorisation: number | null;
  }
}

export const spec: RulerSpec = {
  id: "memorisation",
  title: "Memorisation",
  answers: ["memorisation"],
  card: "measures",
  place: 110,
  when: "beside",
  readsData: true,
  lines: ({ memorisation: ratio }) => [
    {
      id: "memorisation",
      title: "nearest-point ratio",
      unit: "plain",
      value: ratio,
      truth: 1,
      about:
        "How far generated points are from the nearest training point, against how far unseen data are. 1: the model makes new points; 0: it copies its training set.",
    },
  ],
};

/** null with infinitely many training points: nothing can be repeated; and where nothing is left to compare with. */
async function measure(subject: Subject): Promise<Pick<Metrics, "memorisation">> {
  const { setup, effort } = subject;
  const { training, heldOut, dimension: d } = setup;
  const fresh = setup.ownPoints ? heldOut : training === null ? null : subject.truth("memorisation", effort.samples);
  if (training === null || fresh === null) return { memorisation: null };
  const expected = await meanNearest(subject, fresh.subarray(0, effort.samples * d), training);
  return { memorisation: expected > 0 ? (await meanNearest(subject, await subject.generated(0), training)) / expected : null };
}

/** Comparisons between two pauses: a few milliseconds. */
const AT_ONCE = 1_000_000;

/** Mean distance from the rows of x to the nearest row of y. */
async function meanNearest({ setup, pause }: Subject, x: Float32Array, y: Float32Array): Promise<number> {
  const d = setup.dimension;
  const [n, m] = [x.length / d, y.length / d];
  const rows = Math.max(1, Math.floor(AT_ONCE / m));
  let total = 0;
  for (let first = 0; first < n; first += rows) {
    const count = Math.min(rows, n - first);
    total += count * meanOf(count, (i) => nearest(x, first + i, y, m, d));
    await pause();
  }
  return total / n;
}

function nearest(x: Float32Array, i: number, y: Float32Array, m: number, d: 1 | 2): number {
  let least = Infinity;
  for (let j = 0; j < m; j++) {
    const u = x[i * d]! - y[j * d]!;
    const v = d === 2 ? x[2 * i + 1]! - y[2 * j + 1]! : 0;
    least = Math.min(least, u * u + v * v);
  }
  return Math.sqrt(least);
}

export const memorisation: Ruler = { spec, measure };
