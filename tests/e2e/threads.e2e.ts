/** @file The built lab on an isolated page: helper threads under the policy of `npm start`, and the losses of a page without them, bit for bit. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serve } from "../../src/cli/serve.mjs";
import { launch, losses, lossesAfter, openLab, stepCount, until, untilReady, untilStep } from "./lab.ts";

const DIST = process.env["BUILT"] ?? join(import.meta.dirname, "../../dist");

let browser: Browser;
let isolated: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  if (!existsSync(DIST)) throw new Error("There is no build to test: run `npm run build` first");
  browser = await launch();
  isolated = await serve({ root: DIST, isolated: true });
});

afterAll(async () => {
  await browser.close();
  await isolated.close();
});

const STEPS = 20;

/** What the badge says of the machine, once it is known. */
async function reasonOn(page: Page): Promise<string> {
  await untilReady(page);
  // The last key must be one for a focus to show the tooltip.
  await page.keyboard.press("Tab");
  await page.getByLabel("Computes on fused wasm").focus();
  const text = await page.locator(".tooltip").innerText();
  await page.keyboard.press("Escape");
  return text;
}

/** So many steps on both pages, and then the same losses in full digits. The last frame follows the message that training stopped. */
async function expectTheSame(one: Page, other: Page): Promise<void> {
  for (const page of [one, other]) await lossesAfter(page, STEPS);
  const shown = async (): Promise<string[]> => [(await losses(one)).join(), (await losses(other)).join()];
  await until(one, "both show the same losses", async () => {
    const [mine, its] = await shown();
    return mine === its;
  });
  await one.waitForTimeout(1000);
  const [mine, its] = await shown();
  expect(mine).toBe(its);
}

/** Opens the page with one change to the worker's script. */
const changing =
  (from: RegExp, to: string) =>
  async (page: Page): Promise<void> => {
    await page.route(/\/worker-[^/]*\.js$/, async (route) => {
      const response = await route.fetch();
      const script = await response.text();
      expect(script.split(from)).toHaveLength(2);
      await route.fulfill({ response, body: script.replace(from, to) });
    });
  };

/** A machine where others compute too would refuse threads, with reason. */
const anyGainWillDo = changing(/>=1\.15\b/, ">=0");

const noHelper = changing(/helper-[\w-]+\.js/, "nothing.js");

/** Takes more parts than starting the lab needs, then fails with one in its hands. */
const FAILING = `
  const exchange = Atomics.compareExchange;
  let times = 0;
  Atomics.compareExchange = (...given) => {
    if (++times > 1500) throw new Error("a test broke this helper");
    return exchange.apply(Atomics, given);
  };
`;

describe.skipIf(cpus().length < 2)("threads", () => {
  test.each(["", "&fast=1"])("train where the page is isolated, and change no bit of the losses%s", async (flags) => {
    const address = `?preset=gaussian-ot&backend=wasm${flags}`;
    const alone = await openLab(browser, { address });
    expect(await reasonOn(alone.page)).toMatch(/One thread: several need a page that is cross-origin isolated/);
    const together = await openLab(browser, { address, at: isolated.url, before: anyGainWillDo });
    expect(await together.page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(await reasonOn(together.page)).toMatch(/[2-4] threads: \d+\.\d× one thread, bit for bit the same/);
    await expectTheSame(alone.page, together.page);
    expect([...alone.complaints, ...together.complaints]).toEqual([]);
    await together.page.context().close();
    await alone.page.context().close();
  });

  test("are measured, and the reason says what came of it", async () => {
    const { page, complaints } = await openLab(browser, { address: "?preset=gaussian-ot&backend=wasm", at: isolated.url });
    expect(await reasonOn(page)).toMatch(
      /[2-4] threads: \d+\.\d× one thread|One thread: [2-4] were not clearly faster here \(\d+\.\d\d×\)/,
    );
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("of which one fails in the middle of a run: it is said, and training goes on", async () => {
    const root = mkdtempSync(join(tmpdir(), "lab-failing-helper-"));
    cpSync(DIST, root, { recursive: true });
    const helper = join(root, "assets", readdirSync(join(root, "assets")).find((name) => /^helper-[\w-]+\.js$/.test(name))!);
    writeFileSync(helper, FAILING + readFileSync(helper, "utf8"));
    const server = await serve({ root, isolated: true });
    const address = "?preset=gaussian-ot&backend=wasm";
    const failing = await openLab(browser, { address, at: server.url, before: anyGainWillDo });
    expect(await reasonOn(failing.page)).toMatch(/[2-4] threads/);
    const alone = await openLab(browser, { address });
    await untilReady(alone.page);
    await expectTheSame(alone.page, failing.page);
    await failing.page.getByRole("button", { name: "Train" }).click();
    const notice = failing.page.getByLabel("A helper thread was lost");
    await notice.waitFor({ timeout: 60_000 });
    expect(await notice.innerText()).toMatch(
      /A helper thread failed .*a test broke this helper.* goes on in one thread, with the same bits/,
    );
    await untilStep(failing.page, (await stepCount(failing.page)) + 10);
    await failing.page.context().close();
    await alone.page.context().close();
    await server.close();
    rmSync(root, { recursive: true });
  });

  test("that do not load are done without", async () => {
    const { page } = await openLab(browser, { address: "?preset=gaussian-ot&backend=wasm", at: isolated.url, before: noHelper });
    expect(await reasonOn(page)).toMatch(/One thread: a helper thread failed/);
    const { page: other } = await openLab(browser, { address: "?preset=gaussian-ot&backend=wasm" });
    await untilReady(other);
    await expectTheSame(page, other);
    await page.context().close();
    await other.context().close();
  });
});
