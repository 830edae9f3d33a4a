/** @file A first visit, as a person makes it: the run starts by itself, the tour waits for it, and neither comes a second time. */
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, openLab, picture, stepCount, until, untilReady, untilStep } from "./lab.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Browsers under automation are nobody's first visit. */
const asPerson = (page: Page) => page.addInitScript(() => Object.defineProperty(Navigator.prototype, "webdriver", { get: () => false }));

/** Distance to the data in noise floors, as the card says; NaN before it was measured. */
async function floors(page: Page): Promise<number> {
  const row = page.getByRole("row", { name: /sliced W₂/ }).first();
  return Number(/([\d.]+) noise floors/.exec((await row.textContent()) ?? "")?.[1] ?? Number.NaN);
}

test("the crowd moves without a touch, the tour comes after it, and a second visit is quiet", async () => {
  const { page, complaints } = await openLab(browser, { smooth: true, before: asPerson });
  const early = await picture(page, ".pane canvas");
  await until(page, "the picture has changed", async () => (await picture(page, ".pane canvas")) !== early);
  await untilStep(page, 5);
  expect(await page.locator(".tour").count()).toBe(0);
  await until(page, "the tour has come", async () => (await page.locator(".tour").count()) === 1, 120_000);
  expect(await stepCount(page)).toBeGreaterThan(5);
  await page.keyboard.press("Escape");
  // Untrained the crowd is eleven floors away, after 200 steps a little more than one.
  await until(page, "the crowd has become the data", async () => (await floors(page)) < 3, 120_000);
  await page.reload();
  await untilReady(page);
  expect(await page.locator(".tour").count()).toBe(0);
  expect(await page.getByRole("button", { name: "Train", exact: true }).count()).toBe(1);
  expect(await stepCount(page)).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 300_000);

test("stopped before its time, the tour comes at once", async () => {
  const { page } = await openLab(browser, { smooth: true, before: asPerson });
  await untilStep(page, 2);
  await page.keyboard.press("Space");
  await until(page, "the tour has come", async () => (await page.locator(".tour").count()) === 1);
  await page.getByRole("button", { name: "Skip" }).click();
  await until(page, "the tour has gone", async () => (await page.locator(".tour").count()) === 0);
  await page.context().close();
});

test("with reduced motion nothing starts, and a link says otherwise too", async () => {
  const calm = await openLab(browser, { smooth: true, before: asPerson, reducedMotion: "reduce" });
  await until(calm.page, "the tour has come", async () => (await calm.page.locator(".tour").count()) === 1);
  await untilReady(calm.page);
  const linked = await openLab(browser, { smooth: true, before: asPerson, address: "?preset=gaussian-ot" });
  await untilReady(linked.page);
  expect(await linked.page.locator(".tour").count()).toBe(0);
  for (const { page } of [calm, linked]) {
    expect(await stepCount(page)).toBe(0);
    await page.context().close();
  }
});
