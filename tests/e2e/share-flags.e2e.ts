/** @file A link shows the lab as its flags say; and what the browser keeps, or cannot keep. */
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launch, losses, lossesAfter, openLab, stepCount, until, untilReady, untilStep } from "./lab.ts";
import { downloaded } from "./share-dialog.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

describe("display flags", () => {
  test("present: no left column, and the way back by Escape and by the button", async () => {
    const { page } = await openLab(browser, { address: "?preset=moons-ot&present=1" });
    const presents = (): Promise<boolean> => Promise.resolve(page.url().includes("present"));
    for (const leave of ["key", "button"]) {
      expect(await page.getByLabel("Experiment", { exact: true }).count()).toBe(0);
      if (leave === "key") await page.keyboard.press("Escape");
      else await page.getByRole("button", { name: "Leave presentation" }).click();
      await page.getByLabel("Experiment", { exact: true }).waitFor();
      await until(page, "the address follows", async () => !(await presents()));
      await page.keyboard.press("p");
      await until(page, "the address presents again", presents);
    }
    await page.context().close();
  });

  test("hide what they name, tell what they cannot, and stay in the address", async () => {
    const { page } = await openLab(browser, { address: "?preset=moons-ot&hide=left,transport,readouts,nonsense" });
    for (const part of [".left", ".transport", ".right"]) expect(await page.locator(part).isVisible()).toBe(false);
    for (const part of [".top", ".equation", ".film", ".chips"]) expect(await page.locator(part).first().isVisible()).toBe(true);
    expect(await page.locator(".problems").textContent()).toMatch(/nonsense/);
    await page.locator(".problems").getByRole("button", { name: "Put away" }).click();
    expect(new URL(page.url()).searchParams.get("hide")).toContain("left");
    await page.context().close();
  });

  test("lock the controls, every one of them, and say so; the run still plays", async () => {
    const { page } = await openLab(browser, { address: "?preset=gaussian-ot&lock=controls" });
    await untilReady(page);
    const controls = page.locator(".left").locator("input, button, select");
    const usable = await controls.evaluateAll((all) => all.filter((one) => !one.matches(":disabled")).length);
    expect(usable).toBe(0);
    await page.getByLabel("Seed", { exact: true }).fill("77");
    await page.getByLabel("Seed", { exact: true }).press("Enter");
    expect(await page.locator(".problems").textContent()).toMatch(/locked by the link/);
    expect(new URL(page.url()).hash).toBe("");
    await page.getByRole("button", { name: "One step" }).click();
    await untilStep(page, 1);
    await page.context().close();
  });

  test("lock one part and leave the rest", async () => {
    const { page } = await openLab(browser, { address: "?preset=gaussian-ot&lock=game.terminal" });
    await untilReady(page);
    const inCard = (slot: string) => page.locator(`#slot-${slot} input`).first();
    expect(await inCard("terminal").isDisabled()).toBe(true);
    expect(await inCard("running").isDisabled()).toBe(false);
    await page.context().close();
  });

  test("autoplay trains at once, theme colours the page, backend is obeyed", async () => {
    const slow = await openLab(browser, { address: "?preset=gaussian-ot&backend=cpu" });
    await slow.page.getByLabel("Computes on cpu, reference").waitFor();
    await slow.page.context().close();
    const { page } = await openLab(browser, { address: "?preset=gaussian-ot&autoplay=1&theme=dark" });
    expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
    await untilStep(page, 3);
    expect(await stepCount(page)).toBeGreaterThanOrEqual(3);
    expect((await losses(page)).length).toBeGreaterThan(0);
    await page.context().close();
  });

  test("fast multiplies and adds at once, says what that costs, and the switch takes it back", async () => {
    const { page, complaints } = await openLab(browser, { address: "?preset=gaussian-ot&backend=wasm&fast=1" });
    // The last key must be one for a focus to show the tooltip.
    const reason = async (): Promise<string> => {
      await page.keyboard.press("Tab");
      await page.getByLabel("Computes on fused wasm").focus();
      const text = await page.locator(".tooltip").innerText();
      await page.keyboard.press("Escape");
      return text;
    };
    await untilReady(page);
    expect(await reason()).toMatch(/fused products .* only on machines of one kind/i);
    const once = await lossesAfter(page, 50);
    await page.locator("summary", { hasText: "Training" }).click();
    const fused = page.getByRole("switch", { name: "Fused products" });
    expect(await fused.isChecked()).toBe(true);
    await fused.press("Space");
    await until(page, "a new run stands at its start", async () => (await stepCount(page)) === 0);
    await untilReady(page);
    await until(page, "the address forgets it", async () => Promise.resolve(!new URL(page.url()).searchParams.has("fast")), 10_000);
    expect(await reason()).not.toMatch(/fused products/i);
    const twice = await lossesAfter(page, 50);
    // The same training, rounded in another way.
    expect(twice).not.toEqual(once);
    twice.forEach((loss, i) => expect(Math.abs(loss - once[i]!)).toBeLessThan(1e-2 * Math.max(Math.abs(loss), 0.1)));
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe("the browser's storage", () => {
  test("keeps the last experiment and the settings for a visit without an address", async () => {
    const { page } = await openLab(browser);
    const seed = page.getByLabel("Seed", { exact: true });
    await seed.fill("123");
    await seed.press("Enter");
    await page.getByRole("button", { name: /theme/ }).click();
    const theme = await page.evaluate(() => document.documentElement.dataset["theme"]);
    await page.waitForTimeout(1200);
    await page.goto("about:blank");
    await page.goto(inject("appUrl"));
    await page.locator(".app").waitFor();
    expect(await seed.inputValue()).toBe("123");
    expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBe(theme);
    // A link is stronger than memory.
    await page.goto("about:blank");
    await page.goto(`${inject("appUrl")}?preset=moons-ot`);
    await page.locator(".app").waitFor();
    expect(await seed.inputValue()).toBe("1");
    await page.context().close();
  });

  test.each([
    ["full", "QuotaExceededError", /storage for the lab is full/],
    ["blocked", "SecurityError", /keeps nothing for the lab/],
  ])("that is %s loses nothing silently: the experiment is offered as a file", async (_, error, says) => {
    const { page } = await openLab(browser, {
      before: (place) =>
        place.addInitScript((name) => {
          Storage.prototype.setItem = () => {
            throw new DOMException("no", name);
          };
        }, error),
    });
    await page.getByLabel("Seed", { exact: true }).fill("9");
    await page.getByLabel("Seed", { exact: true }).press("Enter");
    const told = page.getByLabel("Storage", { exact: true });
    await told.waitFor();
    expect(await told.textContent()).toMatch(says);
    const { bytes } = await downloaded(page, () => told.getByRole("button", { name: "Download the experiment" }).click());
    expect(JSON.parse(bytes.toString())).toMatchObject({ seed: 9 });
    await told.getByRole("button", { name: "Put away" }).click();
    expect(await told.count()).toBe(0);
    await page.context().close();
  });
});
