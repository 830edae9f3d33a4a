/** @file Two hundred thousand steps later the page and the worker hold no more than before: objects and buffers, after collection. */
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { heapProbe } from "../setup/heap.mjs";
import { launch, openLab, packed, stepCount, until, untilReady, untilStep } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

/** By then the curves are full and the checkpoints stand. */
const WARM = 10_000;
const STEPS = 200_000;

/** Megabytes. A number kept for each step would be 1.6, a row of losses 3; what is held for a moment comes to 0.7. */
const SLACK = 1.5;

test("training leaves nothing behind", async () => {
  // A step of a fraction of a millisecond: what is watched is what is kept of it.
  const set = { "network.width": 8, "network.depth": 1, "training.batch": 16, "training.stop.steps": 1_000_000 };
  const { page, complaints } = await openLab(browser, { address: `?preset=line-diffusion${packed({ v: 1, set })}` });
  await untilReady(page);
  const probe = await heapProbe(page);
  /** The least of some readings: frames and measures under way are held for a moment, a leak is held in all of them. */
  const heap = async (): Promise<{ page: number; worker: number }> => {
    const readings = [await probe(), await probe(), await probe(), await probe()];
    const least = (of: (reading: (typeof readings)[number]) => number): number => Math.min(...readings.map(of));
    return { page: least((reading) => reading.page), worker: least((reading) => reading.worker ?? Number.NaN) };
  };
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await untilStep(page, WARM);
  // What comes once, however fast the machine is: the curves' library, and the first numbers.
  await until(page, "the curves are drawn", async () => (await page.locator(".curves .scatterlayer").count()) > 0);
  await until(
    page,
    "something is measured",
    async () => !(await page.getByRole("region", { name: "Distance to the data" }).textContent())!.includes("–"),
  );
  const begun = await stepCount(page);
  const before = await heap();
  await untilStep(page, begun + STEPS);
  const after = await heap();
  console.log(
    `page ${before.page.toFixed(2)} → ${after.page.toFixed(2)} MB, worker ${before.worker.toFixed(2)} → ${after.worker.toFixed(2)} MB`,
  );
  expect(after.page - before.page).toBeLessThan(SLACK);
  expect(after.worker - before.worker).toBeLessThan(SLACK);
  expect(complaints).toEqual([]);
  await page.context().close();
});
