/** @file A bad link says what is bad, opens something all the same, and nothing of it becomes HTML. */
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, openLab, packed, untilReady } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

describe("a bad link", () => {
  // Why each kind is bad is said in tests/state/address.test.ts.
  test.each([
    ["damaged", "#q1YqU7Iyw!!", /characters that do not belong/],
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
