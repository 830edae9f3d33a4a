/**
 * @file The screen as pictures: wide light, wide dark and phone, of a run with a fixed seed, held against those in tests/pictures.
 *
 *     UPDATE_PICTURES=1 npm run e2e -- tests/e2e/pictures.e2e.ts        after a change that is meant to be seen
 *
 * Pictures are compared as means over cells of 16 × 16 pixels, so that a font's hinting does not matter and a missing card does.
 * What depends on the machine's speed is masked.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, lossesAfter, openLab, until, untilReady } from "./lab.ts";

const PICTURES = join(import.meta.dirname, "../pictures");
const STEPS = 300;

/** Mean difference of a cell, of 255, and the share of cells that may exceed it: letters move by a pixel, panels do not. */
const CELL = 24;
const SHARE = 0.03;

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

type Scheme = "light" | "dark";

/** One run for each: its pictures, and the colours they are taken in. */
const SCREENS: readonly (readonly [
  string,
  { readonly width: number; readonly height: number },
  BrowserContextOptions,
  readonly (readonly [string, Scheme])[],
])[] = [
  [
    "the wide screen",
    WIDE,
    {},
    [
      ["wide-light", "light"],
      ["wide-dark", "dark"],
    ],
  ],
  ["the phone", PHONE, { hasTouch: true }, [["phone", "light"]]],
];

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

/** The share of cells in which two pictures differ. */
function difference(page: Page, one: Buffer, two: Buffer): Promise<number> {
  return page.evaluate(
    async ([first, second, limit]) => {
      const cells = async (base64: string): Promise<{ width: number; height: number; data: Uint8ClampedArray }> => {
        const image = new Image();
        image.src = `data:image/png;base64,${base64}`;
        await image.decode();
        const canvas = document.createElement("canvas");
        canvas.width = Math.ceil(image.width / 16);
        canvas.height = Math.ceil(image.height / 16);
        const context = canvas.getContext("2d");
        if (context === null) throw new Error("no canvas");
        context.imageSmoothingQuality = "high";
        context.drawImage(image, 0, 0, canvas.width, canvas.height);
        return { width: canvas.width, height: canvas.height, data: context.getImageData(0, 0, canvas.width, canvas.height).data };
      };
      const [a, b] = [await cells(first), await cells(second)];
      if (a.width !== b.width || a.height !== b.height) return 1;
      let different = 0;
      for (let i = 0; i < a.data.length; i += 4)
        if (Math.max(...[0, 1, 2].map((k) => Math.abs((a.data[i + k] ?? 0) - (b.data[i + k] ?? 0)))) > limit) different += 1;
      return different / (a.width * a.height);
    },
    [one.toString("base64"), two.toString("base64"), CELL] as const,
  );
}

test.each(SCREENS)("%s looks as it did", { timeout: 240_000 }, async (_, size, context, pictures) => {
  const address = "?preset=eight-gaussians-ot&tour=off";
  const { page } = await openLab(browser, { address, reducedMotion: "reduce", colorScheme: "light", ...context });
  await untilReady(page);
  await lossesAfter(page, STEPS); // steps in number are asked for on the wide screen
  await page.setViewportSize(size);
  await page.getByLabel("Time t of the flow, from 0 to T").fill("0.7");
  await until(page, "the rulers have read off everything", async () => (await page.getByText("inverse error").count()) > 0, 80_000);
  for (const [name, colorScheme] of pictures) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(3000);
    const taken = await page.screenshot({ animations: "disabled", mask: [page.locator(".transport"), page.locator(".readouts")] });
    const whole = await page.screenshot({ animations: "disabled" });
    const file = join(PICTURES, `${name}.png`);
    const masked = join(PICTURES, `${name}.masked.png`);
    if (process.env["UPDATE_PICTURES"] !== undefined) {
      mkdirSync(PICTURES, { recursive: true });
      writeFileSync(file, whole);
      writeFileSync(masked, taken);
    }
    expect(await difference(await browser.newPage(), readFileSync(masked), taken), name).toBeLessThan(SHARE);
  }
});
