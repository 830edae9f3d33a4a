/** @file A link reopened repeats the run; a bad one says what is bad, and nothing of it becomes HTML. */
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, lossesAfter, openLab, packed, until, untilReady } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

const STEPS = 12;

test("a link reopened gives the same losses, bit for bit", async () => {
  const { page } = await openLab(browser, { address: "?preset=gaussian-ot" });
  await untilReady(page);
  await page.getByLabel("Seed", { exact: true }).fill("41");
  await page.getByLabel("Seed", { exact: true }).press("Enter");
  await until(page, "the address follows", () => Promise.resolve(new URL(page.url()).hash.length > 4));
  await page.waitForTimeout(600);
  await untilReady(page);
  const first = await lossesAfter(page, STEPS);
  const link = new URL(page.url());
  await page.context().close();

  const again = await openLab(browser, { address: `${link.search}${link.hash}` });
  await untilReady(again.page);
  expect(await again.page.getByLabel("Seed", { exact: true }).inputValue()).toBe("41");
  expect(await lossesAfter(again.page, STEPS)).toEqual(first);
  await again.page.context().close();

  const other = await openLab(browser, { address: "?preset=gaussian-ot" });
  await untilReady(other.page);
  expect(await lossesAfter(other.page, STEPS)).not.toEqual(first);
  await other.page.context().close();
});

describe("a bad link", () => {
  test.each([
    ["corrupt", "#q1YqU7Iyw!!", /characters that do not belong/],
    ["truncated", packed({ v: 1, set: { model: "ot-flow", seed: 4 } }).slice(0, -9), /damaged or cut off/],
    ["of a newer lab", packed({ v: 99, set: { model: "ot-flow" } }), /newer|version/i],
    ["to an unknown preset", "?preset=nothing-of-the-kind", /no such preset/],
    ["out of range", packed({ v: 1, set: { model: "ot-flow", "training.batch": 1e12 } }), /training\.batch/],
    ["with unknown fields", packed({ v: 1, set: { model: "ot-flow", "game.colour": 3 } }), /game\.colour/],
    [
      "with a covariance that is none",
      packed({
        v: 1,
        set: {
          model: "ot-flow",
          "data.id": "gaussian",
          "data.params.covariance": [
            [1, 2],
            [2, 1],
          ],
        },
      }),
      /covariance/,
    ],
    ["with a horizon of 0", packed({ v: 1, set: { model: "ot-flow", "game.horizon": 0 } }), /game\.horizon/],
    ["with choices that do not fit", packed({ v: 1, set: { model: "ot-flow", "objective.id": "score-matching" } }), /noising process/],
  ])("%s opens something that runs, and says why", async (_, address, says) => {
    const { page, complaints } = await openLab(browser, { address });
    const list = page.locator(".problems");
    await list.waitFor();
    expect(await list.textContent()).toMatch(says);
    await untilReady(page);
    expect(await page.locator(".stage-note").count()).toBe(0);
    await list.getByRole("button", { name: "Put away" }).click();
    expect(await list.count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("that is hostile stays text", async () => {
    const bait = "<img src=x onerror=\"document.title='owned'\">";
    const address = `?preset=${encodeURIComponent(bait)}`;
    const { page, complaints } = await openLab(browser, { address });
    expect(await page.locator(".problems").textContent()).toContain("<img src=x");
    const set = {
      model: "ot-flow",
      __proto__: 1,
      "__proto__.polluted": "yes",
      "constructor.prototype.polluted": "yes",
      [bait]: bait,
      "data.id": bait,
    };
    const second = await openLab(browser, { address: packed({ v: 1, set }) });
    expect(await second.page.locator(".problems").textContent()).toContain("<img src=x");
    for (const { page: place } of [{ page }, second]) {
      expect(await place.locator(".problems img").count()).toBe(0);
      expect(await place.title()).not.toBe("owned");
      expect(await place.evaluate(() => (({}) as Record<string, unknown>)["polluted"])).toBeUndefined();
      await place.context().close();
    }
    expect([...complaints, ...second.complaints]).toEqual([]);
  });
});
