/** @file The stage under a person's hands: layers, panes, numbers under the pointer, a particle's account, zoom, time. */
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, lossesAfter, openLab, picture, until, untilReady } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

const chip = (page: Page, name: string) => page.getByRole("group", { name: "Layers" }).getByRole("button", { name, exact: true });
const beside = (page: Page, name: string) => page.getByRole("radio", { name, exact: true });
const left = ".pane canvas";
const right = ".pane.second canvas";

/** Time held, so that a picture changes only because something else does. */
async function hold(page: Page, fraction: string): Promise<void> {
  await page.getByLabel("Time t of the flow, from 0 to T").fill(fraction);
  await page.waitForTimeout(300);
}

/** A text on a canvas, as a part of its width and height. */
interface Written {
  readonly canvas: HTMLCanvasElement;
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Every text that is drawn on a canvas is noted in `window.written`. */
const noteTexts = (page: Page) =>
  page.addInitScript(() => {
    const written: Written[] = [];
    Object.assign(window, { written });
    const drawing = CanvasRenderingContext2D.prototype;

    const fill = drawing.fillText;
    drawing.fillText = function (text, x, y, ...rest) {
      const { a, d, e, f } = this.getTransform();
      const { actualBoundingBoxLeft, actualBoundingBoxRight, actualBoundingBoxAscent, actualBoundingBoxDescent } = this.measureText(text);
      const [across, down] = [(px: number) => (a * px + e) / this.canvas.width, (px: number) => (d * px + f) / this.canvas.height];
      written.push({
        canvas: this.canvas,
        text,
        left: across(x - actualBoundingBoxLeft),
        right: across(x + actualBoundingBoxRight),
        top: down(y - actualBoundingBoxAscent),
        bottom: down(y + actualBoundingBoxDescent),
      });
      fill.call(this, text, x, y, ...rest);
    };
  });

/** What the words above the right pane hide of the numbers of its axes. */
async function covered(page: Page): Promise<string[]> {
  const look = () =>
    page.locator(".pane.second").evaluate((pane) => {
      const canvas = pane.querySelector("canvas")!;
      const { written } = window as unknown as { written: Written[] };
      const box = canvas.getBoundingClientRect();
      const words = [...pane.querySelectorAll("figcaption span")].map((span) => span.getBoundingClientRect());
      const texts = written.splice(0).filter((text) => text.canvas === canvas);
      const hidden = texts.filter(({ left, right, top, bottom }) =>
        words.some(
          (word) =>
            word.width > 0 &&
            box.left + left * box.width < word.right &&
            box.left + right * box.width > word.left &&
            box.top + top * box.height < word.bottom &&
            box.top + bottom * box.height > word.top,
        ),
      );
      return { seen: texts.length, hidden: hidden.map(({ text }) => text) };
    });
  await look(); // what was written before the words stood where they are
  await page.getByLabel("Time t of the flow, from 0 to T").fill("0.9");
  let found = await look();
  await until(page, "the numbers of the axes are drawn", async () => {
    if (found.seen === 0) found = await look();
    return found.seen > 0;
  });
  await hold(page, "1");
  return [...new Set(found.hidden)];
}

describe("the stage", () => {
  test("draws each layer that is switched on, and takes it away again", async () => {
    const { page, complaints } = await openLab(browser, { smooth: true, address: "?preset=gaussian-ot" });
    await untilReady(page);
    await lossesAfter(page, 40);
    await hold(page, "0.5");
    await page.mouse.move(5, 5);
    for (const name of ["trails", "velocity", "exact"]) {
      const before = await picture(page, left);
      await chip(page, name).click();
      await until(page, `${name} are drawn`, async () => (await picture(page, left)) !== before);
      await chip(page, name).click();
      await until(page, `${name} are gone`, async () => (await picture(page, left)) === before);
    }
    // Maps take each other's place.
    await chip(page, "potential U").click();
    expect(await chip(page, "density").getAttribute("aria-pressed")).toBe("false");
    await chip(page, "density").click();
    expect(await chip(page, "potential U").getAttribute("aria-pressed")).toBe("false");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("shows one pane, the exact solution, or the difference", async () => {
    const { page } = await openLab(browser, { smooth: true, address: "?preset=gaussian-ot", before: noteTexts });
    await untilReady(page);
    await hold(page, "1");
    await until(page, "the exact pane is titled", async () =>
      /^exact/.test((await page.locator(".pane.second .caption").textContent()) ?? ""),
    );
    expect(await covered(page)).toEqual([]);
    const exact = await picture(page, right);
    await beside(page, "difference").click();
    await until(page, "the difference is titled", async () =>
      /learned − exact/.test((await page.locator(".pane.second .caption").textContent()) ?? ""),
    );
    expect(await picture(page, right)).not.toBe(exact);
    await beside(page, "alone").click();
    await until(page, "one pane is left", async () => (await page.locator(".pane").count()) === 1);
    await beside(page, "exact").click();
    await until(page, "two panes are back", async () => (await page.locator(".pane").count()) === 2);
    await page.context().close();
  });

  test("a click traces one agent through the point: the hand on a curve moves the agent, the time does so without it", async () => {
    const { page, complaints } = await openLab(browser, { smooth: true, address: "?preset=gaussian-ot" });
    await untilReady(page);
    await hold(page, "0.25");
    const untouched = await picture(page, left);
    const box = (await page.locator(".pane-view").first().boundingBox())!;
    await page.mouse.click(box.x + 0.55 * box.width, box.y + 0.4 * box.height);
    await page.mouse.move(5, 5);
    const card = page.getByLabel("The particle's account");
    await until(page, "four curves have come", async () => (await card.locator(".trace-row path").count()) === 4);
    expect(await card.locator(".trace-row > span").allTextContents()).toEqual(["U", "|r|", "log ρ", "cost"]);
    await until(page, "the path is drawn", async () => (await picture(page, left)) !== untouched);
    const cost = card.locator(".trace-row output").last();
    const read = async (): Promise<number> => Number(((await cost.textContent()) ?? "").replace("−", "-"));
    await until(page, "the cost so far is read", async () => (await cost.textContent()) !== "");
    const before = await picture(page, left);
    const curve = (await card.locator(".trace-row svg").last().boundingBox())!;
    await page.mouse.move(curve.x + curve.width - 1, curve.y + 8);
    await until(page, "the agent is shown at the end", async () => (await picture(page, left)) !== before);
    // What is paid by then is the running cost of the table.
    const running = Number(((await card.locator("tr.slot-running td").textContent()) ?? "").replace("−", "-"));
    await until(page, "all is paid", async () => Math.abs((await read()) - running) <= 0.02 * Math.abs(running) + 0.01);
    await page.mouse.move(5, 5);
    await until(page, "it is back at the shown time", async () => (await picture(page, left)) === before);
    await page.getByLabel("Time along the path").focus();
    await page.keyboard.press("Home");
    await until(page, "by keyboard it is at its start", async () => (await read()) === 0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("by keyboard: a crosshair reads the numbers, Enter picks a particle, whose account adds up", async () => {
    const { page, complaints } = await openLab(browser, { smooth: true, address: "?preset=gaussian-ot" });
    await untilReady(page);
    await hold(page, "0");
    const pane = page.getByRole("application").first();
    await pane.focus();
    await page.keyboard.press("ArrowRight");
    const said = page.locator(".pane [role=status]").first();
    await until(page, "numbers are said", async () => /x \(.*\).*ρ/.test((await said.textContent()) ?? ""));
    await page.keyboard.press("Enter");
    const card = page.getByLabel("The particle's account");
    await until(page, "the account has come", async () => (await card.locator("tr").count()) >= 4);
    const cells = (await card.locator("td").allTextContents()).map((text) => Number(text.replace("−", "-").replaceAll(/\s/g, "")));
    const [running, terminal, total, promised, gap] = cells;
    expect(running! + terminal!).toBeCloseTo(total!, 1);
    expect(total! - promised!).toBeCloseTo(gap!, 1);
    expect(running!).toBeGreaterThanOrEqual(0);
    await pane.focus();
    await page.keyboard.press("Escape");
    await until(page, "the account is closed", async () => (await card.count()) === 0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a click on a particle picks it; wheel and buttons zoom, fit brings all back", async () => {
    const { page } = await openLab(browser, { smooth: true, address: "?preset=gaussian-ot" });
    await untilReady(page);
    await hold(page, "0.5");
    const whole = await picture(page, left);
    const box = (await page.locator(".pane-view").first().boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.click(x, y);
    await page.locator(".particle-card").waitFor();
    await page.getByRole("button", { name: "Close the account" }).click();
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, -400);
    await page.mouse.move(5, 5);
    await until(page, "the picture is closer", async () => (await picture(page, left)) !== whole);
    await page.getByRole("button", { name: "Fit view and colours" }).click();
    await page.mouse.move(5, 5);
    await page.getByRole("button", { name: "Zoom in" }).focus();
    const fitted = await picture(page, left);
    await page.keyboard.press("Enter");
    await until(page, "the button zooms", async () => (await picture(page, left)) !== fitted);
    await page.context().close();
  });

  test("a hand drags an obstacle: its fields and the link go along, and one undo puts it back", async () => {
    const { page, complaints } = await openLab(browser, { address: "?preset=obstacle-gaussian&tour=off" });
    await untilReady(page);
    const card = page.getByRole("region", { name: "Interaction cost" });
    const centre = () => Promise.all(["x", "y"].map(async (name) => Number(await card.getByLabel(`${name}, number`).inputValue())));
    const before = await centre();
    expect(before).toEqual([0, 0.1]);
    const changes = () => new URL(page.url()).hash;
    const place = page.locator(".pane-view").first();
    const middle = async () => {
      const box = (await place.boundingBox())!;
      return [box.x + box.width / 2, box.y + box.height / 2] as const;
    };
    // A hand moves until the disc is drawn under it: one that rests is not asked again.
    let nudge = 0;
    await until(page, "the disc offers itself", async () => {
      const [at, row] = await middle();
      await page.mouse.move(at + (nudge++ % 2), row);
      return place.evaluate(({ style }) => style.cursor === "grab");
    });
    const [x, y] = await middle();
    await page.mouse.down();
    for (let pixels = 10; pixels <= 60; pixels += 10) await page.mouse.move(x + pixels, y + pixels / 2);
    await until(page, "the fields say where it is", async () => (await centre()).every((value, axis) => value !== before[axis]));
    await page.mouse.up();
    const [x1, y1] = (await centre()) as [number, number];
    expect(x1).toBeGreaterThan(0.1);
    expect(y1 - 0.1).toBeCloseTo(-x1 / 2, 1);
    await until(page, "the link says so too", () => Promise.resolve(changes() !== ""));
    await page.keyboard.press("Control+z");
    await until(page, "one undo puts it back", async () => String(await centre()) === String(before));
    await until(page, "the link is the preset's again", () => Promise.resolve(changes() === ""));
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a finger taps a particle, and two fingers zoom", async () => {
    const { page, complaints } = await openLab(browser, {
      smooth: true,
      address: "?preset=gaussian-ot",
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await untilReady(page);
    await hold(page, "0.5");
    const place = page.locator(".pane-view").first();
    await place.scrollIntoViewIfNeeded();
    const box = (await place.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.touchscreen.tap(x, y);
    await page.locator(".particle-card").waitFor();
    await page.getByRole("button", { name: "Close the account" }).tap();
    const whole = await picture(page, left);
    const client = await page.context().newCDPSession(page);
    const fingers = (apart: number) => [
      { x: x - apart, y },
      { x: x + apart, y },
    ];
    await client.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: fingers(30) });
    for (let apart = 34; apart <= 90; apart += 8)
      await client.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: fingers(apart) });
    await client.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await until(page, "the picture is closer", async () => (await picture(page, left)) !== whole);
    // The page itself was not zoomed, and nothing was picked by the pinch.
    expect(await page.evaluate(() => window.visualViewport?.scale)).toBe(1);
    expect(await page.locator(".particle-card").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("where motion is not wanted there are stills and a stepper", async () => {
    const { page } = await openLab(browser, { address: "?preset=gaussian-ot", reducedMotion: "reduce" });
    await untilReady(page);
    const slider = page.getByLabel("Time t of the flow, from 0 to T");
    const at = await slider.inputValue();
    await page.waitForTimeout(1500);
    expect(await slider.inputValue()).toBe(at);
    expect(await page.getByRole("button", { name: "Run the time" }).count()).toBe(0);
    await page.getByRole("button", { name: "Earlier still" }).click();
    expect(Number(await slider.inputValue())).toBeCloseTo(5 / 6, 2);
    await page.getByRole("button", { name: "Later still" }).click();
    expect(Number(await slider.inputValue())).toBe(1);
    await page.context().close();
  });
});
