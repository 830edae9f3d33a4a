/** @file axe on the whole page, wide and on a phone, light and dark, with the menus and sheets open; and the keyboard. */
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faultsInThemes, launch, openLab, stepCount, until, untilReady, untilStep } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

describe("axe finds nothing, light or dark", () => {
  test("on a wide screen", async () => {
    const { page } = await openLab(browser, { address: "?preset=gaussian-ot" });
    await untilReady(page);
    await page.getByRole("button", { name: "One step" }).click();
    await untilStep(page, 1);
    for (const name of ["Network", "Training"]) await page.getByText(name, { exact: true }).click();
    expect(await faultsInThemes(page)).toEqual([]);
    await page.getByRole("button", { name: /Dynamics/ }).click();
    await page.getByRole("listbox").waitFor();
    expect(await faultsInThemes(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("application").first().focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await page.getByRole("region", { name: "Comparison" }).waitFor();
    await page.getByRole("button", { name: "velocity", exact: true }).click();
    expect(await faultsInThemes(page)).toEqual([]);
    await page.getByRole("button", { name: "Let go of A" }).click();
    await page.getByRole("button", { name: "Keyboard" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await faultsInThemes(page)).toEqual([]);
    await page.context().close();
  });

  test("on a phone", async () => {
    const { page } = await openLab(browser, { viewport: { width: 390, height: 844 }, address: "?preset=nothing" });
    await untilReady(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await faultsInThemes(page)).toEqual([]);
    await page.getByRole("button", { name: "Controls" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await faultsInThemes(page)).toEqual([]);
    await page.getByRole("button", { name: "Close" }).click();
    await until(page, "the sheet is closed", async () => (await page.getByRole("dialog").count()) === 0);
    await page.context().close();
  });
});

test("the keyboard trains, steps, resets, undoes and explains itself", async () => {
  const { page } = await openLab(browser, { address: "?preset=gaussian-ot" });
  await untilReady(page);
  await page.keyboard.press(".");
  await untilStep(page, 1);
  await page.keyboard.press("Space");
  await untilStep(page, 5);
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Train", exact: true }).waitFor();
  await page.keyboard.press("r");
  await until(page, "the run is reset", async () => (await stepCount(page)) === 0);
  await page.getByRole("button", { name: "Another seed" }).click();
  const seed = await page.getByLabel("Seed", { exact: true }).inputValue();
  await page.keyboard.press("Control+z");
  expect(await page.getByLabel("Seed", { exact: true }).inputValue()).not.toBe(seed);
  await page.keyboard.press("Control+Shift+z");
  expect(await page.getByLabel("Seed", { exact: true }).inputValue()).toBe(seed);
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await page.context().close();
});
