/**
 * @file A frame: what the page draws. The same particles start every frame (their own stream), so they glide as the flow learns.
 */
import type { NoiseLaw } from "../../catalogue/terms.ts";
import { random } from "../../math/random.ts";
import type { Frame, GridMap, Pinned } from "../results.ts";
import type { Look } from "../results.ts";
import type { Pause } from "../learn/pause.ts";
import { exactPaths } from "./exact-paths.ts";
import { type Flow, flowOf } from "../learn/flow.ts";
import { learnedPaths } from "./learned-paths.ts";
import { type MapPlace, mapsOf } from "./maps.ts";
import { withWeightsOf } from "./rewind.ts";
import { learnedSolution } from "../learn/learned-solution.ts";
import type { Solution } from "../solution.ts";
import type { Session } from "../learn/session.ts";
import type { Checkpoint } from "../learn/training.ts";

/** Samples of the data shown at the end of the film strip. */
const DATA_SHOWN = 2000;

/** Steps between two recorded times, so that the drawn flow is near the measured one. */
const STEPS_BETWEEN = { flow: 1, diffusion: 2, descent: 6 } as const;

/** Levels of noise told to the page: enough for strips of 4, 5, 7, 9 or 13 pictures. */
const NOISE_LEVELS = 25;

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

export function frameMaker(session: Session, exact: Solution | null): FrameMaker {
  const setup = session.setup();
  const flow: Flow = flowOf(session);
  const { dimension: d } = setup;
  const { horizon } = setup.experiment.game;
  const data = new Float32Array(setup.drawData === null ? 0 : DATA_SHOWN * d);
  if (setup.drawData !== null && (setup.training === null || setup.training.length >= data.length))
    setup.drawData(random(setup.experiment.seed, "shown"), DATA_SHOWN, data);
  const dataShown = setup.training !== null && setup.training.length < data.length ? setup.training : data;
  const shaken = setup.descent !== undefined && setup.experiment.sampling.method === "sde";
  const between = STEPS_BETWEEN[shaken ? "descent" : setup.law === undefined ? "flow" : "diffusion"];
  const own = learnedSolution(flow);
  const ruler = exactPaths(setup, exact);
  const fineTimes = (look: Look): Float64Array => flow.samplingTimes(Math.max(1, look.times - 1) * between);
  const shownTimes = (fine: Float64Array): Float64Array => fine.filter((_, k) => k % between === 0);

  const learned = learnedPaths(session, flow, between);

  const draw = (look: Look, shown: Checkpoint | null, stripes: number) =>
    withWeightsOf(session, shown, async (): Promise<{ times: Float64Array; paths: Float32Array; maps: readonly GridMap[] }> => {
      const fine = fineTimes(look);
      const times = shownTimes(fine);
      const paths = await learned(look.particles, fine, times.length, stripes);
      const wanted = { kinds: look.maps, fraction: look.mapTime, size: look.mapSize };
      return { times, paths, maps: look.maps.length > 0 ? await mapsOf(own, exact, mapPlace(flow), wanted) : [] };
    });

  return {
    async make(look, since, shown, status, stripes = 1) {
      const { times, paths, maps } = await draw(look, shown, stripes);
      return {
        step: session.step(),
        shown: shown?.step ?? session.step(),
        ...status,
        outcome: session.outcome(),
        dimension: d,
        radius: setup.radius,
        centre: setup.centre,
        horizon,
        times: Float32Array.from(times),
        noiseTimes: setup.law === undefined ? null : noiseTimes(setup.law, horizon),
        paths,
        exactBy: exact === null || exact.by === "networks" ? null : exact.by,
        exactPaths: await ruler.at(look.particles, times),
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
        centre: setup.centre,
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

/** From the noisy end to the clean one, read off the table of noising times, which is even in log(std/α). */
function noiseTimes({ times }: NoiseLaw, horizon: number): Float32Array {
  const last = times.length - 1;
  return Float32Array.from({ length: NOISE_LEVELS }, (_, k) => horizon - times[Math.round(last * (1 - k / (NOISE_LEVELS - 1)))]!);
}

/** The box that a run's maps are drawn over. @internal */
export function mapPlace({ setup, samplingTimes }: Flow): MapPlace {
  return { radius: setup.radius, centre: setup.centre, latest: samplingTimes(1)[1] ?? 0, scored: setup.composed.noising !== undefined };
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
