/** @file Tens of thousands of steps later the page and the worker hold no more than before: objects and buffers, after collection. */
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { heapProbe } from "../setup/heap.mjs";
import { launch, openLab, packed, untilReady, untilStep } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

/** By then the curves are full, the checkpoints stand, and all code is compiled. */
const WARM = 10_000;
const STEPS = 40_000;

/** Megabytes. A number kept for each step would be 0.3, a row of losses 0.6, a single frame 0.3. */
const SLACK = 1;

test("training leaves nothing behind", async () => {
  // A step of a fraction of a millisecond: what is watched is what is kept of it.
  const set = { "network.width": 8, "network.depth": 1, "training.batch": 16, "training.stop.steps": 1_000_000 };
  const { page, complaints } = await openLab(browser, { address: `?preset=line-diffusion${packed({ v: 1, set })}` });
  await untilReady(page);
  const heap = await heapProbe(page);
  await page.getByRole("button", { name: "Train" }).click();
  await untilStep(page, WARM);
  const before = await heap();
  await untilStep(page, WARM + STEPS);
  const after = await heap();
  console.log(
    `page ${before.page.toFixed(2)} → ${after.page.toFixed(2)} MB, worker ${before.worker?.toFixed(2)} → ${after.worker?.toFixed(2)} MB`,
  );
  expect(before.worker).not.toBeNull();
  expect(after.page - before.page).toBeLessThan(SLACK);
  expect(after.worker! - before.worker!).toBeLessThan(SLACK);
  expect(complaints).toEqual([]);
  await page.context().close();
});
