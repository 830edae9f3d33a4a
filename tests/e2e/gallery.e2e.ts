/** @file The gallery by keyboard and on a phone, with and without motion; the tour for a first visit. */
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faults, launch, openLab, picture, until, untilReady } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

const FIRST = ".gallery-card canvas";

async function openGallery(page: Page): Promise<void> {
  await page.locator(".presets").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("grid", { name: "Presets" }).waitFor();
}

/** Every card's picture has something on it. */
const allDrawn = (page: Page): Promise<void> =>
  until(page, "every card has its picture", () =>
    page.locator(FIRST).evaluateAll((all) =>
      (all as HTMLCanvasElement[]).every((canvas) =>
        canvas
          .getContext("2d")!
          .getImageData(0, 0, canvas.width, canvas.height)
          .data.some((value) => value > 0),
      ),
    ),
  );

describe("the gallery", () => {
  test("opens a preset by keyboard alone", async () => {
    const { page, complaints } = await openLab(browser, { address: "?preset=moons-ot" });
    await untilReady(page);
    await openGallery(page);
    expect(await page.getByRole("row").count()).toBeGreaterThanOrEqual(16);
    await allDrawn(page);
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    const title = await page.locator(".gallery-card:focus .gallery-title").textContent();
    expect(title).not.toBeNull();
    await page.keyboard.press("Enter");
    await until(page, "the gallery has closed", async () => (await page.getByRole("dialog").count()) === 0);
    await page.locator(".presets").getByText(title!).waitFor();
    await untilReady(page);
    await page.getByRole("button", { name: "Undo" }).click();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a card under the pointer moves, and does not for somebody who wants no motion", async () => {
    const { page } = await openLab(browser, { smooth: true });
    await untilReady(page);
    for (const reducedMotion of ["no-preference", "reduce"] as const) {
      await page.emulateMedia({ reducedMotion });
      await openGallery(page);
      await allDrawn(page);
      await page.locator(".gallery-card").first().hover();
      await page.waitForTimeout(300);
      const before = await picture(page, FIRST);
      await page.waitForTimeout(500);
      const moved = (await picture(page, FIRST)) !== before;
      expect(moved).toBe(reducedMotion === "no-preference");
      await page.keyboard.press("Escape");
      await until(page, "the gallery has closed", async () => (await page.getByRole("dialog").count()) === 0);
    }
    await page.context().close();
  });

  test("on a phone a tap opens a preset of the chosen model", async () => {
    const { page } = await openLab(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: "dark" });
    await untilReady(page);
    await page.locator(".presets").tap();
    await page.getByRole("button", { name: "Score-based diffusion" }).tap();
    expect(await faults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole("row", { name: /Memorisation/ }).tap();
    await page.locator(".presets").getByText("Memorisation").waitFor();
    await page.context().close();
  });
});

describe("the tour", () => {
  test("leads through the screen by keyboard, ends in the gallery, and is not seen unless asked for", async () => {
    const { page, complaints } = await openLab(browser, { address: "?tour=on" });
    await untilReady(page);
    const tour = page.locator(".tour");
    await tour.waitFor();
    expect(await faults(page)).toEqual([]);
    let steps = 1;
    while ((await tour.getByRole("button", { name: "Browse presets" }).count()) === 0) {
      const title = await tour.getByRole("heading").textContent();
      await page.keyboard.press("Enter");
      await until(page, "the next step is shown", async () => (await tour.getByRole("heading").textContent()) !== title);
      steps += 1;
    }
    expect(steps).toBeGreaterThanOrEqual(4);
    expect(steps).toBeLessThanOrEqual(6);
    await page.keyboard.press("ArrowLeft");
    expect(await tour.getByRole("button", { name: "Next" }).count()).toBe(1);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.getByRole("grid", { name: "Presets" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Take the tour" }).click();
    await tour.waitFor();
    await page.keyboard.press("Escape");
    expect(await tour.count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Take the tour");
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
