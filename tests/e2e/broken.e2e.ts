/** @file Browsers that lack something: the lab says what, keeps the experiment, and starts again where it can. */
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsInThemes, launch, openLab, packed, until, untilReady, untilStep } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

test("a worker and a column that cannot be loaded are said, and the worker is started again once it can", async () => {
  let broken = true;
  const isWorker = /\/worker-[\w-]+\.js$/;
  const { page } = await openLab(browser, {
    before: async (place) => {
      await place.route(isWorker, (route) => (broken ? route.abort() : route.continue()));
      await place.route(/\/Readouts-[\w-]+\.js$/, (route) => route.abort());
    },
  });
  await page.getByText("This column could not be loaded.").waitFor();
  await page.getByRole("complementary", { name: "Experiment" }).getByRole("button", { name: /Model/ }).first().waitFor();
  await page.locator(".stage-note").waitFor();
  expect(await page.locator(".stage-note").textContent()).toMatch(/worker stopped/);
  broken = false;
  await page.getByRole("button", { name: "Start again" }).click();
  await until(page, "the note is gone", async () => (await page.locator(".stage-note").count()) === 0);
  await untilReady(page);
  await page.getByRole("button", { name: "One step" }).click();
  await untilStep(page, 1);
  await page.context().close();
});

/** Puts a line before the worker's own program. */
async function inWorker(page: Page, line: string): Promise<void> {
  await page.route(/\/worker-[\w-]+\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${line}\n${await response.text()}` });
  });
}

test("without WebAssembly SIMD the lab still trains, on the slow route, and says why", async () => {
  const noSimd =
    "WebAssembly.validate = () => false; for (const name of ['compile', 'instantiate', 'compileStreaming', 'instantiateStreaming']) WebAssembly[name] = () => Promise.reject(new WebAssembly.CompileError('no SIMD here'));";
  const { page } = await openLab(browser, { address: "?preset=gaussian-ot", before: (place) => inWorker(place, noSimd) });
  await untilReady(page);
  await page.getByLabel("Training is slow here").waitFor();
  expect(await page.getByLabel("Training is slow here").textContent()).toMatch(/slow/);
  await page.getByRole("button", { name: "One step" }).click();
  await untilStep(page, 1);
  await page.context().close();
});

test("a run that diverges says at which step, in which term and what to change, and can be reset", async () => {
  // A long game, a rate of 1 and no warm-up: the paths leave the range of f32 within a few steps.
  const set = { "game.horizon": 20, "training.optimiser.params.rate": 1, "training.warmup": 0, "network.width": 64, seed: 8 };
  const { page } = await openLab(browser, { address: `?preset=gaussian-ot${packed({ v: 1, set })}` });
  await untilReady(page);
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.locator(".stage-note").waitFor({ timeout: 60_000 });
  expect(await page.locator(".stage-note").textContent()).toMatch(/step \d+/i);
  expect(await faultsInThemes(page)).toEqual([]);
  await page.locator(".stage-note").getByRole("button", { name: "Reset" }).click();
  await until(page, "the note is gone", async () => (await page.locator(".stage-note").count()) === 0);
  expect(await page.getByLabel("Seed", { exact: true }).inputValue()).toBe("8");
  await page.context().close();
});
