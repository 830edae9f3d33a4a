/** @file The equation is the interface: every slot that is swapped shows in it, in the link and in the curves; its terms lead to the cards. */
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, losses, openLab, picture, stepCount, until, untilReady, untilStep } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

/** The equation as it is read out: MathML, and the words beside it. */
async function equation(page: Page): Promise<string> {
  const formulas = await page.locator(".equation math").allTextContents();
  return [...formulas, ...(await page.locator(".equation .note").allTextContents())].join("\n");
}

const hash = (page: Page): string => new URL(page.url()).hash;

async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.locator(`.left .picker-button[aria-label="${label}"]`).click();
  await page.getByRole("option", { name: option, exact: true }).click();
  // What does not go together says so, and how it would.
  const nearest = page.getByRole("button", { name: "Use the nearest that fits" });
  for (let k = 0; k < 8 && (await nearest.count()) > 0; k += 1) await nearest.first().click();
  expect(await page.locator(".misfit").allTextContents()).toEqual([]);
}

const lines = (page: Page) => page.locator(".curves").first().locator(".scatterlayer path.js-line").count();

/** Trains the new run a little: its curves are those of the terms that the equation has now. */
async function trainsOn(page: Page): Promise<string[]> {
  await untilReady(page);
  for (let k = 1; k <= 3; k += 1) {
    await page.getByRole("button", { name: "One step" }).click();
    await untilStep(page, k);
  }
  const named = page.locator(".losses li");
  await until(page, "every term has its curve", async () => (await lines(page)) === (await named.count()));
  expect((await losses(page)).every(Number.isFinite)).toBe(true);
  return (await named.allTextContents()).map((words) => words.replace(/\s*[−\d.,e∞–]+$/, ""));
}

test("every slot that is swapped shows in the equation, in the link and in the curves", async () => {
  const { page, complaints } = await openLab(browser, { address: "?preset=eight-gaussians-ot" });
  await untilReady(page);
  expect(await trainsOn(page)).toEqual(["total", "terminal", "running", "HJB residual"]);

  async function swapped(what: string, swap: () => Promise<void>): Promise<{ readonly equation: string; readonly terms: string[] }> {
    const [before, link] = [await equation(page), hash(page)];
    await swap();
    await until(page, `${what}: the equation is another`, async () => (await equation(page)) !== before);
    await until(page, `${what}: the link is another`, () => Promise.resolve(hash(page) !== link));
    await until(page, `${what}: a new run has begun`, async () => (await stepCount(page)) === 0);
    return { equation: await equation(page), terms: await trainsOn(page) };
  }

  expect(await equation(page)).toMatch(/pulled back from the data/);
  const terminal = await swapped("terminal cost", () => pick(page, "Terminal cost", "Reverse KL"));
  expect(terminal.equation).toMatch(/pushed from the reference/);
  expect(terminal.terms).toEqual(["total", "terminal", "running", "HJB residual"]);

  const running = await swapped("running cost", () => pick(page, "Running cost", "None"));
  expect(running.terms).toEqual(["total", "terminal"]);
  expect(running.equation).toMatch(/no HJB equation/);

  const model = await swapped("model", () => pick(page, "Model", "Score-based diffusion"));
  expect(model.terms).toEqual(["total", "score matching"]);
  expect(model.equation).toMatch(/score matching on noised data/);
  const noisy = await swapped("dynamics", () => pick(page, "Dynamics", "Ornstein-Uhlenbeck"));
  expect(noisy.equation).toMatch(/θ/);

  await page.locator("summary", { hasText: "Training" }).click();
  const rolled = await swapped("objective", () => pick(page, "Objective", "Roll-out"));
  expect(rolled.terms).toContain("terminal");

  // Data are in no formula: the link and the stage follow, and training goes on with what was learned.
  await page.getByLabel("Time t of the flow, from 0 to T").fill("1");
  const [link, seen] = [hash(page), await picture(page, ".pane.second canvas")];
  await page.locator(".thumb", { has: page.getByRole("radio", { name: "Two moons" }) }).click();
  await until(page, "data: the link is another", () => Promise.resolve(hash(page) !== link));
  await until(page, "data: the stage shows them", async () => (await picture(page, ".pane.second canvas")) !== seen);
  expect(complaints).toEqual([]);
  await page.context().close();
});

describe("a term", () => {
  test("leads to its card, and lights up under a pointer on the card", async () => {
    const { page } = await openLab(browser, { address: "?preset=eight-gaussians-ot" });
    await untilReady(page);
    const term = page.locator(".equation .objective .term-terminal").first();
    await term.click();
    const card = page.getByRole("region", { name: "Terminal cost" });
    await until(page, "the card has the focus", () => card.evaluate((element) => element === document.activeElement));
    const colour = (slot: string) =>
      page
        .locator(`.equation .objective .term-${slot}`)
        .first()
        .evaluate((one) => getComputedStyle(one).color);
    // Held by the focus until it goes elsewhere.
    await page.locator(".brand").click();
    const [mine, other] = [await colour("terminal"), await colour("running")];
    await card.hover();
    await until(page, "the others step back", async () => (await colour("running")) !== other);
    expect(await colour("terminal")).toBe(mine);
    // Its value stands in its colour.
    const colours = await page
      .locator(".losses .slot-terminal, .equation .objective .term-terminal")
      .evaluateAll((all) => all.map((one) => getComputedStyle(one).color));
    expect(colours.length).toBeGreaterThan(1);
    expect(new Set(colours).size).toBe(1);
    await page.context().close();
  });

  test("on a phone opens the sheet at its card; no formula runs off the screen", async () => {
    const { page } = await openLab(browser, {
      address: "?preset=gaussian-ot",
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    for (const preset of ["steered-noise", "moons-diffusion", "eight-gaussians-ot"]) {
      await page.goto(page.url().replace(/\?.*$/s, `?preset=${preset}`));
      await untilReady(page);
      await page.getByText(/HJB and Fokker/).tap();
      await until(page, "the formulas are set", async () => (await page.locator(".equation .katex").count()) >= 4);
      const widths = await page.evaluate(() =>
        [...document.querySelectorAll(".equation .katex-base, .equation, .losses li")].map((one) => one.getBoundingClientRect().right),
      );
      expect(widths.length).toBeGreaterThan(8);
      expect(Math.max(...widths)).toBeLessThanOrEqual(390);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
    await page.getByRole("button", { name: /^terminal/ }).tap();
    await page.getByRole("dialog", { name: "Controls" }).waitFor();
    const card = page.getByRole("region", { name: "Terminal cost" });
    await until(page, "the card has the focus", () => card.evaluate((element) => element === document.activeElement));
    const box = (await card.boundingBox())!;
    expect(box.y).toBeLessThan(844);
    await page.context().close();
  });
});
