/** @file The built lab opens a preset link, trains, moves, and obeys its sliders, under the policy that the server sends. */
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launch, losses, openLab, picture, stepCount, until, untilReady, untilStep } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
  /** Microseconds, on the clock and of the thread's own. */
  readonly dur?: number;
  readonly tdur?: number;
}

/** The longest task of the page's main thread by each of the two clocks (they need not be one task), in milliseconds. */
function longestTask(trace: Buffer): { wall: number; cpu: number } {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const threads = traceEvents
    .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
    .map(({ pid, tid }) => `${pid}:${tid}`);
  const tasks = traceEvents.filter(({ name, ph, pid, tid }) => name.endsWith("RunTask") && ph === "X" && threads.includes(`${pid}:${tid}`));
  const most = (values: readonly number[]): number => Math.max(0, ...values) / 1000;
  return { wall: most(tasks.map(({ dur = 0 }) => dur)), cpu: most(tasks.map(({ tdur = 0 }) => tdur)) };
}

describe("a preset link", () => {
  test("opens, moves within a second, trains, and draws", async () => {
    const { page, complaints } = await openLab(browser, { smooth: true, address: "?preset=gaussian-ot" });
    expect(await page.locator(".presets").textContent()).toMatch(/Gaussian/);
    await untilReady(page);

    const first = await picture(page, ".pane canvas");
    const asked = Date.now();
    await until(page, "the stage moves", async () => (await picture(page, ".pane canvas")) !== first, 1000);
    console.log(`something moved after ${Date.now() - asked} ms`);

    // Held at t = T, the picture changes only because the flow does.
    await page.getByLabel("Time t of the flow, from 0 to T").fill("1");
    const untrained = await picture(page, ".pane canvas");
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await untilStep(page, 20);
    await until(page, "the particles have moved", async () => (await picture(page, ".pane canvas")) !== untrained);
    await until(page, "the curves are drawn", async () => (await page.locator(".curves .scatterlayer path.js-line").count()) > 1);
    const curve = () => page.locator(".curves .scatterlayer path.js-line").first().getAttribute("d");
    const drawn = await curve();
    await until(page, "the curves grow", async () => (await curve()) !== drawn);
    expect((await losses(page)).every(Number.isFinite)).toBe(true);

    await page.getByRole("button", { name: "Pause training" }).click();
    await page.waitForTimeout(800);
    const paused = await stepCount(page);
    await page.waitForTimeout(800);
    expect(await stepCount(page)).toBe(paused);

    await page.getByRole("button", { name: "Reset the run" }).click();
    await until(page, "the run is reset", async () => (await stepCount(page)) === 0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("keeps training under a live slider, and starts again under one that needs a new network", async () => {
    const { page, complaints } = await openLab(browser, { address: "?preset=gaussian-ot" });
    await untilReady(page);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await untilStep(page, 10);
    const terminal = page.locator("#slot-terminal").getByRole("slider").first();
    const before = await terminal.getAttribute("aria-valuetext");
    const step = await stepCount(page);
    await terminal.focus();
    for (let k = 0; k < 5; k += 1) await terminal.press("ArrowRight");
    expect(await terminal.getAttribute("aria-valuetext")).not.toBe(before);
    await untilStep(page, step + 5);

    // The address follows, and one press of undo takes one press of a key back.
    await until(page, "the address follows", () => Promise.resolve(new URL(page.url()).hash.length > 4));
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await terminal.getAttribute("aria-valuetext")).not.toBe(before);

    await page.getByText("Network", { exact: true }).click();
    await page.getByRole("slider", { name: "Width" }).press("ArrowRight");
    await until(page, "a new run has begun", async () => (await stepCount(page)) < step);
    await untilStep(page, 5);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("shows what does not fit and mends it with one button", async () => {
    const { page } = await openLab(browser, { smooth: true, address: "?preset=eight-gaussians-ot" });
    await page.getByRole("button", { name: /Running cost/ }).click();
    await page.getByRole("option", { name: /None/ }).click();
    const misfit = page.locator(".misfit").first();
    expect(await misfit.textContent()).toMatch(/no HJB equation/);
    await misfit.getByRole("button").click();
    await until(page, "it fits", async () => (await page.locator(".misfit").count()) === 0);
    await page.context().close();
  });

  test("leaves the main thread free while it trains", async () => {
    const { page } = await openLab(browser, { smooth: true, address: "?preset=eight-gaussians-ot" });
    await untilReady(page);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await untilStep(page, 5);
    await until(page, "Plotly is here", async () => (await page.locator(".curves .scatterlayer").count()) > 0);
    await browser.startTracing(page, { categories: ["devtools.timeline", "toplevel"] });
    await page.waitForTimeout(5000);
    const { wall, cpu } = longestTask(await browser.stopTracing());
    console.log(
      `main thread in 5 s of training: longest task ${wall.toFixed(0)} ms by the clock, ${cpu.toFixed(0)} ms by its own processor time`,
    );
    // A machine that does other things as well takes the thread away now and then: only its own time is the lab's doing.
    expect(cpu).toBeGreaterThan(0);
    expect(cpu).toBeLessThan(100);
    await page.context().close();
  });
});

describe("the policy", () => {
  test("is sent, and holds in the page and in the worker", async () => {
    const { headers } = await fetch(inject("appUrl"));
    expect(headers.get("content-security-policy")).toContain("script-src 'self' 'wasm-unsafe-eval'");
    const { page, complaints } = await openLab(browser, { smooth: true });
    await untilReady(page);
    expect(complaints).toEqual([]);

    const evaluates = async (): Promise<string> => {
      // What a debugger evaluates directly is excused from the policy; a task of the page's own is not.
      await new Promise((resolve) => setTimeout(resolve));
      try {
        // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the point of the test
        return String(new Function("return 'evaluated'")());
      } catch (error) {
        return error instanceof Error ? error.name : "";
      }
    };
    expect(await page.evaluate(evaluates)).toBe("EvalError");
    const [worker] = page.workers();
    expect(await worker!.evaluate(evaluates)).toBe("EvalError");
    await page.context().close();
  });

  test("is not needed: a plain host under a sub-path serves the same lab", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(inject("plainUrl"));
    await page.locator(".app").waitFor();
    await untilReady(page);
    await page.getByRole("button", { name: "One step" }).click();
    await untilStep(page, 1);
    await context.close();
  });
});
