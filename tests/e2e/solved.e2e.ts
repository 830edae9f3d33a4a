/** @file A game that is solved on a grid, as a person meets it: press play, see it solved beside its closed form, drag the noise, share it. */
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faults, faultsInThemes, launch, openLab, picture, until, untilReady } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

const says = async (page: Page): Promise<string> => (await page.getByRole("region", { name: "Sweeps" }).textContent()) ?? "";

describe("a Schrödinger bridge", () => {
  test("is solved by the play button, beside its closed form, and again while the noise is dragged", async () => {
    const { page, complaints } = await openLab(browser, { address: "?preset=bridge-gaussian" });
    await untilReady(page);
    await until(page, "it says that nothing is solved", async () => (await says(page)).includes("Nothing is solved yet"));
    // Nothing on the page is about training.
    for (const card of ["Network", "HJB regulariser", "Training"])
      expect(await page.getByRole("region", { name: card, exact: true }).count()).toBe(0);
    await page.getByRole("button", { name: "Solve", exact: true }).click();
    await until(page, "it is solved", async () => (await says(page)).includes("Solved after"));
    await until(page, "it is held against the exact U", async () => {
      const text = (await page.getByRole("region", { name: "Against the exact solution" }).textContent()) ?? "";
      return /relative L²< 0\.1 %/.test(text);
    });
    expect(await page.locator(".pane .caption").first().textContent()).toMatch(/^solved/);
    const before = await says(page);
    const noise = page.getByRole("slider", { name: "Sigma" });
    await noise.focus();
    for (let k = 0; k < 6; k++) await page.keyboard.press("ArrowRight");
    await until(page, "it is solved for the other noise", async () => {
      const now = await says(page);
      return now !== before && now.includes("Solved after");
    });
    expect(await faults(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("stands beside what is learned where no closed form is known", async () => {
    const { page, complaints } = await openLab(browser, { smooth: true, address: "?preset=steered-noise" });
    await untilReady(page);
    await until(page, "the grid is in the right pane", async () =>
      /^grid/.test((await page.locator(".pane.second .caption").textContent()) ?? ""),
    );
    await page.getByRole("button", { name: "+100" }).click();
    const card = page.getByRole("region", { name: "Against the exact solution" });
    await until(page, "U is held against it", async () => ((await card.textContent()) ?? "").includes("U up to a constant, relative L²"));
    expect(await card.textContent()).toContain("solved on a grid of");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("says what it cannot do, loses nothing, and solves what one changes it to", async () => {
    const { page } = await openLab(browser, { address: "?preset=bridge-moons" });
    await untilReady(page);
    const noise = page.getByLabel("Sigma, number");
    const set = async (value: string): Promise<void> => {
      await noise.fill(value);
      await noise.press("Enter");
    };
    await set("10");
    const note = page.locator(".stage-note");
    await until(page, "the reason", async () => ((await note.allTextContents())[0] ?? "").includes("too far for this density"));
    await set("1");
    await until(page, "it is back", async () => (await page.locator(".stage-note").count()) === 0);
    await page.getByRole("button", { name: "Solve", exact: true }).click();
    await until(page, "it is solved", async () => (await says(page)).includes("Solved after"));
    await page.context().close();
  });
});

/** Of a game that is solved at once: what stands in a region of the page. */
const told = async (page: Page, region: string): Promise<string> =>
  (await page.getByRole("region", { name: region, exact: true }).textContent()) ?? "";

describe("a crowd that is crossed", () => {
  test("is solved when it is opened, follows γ, is compared, and opens again", async () => {
    const { page, complaints } = await openLab(browser, { address: "?preset=intruder-halfway" });
    await untilReady(page);
    await until(page, "it is solved", async () => (await told(page, "Newton steps")).includes("Solved after"));
    expect(await told(page, "Numbers")).toMatch(/densest place, m\/m₀1\.438/);
    await page.getByRole("button", { name: "Compare", exact: true }).first().click();
    await page.getByRole("region", { name: "Comparison" }).waitFor();
    const gamma = page.getByRole("slider", { name: "Discount" });
    await gamma.focus();
    for (let k = 0; k < 5; k++) await page.keyboard.press("ArrowRight");
    await until(page, "it is solved for the larger γ, beside the one before", async () => {
      const [, b = "", a = ""] = /densest place, m\/m₀([\d.]+?)(1\.438)/.exec(await told(page, "Numbers")) ?? [];
      return Number(b) > 1.45 && a === "1.438";
    });
    expect(await faultsInThemes(page)).toEqual([]);
    const numbers = await told(page, "Numbers");
    await page.getByRole("button", { name: "Let go of A" }).click();
    const address = page.url();
    await until(page, "what was changed is in the address", async () => Promise.resolve(address.includes("#")));
    const again = await openLab(browser, { address: address.slice(address.indexOf("?")) });
    await until(again.page, "the link shows the same", async () =>
      numbers.replaceAll("1.438", "").includes((/m\/m₀([\d.]+)/.exec(await told(again.page, "Numbers")) ?? ["", "-"])[1]),
    );
    // What cannot be solved is said, and what one changes it to is solved; on a phone too.
    const speed = page.getByLabel("Speed, number");
    const set = async (value: string): Promise<void> => {
      await speed.fill(value);
      await speed.press("Enter");
    };
    await set("3");
    await until(page, "the reason", async () =>
      ((await page.locator(".stage-note").allTextContents())[0] ?? "").includes("an intruder of"),
    );
    await set("0.7");
    await until(page, "it is solved again", async () => (await page.locator(".stage-note").count()) === 0);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await faults(page)).toEqual([]);
    expect([...complaints, ...again.complaints]).toEqual([]);
    await again.page.context().close();
    await page.context().close();
  });
});

describe("an epidemic", () => {
  test("is there when it is opened: its days run, its numbers are the published ones, a slider changes them", async () => {
    const { page, complaints } = await openLab(browser, { address: "?preset=epidemic-contacts" });
    await until(page, "it is solved", async () => (await told(page, "What happened")).includes("64.73 %"));
    const before = await picture(page, ".stage.states canvas");
    await page.getByRole("slider", { name: /day/i }).first().focus();
    await page.keyboard.press("Home");
    for (let k = 0; k < 8; k++) await page.keyboard.press("ArrowRight");
    await until(page, "people have changed", async () => (await picture(page, ".stage.states canvas")) !== before);
    const illness = page.getByRole("slider", { name: "Illness" });
    await illness.focus();
    for (let k = 0; k < 10; k++) await page.keyboard.press("ArrowRight");
    await until(page, "who fears it more falls ill less", async () => {
      const [, attack = "100"] = /attack rate([\d.]+) %/.exec(await told(page, "What happened")) ?? [];
      return Number(attack) < 64;
    });
    await page.getByRole("button", { name: "The slider to go over" }).click();
    await page.getByRole("option", { name: "illness" }).click();
    await page.getByRole("region", { name: "Over one slider" }).locator("[data-known='11']").waitFor({ state: "attached" });
    expect(await faultsInThemes(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("s");
    await until(page, "it is said in words", async () =>
      ((await page.getByRole("status", { name: "Summary of the run" }).textContent()) ?? "").includes("fall ill"),
    );
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await faults(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
