/**
 * @file The built lab as a person has it before them, measured while it trains:
 *
 *     drawn a second      pictures that the stage paints while its time runs, and the display's own animation frames beside them
 *     longest task        of the page's main thread, by the clock and by its own processor time
 *     interaction         from an input (a drag of a slider, keys on it) to the next paint: the slowest, as Event Timing counts it
 *     worker              share of the wall time that is not training (Δ of the run's own training seconds), steps a second
 *     heap                of page and worker after collection, before and after
 *
 * Called by the benchmark, or alone:  node tests/bench/app.mjs [preset] [seconds]
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright";
import { serve } from "../../src/cli/serve.mjs";
import { CHROMIUM_FLAGS, findChromium } from "../setup/chromium.mjs";
import { heapProbe } from "../setup/heap.mjs";

const DIST = join(import.meta.dirname, "../../dist");

/** A window of the page's own size leaves its lowest lines outside: they are never painted, and answers there seem late. */
const ROOM = "--window-size=1800,1300";

/** Before the clock starts: Plotly arrives, code is compiled, the first frames are drawn. */
const WARM_UP = 6000; // ms

/** Between two moves of the hand. */
const MOVE_EVERY = 50; // ms

/**
 * Runs in the page before its own scripts: counts what is drawn, and keeps what the worker says and when.
 * Interactions are those of Event Timing; it reports none under 16 ms.
 */
function watch() {
  const counts = { display: 0 };
  /** @type {{ at: number; time: number }[]} */
  const draws = [];
  /** @type {{ at: number; step: number; seconds: number; shownRate: number }[]} */
  const frames = [];
  /** @type {{ name: string; duration: number }[]} */
  const interactions = [];
  const draw = CanvasRenderingContext2D.prototype.setTransform;
  /** @this {CanvasRenderingContext2D} @param {[]} matrix */
  CanvasRenderingContext2D.prototype.setTransform = function (...matrix) {
    // Every picture of a pane begins with it.
    if (this.canvas.parentElement?.classList.contains("pane-view") && this.canvas.closest(".pane.second") === null)
      draws.push({
        at: performance.now(),
        time: Number(document.querySelector(/** @type {"input"} */ (".timebar input[type=range]"))?.value),
      });
    draw.apply(this, matrix);
  };
  const tick = () => {
    counts.display += 1;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (/** @type {PerformanceEntry & { interactionId?: number }} */ (entry).interactionId)
        interactions.push({ name: entry.name, duration: entry.duration });
  }).observe(/** @type {PerformanceObserverInit} */ ({ type: "event", durationThreshold: 16 }));
  window.Worker = class extends Worker {
    /** @param {[string | URL, WorkerOptions?]} given */
    constructor(...given) {
      super(...given);
      this.addEventListener("message", (event) => {
        const { kind, frame } = /** @type {{ kind: string; frame: { step: number; seconds: number; stepsPerSecond: number } }} */ (
          event.data
        );
        if (kind !== "frame") return;
        const { step, seconds, stepsPerSecond } = frame;
        frames.push({ at: performance.now(), step, seconds, shownRate: stepsPerSecond });
      });
    }
  };
  Object.assign(window, { watched: { counts, draws, frames, interactions } });
}

/**
 * @typedef {object} Watched
 * @property {{ display: number }} counts
 * @property {{ at: number; time: number }[]} draws
 * @property {{ at: number; step: number; seconds: number; shownRate: number }[]} frames
 * @property {{ name: string; duration: number }[]} interactions
 */

/**
 * Pictures a second while the time runs. At the end of its loop the flow rests at T: then only what the worker sends is drawn, some
 * four pictures a second, and these gaps are no slow frames.
 */
function rateOf(/** @type {Watched["draws"]} */ draws) {
  const gaps = draws.flatMap((draw, k) => {
    const before = draws[k - 1];
    return before === undefined || before.time >= 1 || draw.time >= 1 ? [] : [draw.at - before.at];
  });
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return total === 0 ? 0 : (1000 * gaps.length) / total;
}

/** The longest task of the page's main thread by each of the two clocks (they need not be one task), in milliseconds. */
function longestTask(/** @type {Buffer} */ trace) {
  /** @type {{ traceEvents: { name: string; ph: string; pid: number; tid: number; args: { name?: string }; dur?: number; tdur?: number }[] }} */
  const { traceEvents } = JSON.parse(trace.toString());
  const main = traceEvents
    .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
    .map(({ pid, tid }) => `${pid}:${tid}`);
  const tasks = traceEvents.filter(({ name, ph, pid, tid }) => name.endsWith("RunTask") && ph === "X" && main.includes(`${pid}:${tid}`));
  const walls = tasks.map(({ dur = 0 }) => dur / 1000).sort((a, b) => b - a);
  return {
    wall: walls[0] ?? 0,
    cpu: tasks.reduce((most, { tdur = 0 }) => Math.max(most, tdur / 1000), 0),
    over50: walls.filter((wall) => wall > 50).length,
    /** Share of the main thread's time that is work of its own. */
    busy: tasks.reduce((sum, { tdur = 0 }) => sum + tdur / 1000, 0),
  };
}

