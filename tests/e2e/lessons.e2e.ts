/** @file A lesson from its link to the next one: question, prediction, runs, what they measured, and the list of all of them. */
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faults, launch, openLab, until } from "./lab.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test("is answered by keyboard, and its own run says which answer is true", async () => {
  const { page, complaints } = await openLab(browser, { address: "?lesson=where-it-stops" });
  const lesson = page.locator(".lesson");
  await lesson.getByRole("group", { name: /Where does the crowd stop/ }).waitFor();
  await page.locator(".presets").getByText("As far as it pays").waitFor();
  expect(await faults(page, { within: ".lesson" })).toEqual([]);
  expect(await lesson.getByRole("button", { name: "Predict and run" }).isDisabled()).toBe(true);
  await page.keyboard.press("1");
  await lesson.getByRole("radio").first().focus();
  await page.keyboard.press("Enter");
  await lesson.locator(".lesson-verdict").waitFor({ timeout: 80_000 });
  expect(await lesson.locator(".lesson-verdict").textContent()).toBe("You expected 1; this run speaks for 2.");
  // Run B is on the stage: the last of the numbers is the one that its card shows.
  const numbers = await lesson.locator(".lesson-measured b").allTextContents();
  expect(numbers).toHaveLength(2);
  expect(await page.getByRole("region", { name: "Distance to the data" }).getByRole("row").first().textContent()).toContain(numbers[1]!);
  await lesson.locator(".lesson-formula .katex").first().waitFor();
  expect(await faults(page, { within: ".lesson" })).toEqual([]);
  await until(page, "the address names the lesson", () => Promise.resolve(page.url().includes("lesson=where-it-stops")));
  await lesson.getByRole("button", { name: "Next lesson" }).press("Enter");
  await lesson.getByRole("heading", { name: "Fitted to straight lines" }).waitFor();
  await page.getByRole("button", { name: "Leave the lesson" }).click();
  expect(await lesson.count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("is chosen from the list on a phone; one that there is not is told", async () => {
  const { page } = await openLab(browser, {
    address: "?lesson=the-moon",
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    colorScheme: "dark",
  });
  await page.getByRole("alert", { name: "Problems" }).getByText("there is no such lesson").waitFor();
  await page.getByRole("button", { name: "Put away" }).tap();
  await page.locator(".presets").tap();
  await page.getByRole("button", { name: "Lessons" }).tap();
  await page.getByRole("grid", { name: "Lessons" }).waitFor();
  expect(await faults(page, { within: ".dialog" })).toEqual([]);
  await page.getByRole("row", { name: /^A speed limit/ }).tap();
  await page.locator(".lesson-answer").nth(1).tap();
  expect(await page.getByRole("button", { name: "Predict and run" }).isEnabled()).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.context().close();
});
