/**
 * @file A frame: what the page draws. The same particles start every frame (their own stream), so they glide as the flow learns.
 *
 * While it learns, a frame may send only every k-th particle through the network, the next frame the ones beside them: the
 * picture follows k times as often at the same cost, and no particle is older than k frames.
 */
import type { Solution } from "../../exact/problem.ts";
import { random } from "../../math/random.ts";
import type { Frame, GridMap, Pinned } from "../results.ts";
import type { Look } from "../results.ts";
import type { Pause } from "../learn/pause.ts";
import { exactPaths } from "./exact-paths.ts";
import { type Flow, flowOf } from "../learn/flow.ts";
import { mapsOf } from "./maps.ts";
import { withWeightsOf } from "./rewind.ts";
import type { Session } from "../learn/session.ts";
import type { Checkpoint } from "../learn/training.ts";

/** Samples of the data shown at the end of the film strip. */
const DATA_SHOWN = 2000;

/** Steps between two recorded times, so that the drawn flow is near the measured one. */
const STEPS_BETWEEN = { flow: 1, diffusion: 2 } as const;

export interface Status {
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly playing: boolean;
  readonly checkpoints: readonly number[];
  readonly pinned: Pinned | null;
}

export interface FrameMaker {
  /**
   * @param since the last step whose losses the page already has
   * @param shown the checkpoint whose weights are drawn; null: the present ones
   * @param stripes one particle in so many is moved with these weights, the others stay as they were; 1: all
   */
  make(look: Look, since: number, shown: Checkpoint | null, status: Status, stripes?: number): Promise<Frame>;
  /** There is an exact flow that takes long to work out: until `solve` has done so, frames of this look go without it. */
  unsolved(look: Look): boolean;
  solve(look: Look, pause: Pause): Promise<void>;
  /** The same run as the other side of a comparison. */
  pinned(look: Look, since: number, shown: Checkpoint | null, stripes?: number): Promise<Pinned>;
}

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

export function frameMaker(session: Session, exact: Solution | null): FrameMaker {
  const setup = session.setup();
  const flow: Flow = flowOf(session);
  const { dimension: d } = setup;
  const { horizon } = setup.experiment.game;
  const data = new Float32Array(DATA_SHOWN * d);
  if (setup.training === null || setup.training.length >= data.length)
    setup.drawData(random(setup.experiment.seed, "shown"), DATA_SHOWN, data);
  const dataShown = setup.training !== null && setup.training.length < data.length ? setup.training : data;
  const between = setup.law === undefined ? STEPS_BETWEEN.flow : STEPS_BETWEEN.diffusion;
  const ruler = exactPaths(setup, exact);
  const fineTimes = (look: Look): Float64Array => flow.samplingTimes(Math.max(1, look.times - 1) * between);
  const shownTimes = (fine: Float64Array): Float64Array => fine.filter((_, k) => k % between === 0);

  let learned: Kept | null = null;
  const deterministic = flow.ode !== null && setup.experiment.sampling.method === "ode";

  /** Paths of the weights that are in the kernel now. While training rests a map may move in time: the paths do not. */
  const learnedPaths = async (n: number, fine: Float64Array, count: number, stripes: number): Promise<Float32Array> => {
    const weights = session.network().kernel.average;
    const key = `${String(n)} ${String(fine.length)}`;
    const known = learned?.key === key ? learned : null;
    if (known?.weights?.every((weight, i) => weight === weights[i]) === true) return known.paths.slice();
    // Noise has one stream for all particles: they can only be sent together.
    if (known !== null && stripes > 1 && deterministic && n > 0) {
      await moveStripe(known, n, fine, stripes);
      return known.paths.slice();
    }
    const start = new Float32Array(n * d);
    setup.reference.sample(random(setup.experiment.seed, "particles"), n, start);
    const paths = known?.paths ?? new Float32Array(count * n * d);
    // A copy of now: where kernels answer late, a reset may come before the end.
    const drawn = weights.slice();
    if (known !== null) known.weights = null;
    if (n > 0)
      await flow.generate(n, random(setup.experiment.seed, "particles"), {
        times: fine,
        record: (k, _t, x, first, size) => {
          if (k % between === 0) paths.set(x.subarray(0, size * d), ((k / between) * n + first) * d);
        },
      });
    learned = { key, weights: drawn, start, paths, next: 0 };
    return paths.slice();
  };

  /** Moves every `stripes`-th particle. They are spread over all of them, because layers draw the first few hundred only. */
  const moveStripe = async (kept: Kept, n: number, fine: Float64Array, stripes: number): Promise<void> => {
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
  };

  const draw = (look: Look, shown: Checkpoint | null, stripes: number) =>
    withWeightsOf(session, shown, async (): Promise<{ times: Float64Array; paths: Float32Array; maps: readonly GridMap[] }> => {
      const fine = fineTimes(look);
      const times = shownTimes(fine);
      const paths = await learnedPaths(look.particles, fine, times.length, stripes);
      return { times, paths, maps: look.maps.length > 0 ? await mapsOf(flow, exact, look.maps, look.mapTime, look.mapSize) : [] };
    });

  return {
    async make(look, since, shown, status, stripes = 1) {
      const { times, paths, maps } = await draw(look, shown, stripes);
      return {
        step: session.step(),
        shown: shown?.step ?? session.step(),
        ...status,
        source: "learned",
        dimension: d,
        radius: setup.radius,
        horizon,
        times: Float32Array.from(times),
        paths,
        exactPaths: ruler.at(look.particles, times),
        data: dataShown.slice(),
        maps,
        history: session.history().since(since),
        parts: session.parts(),
      };
    },
    unsolved: (look) => ruler.pending(look.particles, shownTimes(fineTimes(look))),
    solve: (look, pause) => ruler.solve(look.particles, shownTimes(fineTimes(look)), pause),
    async pinned(look, since, shown, stripes = 1) {
      const { times, paths, maps } = await draw(look, shown, stripes);
      return {
        step: shown?.step ?? session.step(),
        dimension: d,
        radius: setup.radius,
        horizon,
        times: Float32Array.from(times),
        paths,
        maps,
        history: session.history().since(since),
        parts: session.parts(),
      };
    },
  };
}

/** The buffers of a frame that may be handed over instead of copied. */
export function transferables(frame: Frame): ArrayBuffer[] {
  const arrays = [
    frame.times,
    frame.paths,
    frame.data,
    frame.history,
    ...frame.maps.map((map) => map.values),
    ...(frame.exactPaths === null ? [] : [frame.exactPaths]),
  ];
  const { pinned } = frame;
  if (pinned !== null) arrays.push(pinned.times, pinned.paths, pinned.history, ...pinned.maps.map((map) => map.values));
  return arrays.map((array) => array.buffer as ArrayBuffer);
}