/** A hand on a slider: there and back by mouse, then by keys. */
async function drag(/** @type {import("playwright").Page} */ page, /** @type {string} */ selector, /** @type {number} */ moves) {
  const slider = page.locator(selector).first();
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (box === null) throw new Error(`There is no slider ${selector} to drag`);
  const moveTo = (/** @type {number} */ share) => page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
  await moveTo(0.5);
  await page.mouse.down();
  for (let k = 0; k < moves; k += 1) {
    await moveTo(0.5 + 0.3 * Math.sin((2 * Math.PI * k) / moves));
    await page.waitForTimeout(MOVE_EVERY);
  }
  await page.mouse.up();
  for (let k = 0; k < moves / 2; k += 1) {
    await page.keyboard.press(k % 2 === 0 ? "ArrowRight" : "ArrowLeft");
    await page.waitForTimeout(MOVE_EVERY);
  }
}

/**
 * @param {object} [options]
 * @param {string} [options.preset]
 * @param {number} [options.seconds] of training that are watched
 * @param {string} [options.root] the build
 * @param {string} [options.slider] that is dragged: by default the first of the end condition, or the time's
 * @param {string} [options.address] what else follows the preset in the address: "&backend=cpu"
 * @param {readonly string[]} [options.flags] of Chromium
 */
export async function measureApp({
  preset = "moons-diffusion",
  seconds = 20,
  root = DIST,
  slider = "#slot-terminal input[type=range], .timebar input[type=range]",
  address = "",
  flags = CHROMIUM_FLAGS,
} = {}) {
  if (!existsSync(join(root, "index.html"))) throw new Error("There is no build to measure: run `npm run build` first");
  const server = await serve({ root, port: 0 });
  const executablePath = findChromium();
  const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: [...flags, ROOM] });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(watch);
    await page.goto(`${server.url}?preset=${preset}${address}`);
    await page.locator(".stage-loading").waitFor({ state: "detached", timeout: 60_000 });
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.waitForTimeout(WARM_UP);
    const heap = await heapProbe(page);
    const heapBefore = await heap();
    const read = () =>
      page.evaluate(() => {
        const { counts, draws, frames, interactions } = /** @type {{ watched: Watched }} */ (/** @type {unknown} */ (window)).watched;
        return { at: performance.now(), ...counts, draws: draws.splice(0), frames: frames.splice(0), interactions: interactions.splice(0) };
      });

    await read();
    await browser.startTracing(page, { categories: ["toplevel"] });
    const before = await read();
    await page.waitForTimeout(1000 * seconds);
    const after = await read();
    const task = longestTask(await browser.stopTracing());
    const spent = (after.at - before.at) / 1000;

    await read();
    await drag(page, slider, 40);
    await page.waitForTimeout(500);
    const dragged = (await read()).interactions.sort((a, b) => b.duration - a.duration);
    const heapAfter = await heap();

    const [first, last] = [after.frames[0], after.frames.at(-1)];
    const elapsed = first === undefined || last === undefined ? 0 : (last.at - first.at) / 1000;
    const worker =
      first === undefined || last === undefined || elapsed === 0
        ? null
        : {
            framesPerSecond: (after.frames.length - 1) / elapsed,
            stepsPerSecond: (last.step - first.step) / elapsed,
            shownStepsPerSecond: last.shownRate,
            notTraining: 1 - (last.seconds - first.seconds) / elapsed,
          };
    return {
      preset,
      seconds: spent,
      displayPerSecond: (after.display - before.display) / spent,
      drawnPerSecond: rateOf(after.draws),
      longestTask: { wall: task.wall, cpu: task.cpu, over50: task.over50, busyShare: task.busy / 1000 / spent },
      /** null: none took as long as 16 ms. */
      interaction:
        dragged[0] === undefined
          ? null
          : { slowest: dragged[0].duration, event: dragged[0].name, median: dragged[dragged.length >> 1]?.duration, count: dragged.length },
      worker,
      heapMegabytes: { before: heapBefore, after: heapAfter },
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , preset, seconds, root] = process.argv;
  const measured = await measureApp({
    ...(preset === undefined ? {} : { preset }),
    ...(seconds === undefined ? {} : { seconds: Number(seconds) }),
    ...(root === undefined ? {} : { root }),
  });
  process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
}
