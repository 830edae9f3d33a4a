/** @file The readouts by a person's actions: the error budget and its files, the verdict on the loss, the summary on request. */
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faults, launch, openLab, until, untilReady, untilStep } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const summary = (page: Page) => page.getByLabel("Summary of the run");
const budget = (page: Page) => page.getByRole("region", { name: "Error budget" });

async function exported(page: Page, format: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole("button", { name: "Export the error budget" }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: format }).click()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

describe("a short run", () => {
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    ({ page, complaints } = await openLab(browser, { address: "?preset=gaussian-ot" }));
    await untilReady(page);
  }, 60_000);
  afterAll(() => expect(complaints).toEqual([]));

  test("before it, the summary and the budget say that there is nothing yet", async () => {
    expect(await summary(page).textContent()).toBe("");
    await page.keyboard.press("s");
    await summary(page).locator("span").waitFor();
    expect(await summary(page).textContent()).toContain("Nothing has been trained yet");
    await page.keyboard.press("Escape");
    expect(await summary(page).textContent()).toBe("");
    expect(await budget(page).textContent()).toContain("Not measured yet");
    await page.getByRole("button", { name: "Export the error budget" }).click();
    await page.getByRole("menuitem", { name: "SVG vectors" }).click();
    await page.getByText("The error budget has not been measured yet.").waitFor();
  });

  test("when it rests the distance is split, and each part stands in the files as on the card", async () => {
    await page.getByRole("button", { name: "+100" }).click();
    await untilStep(page, 100);
    await until(page, "the budget is measured", async () => (await budget(page).textContent())!.includes("Measured at step 100"));
    const { name, bytes } = await exported(page, "CSV of the parts");
    expect(name).toBe("gaussian-ot-error-budget-step-100.csv");
    const rows = bytes
      .toString()
      .trimEnd()
      .split("\n")
      .map((line) => line.split(","));
    expect(rows.map(([, part]) => part)).toEqual(["part", "floor", "steps", "data", "training", "overlap", "total"]);
    const squared = new Map(rows.slice(1).map(([, part = "", value]) => [part, Number(value)] as const));
    const value = (part: string): number => squared.get(part) ?? Number.NaN;
    // A hundred steps are not enough: the rest is training, and the parts add up to what was measured.
    expect(value("training")).toBeGreaterThan(value("floor"));
    expect(value("steps") + value("data") + value("training") + value("overlap")).toBeCloseTo(value("total"), 8);
    expect(value("data")).toBe(0);
    expect(
      await budget(page)
        .getByRole("row", { name: /finite data/ })
        .textContent(),
    ).toContain("none");
  });

  test("the budget as vectors and as a picture", async () => {
    const svg = (await exported(page, "SVG vectors")).bytes.toString();
    for (const title of ["noise floor", "integrator steps", "finite data", "training"]) expect(svg).toContain(title);
    const { bytes } = await exported(page, "PNG picture");
    expect(bytes.readUInt32BE(16)).toBe(840);
  });

  test("every readout teaches something on demand", async () => {
    for (const card of ["Loss", "HJB residual", "Distance to the data", "Error budget", "Measures", "Against the exact solution"]) {
      await page
        .getByRole("region", { name: card, exact: true })
        .getByRole("button", { name: `About: ${card}` })
        .hover();
      await page.getByRole("tooltip").waitFor();
      expect((await page.getByRole("tooltip").textContent())!.length).toBeGreaterThan(60);
      await page.mouse.move(700, 5);
      await page.getByRole("tooltip").waitFor({ state: "detached" });
    }
  });

  test("the summary counts in steps, floors and per cent, and is found in the list of keys", async () => {
    await page.getByRole("button", { name: "Say how the run goes" }).click();
    await summary(page).locator("span").waitFor();
    const said = (await summary(page).textContent())!;
    expect(said).toMatch(/^Step 100 of [\d,]+, paused\. Total loss [\d.]+\. It is too early to say/);
    expect(said).toMatch(/[\d.]+ times the noise floor away from the data in sliced Wasserstein distance, measured at step 100/);
    expect(said).toMatch(/HJB residual is [\d.]+ % of its terms/);
    expect(said).toMatch(/mean is off by [\d.]+ % of a standard deviation/);
    expect(await summary(page).getAttribute("aria-live")).toBe("polite");
    expect((await faults(page)).filter((fault) => /\((serious|critical)\)/.test(fault))).toEqual([]);
    await page.getByRole("button", { name: "Put the summary away" }).click();
    expect(await summary(page).textContent()).toBe("");
    await page.keyboard.press("?");
    await page.getByText("say how the run goes", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
  });

  test("the verdict on the loss waits for enough steps, and says why", async () => {
    // Keys were pressed last: the mouse has to be seen moving before a hover counts as one.
    await page.mouse.move(700, 5);
    await page.getByRole("button", { name: "too early to say" }).hover();
    expect(await page.getByRole("tooltip").textContent()).toContain("About 288 steps are needed");
    await page.getByLabel("Steps at once").fill("300");
    await page.getByLabel("Steps at once").press("Enter");
    await page.getByRole("button", { name: "+300" }).click();
    await untilStep(page, 400);
    await until(page, "there is a verdict", async () => (await page.locator(".settled.moving, .settled.converged").count()) === 1);
    await page.mouse.move(700, 5);
    await page.getByRole("tooltip").waitFor({ state: "detached" });
    await page.locator(".settled").hover();
    const says = async (): Promise<string> => (await page.getByRole("tooltip").textContent()) ?? "";
    // The last look at the curve may come a moment after the last step.
    await until(page, "the verdict is about all steps", async () => / to 400 /.test(await says()));
    expect(await says()).toMatch(/From step \d+ to 400 .* (fell|rose) by .* standard errors/);
  }, 90_000);
});

test("on a phone in the dark the summary fits, and is heard while training", async () => {
  const { page, complaints } = await openLab(browser, {
    address: "?preset=gaussian-ot",
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
  });
  await untilReady(page);
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await untilStep(page, 20);
  await page.getByRole("button", { name: "Say how the run goes" }).click();
  await summary(page).locator("span").waitFor();
  expect(await summary(page).textContent()).toMatch(/^Step [\d,]+ of [\d,]+, training\./);
  const box = (await page.locator(".run-summary").boundingBox())!;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(390);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(complaints).toEqual([]);
}, 60_000);
