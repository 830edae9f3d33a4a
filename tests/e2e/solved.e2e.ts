/** @file A game that is solved on a grid, as a person meets it: press play, see it solved beside its closed form, drag the noise, share it. */
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faults, launch, openLab, until, untilReady } from "./lab.ts";

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
