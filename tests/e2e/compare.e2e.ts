/** @file Run A beside run B, and the way back over the training, by a person's actions. */
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, losses, lossesAfter, openLab, picture, stepCount, until, untilReady, untilStep } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

async function train(page: Page, steps: number): Promise<void> {
  const from = await stepCount(page);
  await page.getByLabel("Steps at once").fill(String(steps));
  await page.getByLabel("Steps at once").press("Enter");
  await page.getByRole("button", { name: `+${steps}` }).click();
  await untilStep(page, from + steps);
}

const history = (page: Page) => page.getByLabel(/^Training history/);

describe("a comparison", () => {
  test("keeps run A, trains run B in lock-step, overlays their curves, says what differs, and lets go", async () => {
    const { page, complaints } = await openLab(browser, { address: "?preset=gaussian-ot" });
    await untilReady(page);
    await page.getByLabel("Time t of the flow, from 0 to T").fill("1");
    const lossOfA = await lossesAfter(page, 40);
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    const bar = page.getByRole("region", { name: "Comparison" });
    await until(page, "both begin at step 0", async () => /A at 0 of 40, B at 0/.test((await bar.textContent()) ?? ""));
    await until(page, "A stands on the left, B on the right", async () =>
      /^run A.*run B/.test((await page.locator(".pane .caption").allTextContents()).join(" ")),
    );
    // The same experiment from the same seed: the same pictures, and the same losses.
    await train(page, 40);
    await until(page, "A is drawn where B is", async () => /A at 40 of 40, B at 40/.test((await bar.textContent()) ?? ""));
    await until(page, "the losses are those of A", async () => (await losses(page)).join() === lossOfA.join());
    await page.mouse.move(5, 5);
    await until(
      page,
      "both panes show the same",
      async () => (await picture(page, ".pane-view canvas")) === (await picture(page, ".pane.second canvas")),
    );

    const weight = page.locator("#slot-terminal").getByRole("slider").first();
    await weight.focus();
    for (let k = 0; k < 10; k += 1) await weight.press("ArrowLeft");
    await until(page, "the difference is listed", async () => /terminal cost: weight/.test((await bar.textContent()) ?? ""));
    await train(page, 30);
    await until(page, "A trains on beside B", async () => /A at 70 of 70, B at 70/.test((await bar.textContent()) ?? ""));
    await until(
      page,
      "the runs have parted",
      async () => (await picture(page, ".pane-view canvas")) !== (await picture(page, ".pane.second canvas")),
    );
    await until(page, "A's curves are dashed", async () => {
      const dashes = await page
        .locator(".curves .scatterlayer path.js-line")
        .evaluateAll((lines) => lines.filter((line) => getComputedStyle(line).strokeDasharray !== "none").length);
      return dashes >= 3;
    });
    await page.getByRole("radio", { name: "difference" }).click();
    await until(page, "B − A is drawn", async () =>
      /run B − run A/.test((await page.locator(".pane.second .caption").textContent()) ?? ""),
    );

    await page.getByRole("button", { name: "Let go of A" }).click();
    await until(page, "A is gone", async () => (await bar.count()) === 0);
    await until(page, "the learned flow is alone with its ruler", async () =>
      /^learned/.test((await page.locator(".pane .caption").first().textContent()) ?? ""),
    );
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe("the way back", () => {
  test("shows the flow as it was, and goes on from there with the same losses as before", async () => {
    const { page, complaints } = await openLab(browser, { address: "?preset=gaussian-ot" });
    await untilReady(page);
    await page.getByLabel("Time t of the flow, from 0 to T").fill("1");
    await page.mouse.move(5, 5);
    await train(page, 20);
    await page.waitForTimeout(1000);
    const young = await picture(page, ".pane canvas");
    await train(page, 40);
    await until(page, "60 steps are drawn", async () => (await losses(page)).length > 0 && (await picture(page, ".pane canvas")) !== young);
    await page.waitForTimeout(1000);
    const lossAt60 = await losses(page);

    await history(page).focus();
    const showing = page.locator(".rewound");
    await until(page, "a key goes back a checkpoint at a time to step 20", async () => {
      if (/showing step 20 of 60/.test((await showing.allTextContents()).join(""))) return true;
      await page.keyboard.press("ArrowLeft");
      await page.waitForTimeout(900);
      return false;
    });
    await until(page, "the flow is as it was", async () => (await picture(page, ".pane canvas")) === young);
    expect(await history(page).getAttribute("aria-valuetext")).toBe("showing step 20 of 60");

    await page.getByRole("button", { name: "Back to now" }).click();
    await until(page, "the present is back", async () => (await picture(page, ".pane canvas")) !== young && (await showing.count()) === 0);
    await history(page).fill("20");
    await until(page, "dragging goes back too", async () => /showing step 20 of 60/.test((await showing.allTextContents()).join("")));
    await page.getByRole("button", { name: "Continue from here" }).click();
    await until(page, "training stands at step 20", async () => (await stepCount(page)) === 20 && (await showing.count()) === 0);
    await train(page, 40);
    await until(page, "the same training has led to the same losses", async () => (await losses(page)).join() === lossAt60.join());
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
