/**
 * @file A frame: what the page draws. The same particles start every frame (their own stream), so they glide as the flow learns.
 */
import type { Solution } from "../exact/problem.ts";
import { random } from "../math/random.ts";
import type { Frame, GridMap, Look, Pinned } from "../protocol/messages.ts";
import { type Flow, flowOf } from "./flow.ts";
import { mapsOf } from "./maps.ts";
import { withWeightsOf } from "./rewind.ts";
import type { Checkpoint, Session } from "./session.ts";

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
   */
  make(look: Look, since: number, shown: Checkpoint | null, status: Status): Promise<Frame>;
  /** The same run as the other side of a comparison. */
  pinned(look: Look, since: number, shown: Checkpoint | null): Promise<Pinned>;
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
  let exactCache: { readonly key: string; readonly paths: Float32Array } | null = null;

  const exactPaths = (n: number, times: Float64Array): Float32Array | null => {
    if (exact === null) return null;
    const key = `${String(n)} ${String(times.length)}`;
    if (exactCache?.key !== key) {
      const start = new Float32Array(n * d);
      setup.reference.sample(random(setup.experiment.seed, "particles"), n, start);
      const paths = new Float32Array(times.length * n * d);
      exact.trajectories(start, n, times, paths);
      exactCache = { key, paths };
    }
    return exactCache.paths.slice();
  };

  let learned: { readonly key: string; readonly weights: Float32Array; readonly paths: Float32Array } | null = null;

  /** Paths of the weights that are in the kernel now. While training rests a map may move in time: the paths do not. */
  const learnedPaths = async (n: number, fine: Float64Array, count: number): Promise<Float32Array> => {
    const weights = session.network().kernel.average;
    const key = `${String(n)} ${String(fine.length)}`;
    if (learned?.key === key && learned.weights.every((weight, i) => weight === weights[i])) return learned.paths.slice();
    const paths = new Float32Array(count * n * d);
    if (n > 0)
      await flow.generate(n, random(setup.experiment.seed, "particles"), {
        times: fine,
        record: (k, _t, x, first, size) => {
          if (k % between === 0) paths.set(x.subarray(0, size * d), ((k / between) * n + first) * d);
        },
      });
    learned = { key, weights: weights.slice(), paths };
    return paths.slice();
  };

  const draw = (look: Look, shown: Checkpoint | null) =>
    withWeightsOf(session, shown, async (): Promise<{ times: Float64Array; paths: Float32Array; maps: readonly GridMap[] }> => {
      const fine = flow.samplingTimes(Math.max(1, look.times - 1) * between);
      const times = fine.filter((_, k) => k % between === 0);
      const paths = await learnedPaths(look.particles, fine, times.length);
      return { times, paths, maps: look.maps.length > 0 ? await mapsOf(flow, exact, look.maps, look.mapTime, look.mapSize) : [] };
    });

  return {
    async make(look, since, shown, status) {
      const { times, paths, maps } = await draw(look, shown);
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
        exactPaths: look.particles > 0 ? exactPaths(look.particles, times) : null,
        data: dataShown.slice(),
        maps,
        history: session.history().since(since),
        parts: session.parts(),
      };
    },
    async pinned(look, since, shown) {
      const { times, paths, maps } = await draw(look, shown);
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
