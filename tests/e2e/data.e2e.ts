/** @file A person's own data: drawn by hand and trained on, read from a CSV file, refused when bad, chosen by arrow keys. */
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faults, launch, losses, openLab, picture, until, untilReady, untilStep } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

const drawnCount = async (page: Page): Promise<number> =>
  Number(((await page.locator(".draw-tools [role=status]").textContent()) ?? "").replace(/ points.*/s, "").replaceAll(",", ""));

/** A stroke along a circle of the canvas, as a hand makes it. */
async function drawCircle(page: Page): Promise<void> {
  const box = (await page.locator(".draw-canvas").boundingBox())!;
  const at = (k: number): [number, number] => [
    box.x + box.width * (0.5 + 0.3 * Math.cos(k / 8)),
    box.y + box.height * (0.5 + 0.3 * Math.sin(k / 8)),
  ];
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let k = 1; k <= 50; k += 1) await page.mouse.move(...at(k));
  await page.mouse.up();
}

test("data are drawn, erased, undone, and trained on; the link holds them", async () => {
  const { page, complaints } = await openLab(browser, { address: "?preset=eight-gaussians-diffusion" });
  await untilReady(page);
  await page.getByRole("button", { name: "Draw" }).click();
  await page.locator(".draw-canvas").waitFor();
  expect(await faults(page)).toEqual([]);
  await drawCircle(page);
  const circle = await drawnCount(page);
  expect(circle).toBeGreaterThan(100);

  await page.getByText("Eraser", { exact: true }).click();
  await drawCircle(page);
  expect(await drawnCount(page)).toBeLessThan(0.2 * circle);
  await page.keyboard.press("Control+z");
  expect(await drawnCount(page)).toBe(circle);
  await page.keyboard.press("Control+Shift+z");
  expect(await drawnCount(page)).toBeLessThan(0.2 * circle);
  await page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();

  const before = await picture(page, ".pane canvas, .panes canvas");
  await page.getByRole("button", { name: "Use these points" }).click();
  expect(await page.getByRole("radio", { name: "Your own points" }).isChecked()).toBe(true);
  await page.getByText(`${circle} points`).waitFor();
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await untilStep(page, 150);
  await page.getByRole("button", { name: "Pause training" }).click();
  expect((await losses(page)).every(Number.isFinite)).toBe(true);
  expect(await picture(page, ".pane canvas, .panes canvas")).not.toBe(before);

  const again = await openLab(browser, { address: new URL(page.url()).search + new URL(page.url()).hash });
  await again.page.getByText(`${circle} points`).waitFor();
  expect(complaints).toEqual([]);
  for (const opened of [page, again.page]) await opened.context().close();
});

test("the canvas is drawn on by keyboard, and by touch on a phone", async () => {
  const { page } = await openLab(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await untilReady(page);
  await page.getByRole("button", { name: "Controls" }).click();
  await page.getByRole("button", { name: "Draw" }).click();
  const canvas = page.locator(".draw-canvas");
  await canvas.waitFor();
  await canvas.focus();
  for (const key of ["Space", "ArrowRight", "Shift+ArrowUp", "Space", "ArrowLeft", "Enter"]) await page.keyboard.press(key);
  const typed = await drawnCount(page);
  expect(typed).toBe(18);
  const box = (await canvas.boundingBox())!;
  await page.touchscreen.tap(box.x + 0.2 * box.width, box.y + 0.8 * box.height);
  await until(page, "a tap has left points", async () => (await drawnCount(page)) === typed + 6);
  await page.context().close();
});

const TABLE = ["time,height,width", ...Array.from({ length: 300 }, (_, k) => `${k},${40 + 3 * Math.sin(k)},${Math.cos(k) / 7}`)].join("\n");

const csv = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

test("a CSV file is read, looked at, its columns chosen, and trained on; a bad one is refused with its line", async () => {
  const { page, complaints } = await openLab(browser, { address: "?preset=eight-gaussians-diffusion" });
  await untilReady(page);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  const file = page.locator("input[type=file]");
  await file.setInputFiles(csv("bad.csv", "a,b\n1,2\n3,oops\n"));
  await page.getByRole("alert").getByText("bad.csv: Line 3, column 2").waitFor();
  expect(await page.getByRole("button", { name: "Use these points" }).isDisabled()).toBe(true);
  expect(await faults(page)).toEqual([]);

  await file.setInputFiles(csv("plants.csv", TABLE));
  await page.getByText("plants.csv: 300 points.").waitFor();
  const look = await picture(page, ".preview canvas");
  await page.getByLabel("x₁").selectOption("height");
  await page.getByLabel("x₂").selectOption("width");
  expect(await picture(page, ".preview canvas")).not.toBe(look);
  expect(await faults(page)).toEqual([]);
  await page.getByRole("button", { name: "Use these points" }).click();
  await page.getByText("300 points").waitFor();
  expect(await page.getByRole("switch", { name: "standardise" }).isChecked()).toBe(true);
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await untilStep(page, 50);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("pasted rows of one number are data on the line", async () => {
  const { page } = await openLab(browser);
  await untilReady(page);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await page.getByLabel("or paste rows").fill(Array.from({ length: 60 }, (_, k) => String(Math.sin(k))).join("\n"));
  await page.getByRole("button", { name: "Read this text" }).click();
  await page.getByText("Pasted text: 60 points.").waitFor();
  await page.getByRole("button", { name: "Use these points" }).click();
  await page.getByText("60 points").waitFor();
  await page.context().close();
});

test("arrow keys walk the densities, one undo takes the walk back", async () => {
  const { page } = await openLab(browser, { address: "?preset=moons-diffusion" });
  await untilReady(page);
  const chosen = page.getByRole("radiogroup", { name: "Data" }).getByRole("radio", { checked: true });
  expect(await chosen.getAttribute("aria-label")).toBe("Two moons");
  await chosen.focus();
  for (let k = 0; k < 3; k += 1) await page.keyboard.press("ArrowRight");
  expect(await chosen.getAttribute("aria-label")).not.toBe("Two moons");
  await page.getByRole("button", { name: "Undo" }).click();
  expect(await chosen.getAttribute("aria-label")).toBe("Two moons");
  // The samplers draw every picture: none stays blank.
  await until(page, "every density has its picture", () =>
    page.locator(".thumb canvas").evaluateAll((all) =>
      (all as HTMLCanvasElement[]).every((canvas) =>
        canvas
          .getContext("2d")!
          .getImageData(0, 0, canvas.width, canvas.height)
          .data.some((value) => value > 0),
      ),
    ),
  );
  await page.context().close();
});
