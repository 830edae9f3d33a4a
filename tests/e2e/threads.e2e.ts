/** @file The built lab on an isolated page: helper threads under the policy of `npm start`, and the losses of a page without them, bit for bit. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serve } from "../../src/cli/serve.mjs";
import { type Lab, launch, losses, lossesAfter, openLab, stepCount, until, untilReady, untilStep } from "./lab.ts";

const DIST = process.env["BUILT"] ?? join(import.meta.dirname, "../../dist");

const STEPS = 20;

let browser: Browser;
let isolated: Awaited<ReturnType<typeof serve>>;
/** The losses of the page as it is without isolation, after its steps. */
let plain: readonly number[];

const PLAIN = "?preset=gaussian-ot&backend=wasm";

async function trained(address: string): Promise<Lab & { readonly losses: readonly number[] }> {
  const lab = await openLab(browser, { address });
  await untilReady(lab.page);
  return { ...lab, losses: await lossesAfter(lab.page, STEPS) };
}

beforeAll(async () => {
  if (!existsSync(DIST)) throw new Error("There is no build to test: run `npm run build` first");
  browser = await launch();
  isolated = await serve({ root: DIST, isolated: true });
  const lab = await trained(PLAIN);
  plain = lab.losses;
  await lab.page.context().close();
});

afterAll(async () => {
  await browser.close();
  await isolated.close();
});

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

/** So many steps, and then the losses of one thread, in full digits. The last frame follows the message that training stopped. */
async function expectLosses(page: Page, ofOneThread: readonly number[]): Promise<void> {
  await lossesAfter(page, STEPS);
  const same = async (): Promise<boolean> => (await losses(page)).join() === ofOneThread.join();
  await until(page, "it shows the losses of one thread", same);
  await page.waitForTimeout(1000);
  expect(await losses(page)).toEqual(ofOneThread);
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
  // With fused products; without, the helper that fails below has trained to the same losses before.
  test("train where the page is isolated, and change no bit of the losses", async () => {
    const address = `${PLAIN}&fast=1`;
    const alone = await trained(address);
    expect(await reasonOn(alone.page)).toMatch(/One thread: several need a page that is cross-origin isolated/);
    const together = await openLab(browser, { address, at: isolated.url, before: anyGainWillDo });
    expect(await together.page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(await reasonOn(together.page)).toMatch(/[2-4] threads: \d+\.\d× one thread, bit for bit the same/);
    await expectLosses(together.page, alone.losses);
    expect([...alone.complaints, ...together.complaints]).toEqual([]);
    await together.page.context().close();
    await alone.page.context().close();
  });

  test("are measured, and the reason says what came of it", async () => {
    const { page, complaints } = await openLab(browser, { address: PLAIN, at: isolated.url });
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
    const failing = await openLab(browser, { address: PLAIN, at: server.url, before: anyGainWillDo });
    expect(await reasonOn(failing.page)).toMatch(/[2-4] threads/);
    await expectLosses(failing.page, plain);
    await failing.page.getByRole("button", { name: "Train", exact: true }).click();
    const notice = failing.page.getByLabel("A helper thread was lost");
    await notice.waitFor({ timeout: 60_000 });
    expect(await notice.innerText()).toMatch(
      /A helper thread failed .*a test broke this helper.* goes on in one thread, with the same bits/,
    );
    await untilStep(failing.page, (await stepCount(failing.page)) + 10);
    await failing.page.context().close();
    await server.close();
    rmSync(root, { recursive: true });
  });

  test("that do not load are done without", async () => {
    const { page } = await openLab(browser, { address: PLAIN, at: isolated.url, before: noHelper });
    expect(await reasonOn(page)).toMatch(/One thread: a helper thread failed/);
    await expectLosses(page, plain);
    await page.context().close();
  });
});
