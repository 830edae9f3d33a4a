/**
 * @file One loop of the flow as a film: the shown training step, from ρ₀ to the data, encoded by the browser (WebCodecs).
 *
 * Training pauses meanwhile, so that the film is of one flow. The time is set, the stage draws, the picture is encoded; nothing
 * waits for the screen.
 */
import type { CanvasSource, Output, VideoCodec } from "mediabunny";
import { clock, holdAt, loopFraction, loopTime } from "../../state/clock.ts";
import { frames } from "../../state/frames.ts";
import { look } from "../../state/look.ts";
import { isTraining, useRun } from "../../state/run.ts";
import type { PageSession } from "../../state/session.ts";
import { stagePicture } from "./stage-picture.ts";

/** Seconds: the run of the stage's own loop, and a rest at the data. */
const SECONDS = 6;
const RATE = 30; // pictures per second

/** Where a map is shown, each picture waits until the worker has sent the map of its time: fewer will do. */
const RATE_WITH_MAPS = 10;
const PATIENCE = 1500; // ms

/** What plays nearly everywhere first. */
const WANTED: readonly VideoCodec[] = ["avc", "vp9", "av1", "vp8"];

export interface RecordedFilm {
  readonly bytes: ArrayBuffer;
  readonly extension: "mp4" | "webm";
  readonly type: string;
}

/** @param progress from 0 to 1 @throws if the browser encodes no video of this size */
export async function recordStage(stage: HTMLElement, session: PageSession, progress: (done: number) => void): Promise<RecordedFilm> {
  const { BufferTarget, CanvasSource, getFirstEncodableVideoCodec, Mp4OutputFormat, Output, QUALITY_HIGH, WebMOutputFormat } = await import(
    "mediabunny"
  );
  const picture = stagePicture(stage);
  const { width, height } = picture.canvas;
  const codec = await getFirstEncodableVideoCodec([...WANTED], { width, height });
  if (codec === null) throw new Error("This browser encodes no video of this size.");
  const mp4 = codec === "avc";
  const target = new BufferTarget();
  const output = new Output({ format: mp4 ? new Mp4OutputFormat() : new WebMOutputFormat(), target });
  const source = new CanvasSource(picture.canvas, { codec, quality: QUALITY_HIGH });
  const rate = look.getState().maps.length > 0 ? RATE_WITH_MAPS : RATE;
  output.addVideoTrack(source, { frameRate: rate });
  await atRest(session, () => filmed(output, source, picture, rate, progress));
  if (target.buffer === null) throw new Error("The film is empty.");
  return { bytes: target.buffer, extension: mp4 ? "mp4" : "webm", type: mp4 ? "video/mp4" : "video/webm" };
}

/** Training pauses and the clock is ours; afterwards both go on as they were. */
async function atRest(session: PageSession, work: () => Promise<void>): Promise<void> {
  const playing = isTraining(useRun.getState());
  const before = clock.getState();
  if (playing) session.pause();
  try {
    await work();
  } finally {
    holdAt(before.fraction);
    if (before.looping) loopTime(true);
    if (playing) session.play();
  }
}

async function filmed(
  output: Output,
  source: CanvasSource,
  picture: ReturnType<typeof stagePicture>,
  rate: number,
  progress: (done: number) => void,
): Promise<void> {
  await output.start();
  const count = SECONDS * rate;
  for (let k = 0; k < count; k += 1) {
    const fresh = rate === RATE ? Promise.resolve() : nextFrame();
    holdAt(loopFraction(k / rate));
    await fresh;
    picture.draw();
    await source.add(k / rate, 1 / rate);
    progress((k + 1) / count);
    // The page stays usable.
    if (k % 5 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  await output.finalize();
}

/** A frame with the maps of the new time, or long enough without. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, PATIENCE);
    const stop = frames.subscribe(done);
  });
}
