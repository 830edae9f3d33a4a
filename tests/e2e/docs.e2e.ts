/** @file The ? of a card opens its section of docs/, typeset; by keyboard, in both themes, on a phone, under the strict policy. */
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faults, faultsInThemes, launch, openLab, until, untilReady } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

const heading = (page: Page) => page.locator(".docs-text > h3");

const typeset = (page: Page) => until(page, "the section is typeset", async () => (await page.locator(".docs-text .katex").count()) > 3);

test("the pages open at the card's section by keyboard, lead on, and close to where they were asked for", async () => {
  const { page, complaints } = await openLab(browser, { address: "?preset=gaussian-ot&tour=off" });
  await untilReady(page);
  const about = page.getByRole("button", { name: "Mathematics: Lagrangians" });
  await about.focus();
  await page.keyboard.press("Enter");
  await heading(page).waitFor();
  expect(await heading(page).textContent()).toBe("Lagrangians");
  await typeset(page);
  expect(await faultsInThemes(page)).toEqual([]);
  await page.locator(".docs-contents").getByRole("button", { name: "Entropy and other interactions" }).click();
  await page.locator(".docs-text").getByRole("button", { name: "Fisher information", exact: true }).click();
  expect(await heading(page).textContent()).toBe("Fisher information");
  await page.keyboard.press("Escape");
  await until(page, "it is closed", async () => (await page.getByRole("dialog").count()) === 0);
  await until(page, "the focus is back", () => about.evaluate((element) => element === document.activeElement));
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("every card leads to its own section: the data, each interaction, a readout", async () => {
  const { page, complaints } = await openLab(browser, { address: "?preset=probability-flow-gaussian&tour=off" });
  await untilReady(page);
  const card = (name: string) => page.getByRole("region", { name, exact: true });
  const asked = [
    [card("Data").getByRole("button", { name: /^Mathematics/ }), "Data"],
    [card("Interaction cost").getByRole("button", { name: /^Mathematics/ }), "Fisher information"],
    [card("Distance to the data").getByRole("button", { name: /^About/ }), "Distances and their floors"],
  ] as const;
  for (const [button, section] of asked) {
    await button.click();
    await heading(page).waitFor();
    expect(await heading(page).textContent()).toBe(section);
    await page.keyboard.press("Escape");
    await until(page, "it is closed", async () => (await page.getByRole("dialog").count()) === 0);
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("on a phone they fit, and the contents are one choice", async () => {
  const { page, complaints } = await openLab(browser, { viewport: { width: 390, height: 844 }, address: "?preset=gaussian-ot&tour=off" });
  await untilReady(page);
  await page.getByRole("button", { name: "Controls" }).click();
  await page.getByRole("button", { name: "Mathematics: Lagrangians" }).click();
  await typeset(page);
  await page.getByRole("combobox", { name: "Section" }).selectOption("Gaussian transport");
  expect(await heading(page).textContent()).toBe("Gaussian transport");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const wider = await page
    .locator(".docs-text > *")
    .evaluateAll((all) => all.filter(({ clientWidth, parentElement }) => clientWidth > parentElement!.clientWidth).length);
  expect(wider).toBe(0);
  expect(await faults(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
});
