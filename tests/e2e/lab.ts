/** @file Opening the built lab in Chromium, and what the tests ask of it. */
import { AxeBuilder } from "@axe-core/playwright";
import { deflateSync, strToU8 } from "fflate";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { inject } from "vitest";
import { CHROMIUM_FLAGS } from "../setup/chromium.mjs";

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: inject("chromiumPath"), args: CHROMIUM_FLAGS });
}

export interface Lab {
  readonly page: Page;
  /** Everything that the browser complained about, violations of the policy included. */
  readonly complaints: string[];
}

const WIDE = { width: 1440, height: 900 };

interface Opening extends BrowserContextOptions {
  /** What follows the address: "?preset=…#…". */
  readonly address?: string;
  readonly before?: (page: Page) => Promise<unknown>;
  /** With the service worker, which answers from its own store what a test may want to intercept. */
  readonly stored?: boolean;
  /** The lab elsewhere than under `appUrl`. */
  readonly at?: string;
  /** With every picture that the screen can show: for what moves. */
  readonly smooth?: boolean;
}

/** Ten pictures a second: drawing sixty without a GPU takes half a core from every test whose page lies open. */
function fewPictures(): void {
  const [ask, forget] = [globalThis.requestAnimationFrame.bind(globalThis), globalThis.cancelAnimationFrame.bind(globalThis)];
  const waiting = new Map<number, number>();
  let asked = 0;
  globalThis.requestAnimationFrame = (draw) => {
    asked += 1;
    const handle = asked;
    const drawn = (now: number): void => {
      waiting.delete(handle);
      draw(now);
    };
    const timer = globalThis.setTimeout(() => waiting.set(handle, -ask(drawn)), 90);
    waiting.set(handle, timer as unknown as number);
    return handle;
  };
  globalThis.cancelAnimationFrame = (handle) => {
    const at = waiting.get(handle) ?? 0;
    waiting.delete(handle);
    if (at < 0) forget(-at);
    else globalThis.clearTimeout(at);
  };
}

export async function openLab(
  browser: Browser,
  { address = "", before, stored = false, smooth = false, at = inject("appUrl"), ...options }: Opening = {},
): Promise<Lab> {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  if (!stored) await context.addInitScript(() => Object.defineProperty(Navigator.prototype, "serviceWorker", { get: () => undefined }));
  if (!smooth) await context.addInitScript(fewPictures);
  await before?.(page);
  await page.goto(at + address);
  await page.locator(".app").waitFor();
  return { page, complaints };
}

/** Asks the page again until it agrees. Not `waitForFunction`: given a string it evaluates, which the policy forbids. */
export async function until(page: Page, what: string, agrees: () => Promise<boolean>, milliseconds = 60_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    if (await agrees()) return;
    await page.waitForTimeout(100);
  }
  throw new Error(`Waited ${milliseconds / 1000} s in vain until ${what}`);
}

export async function stepCount(page: Page): Promise<number> {
  const text = (await page.locator(".transport .count").textContent()) ?? "";
  return Number(text.replaceAll(/\D/g, ""));
}

/** The network is ready and the columns stand, which come after the first picture. */
export const untilReady = (page: Page): Promise<void> =>
  until(page, "the network is ready and the columns stand", async () => {
    const [loading, columns] = await Promise.all([page.locator(".stage-loading").count(), page.locator(".right > *").count()]);
    return loading === 0 && columns > 0;
  });

export async function untilStep(page: Page, step: number): Promise<void> {
  await until(page, `step ${step} is reached`, async () => (await stepCount(page)) >= step);
}

/** Total and parts of the newest step, in full digits. */
export function losses(page: Page): Promise<number[]> {
  return page.locator(".losses data").evaluateAll((values) => values.map((value) => Number(value.getAttribute("value"))));
}

/** Exactly so many steps, then the losses of the last. */
export async function lossesAfter(page: Page, steps: number): Promise<number[]> {
  await page.getByLabel("Steps at once").fill(String(steps));
  await page.getByLabel("Steps at once").press("Enter");
  await page.getByRole("button", { name: `+${steps}` }).click();
  await untilStep(page, steps);
  // The last frame follows the message that training stopped.
  const shown = async (): Promise<boolean> => Number(await page.locator(".losses").getAttribute("data-step")) >= steps;
  await until(page, `the losses of step ${steps} are shown`, shown);
  return losses(page);
}

interface Asked {
  /** A selector; the whole page where nothing is said. */
  readonly within?: string;
  /** Only these of its rules. */
  readonly rules?: string[];
}

/**
 * What axe finds wrong. The lab has no frames: without looking for any, axe needs no second window for each question. It is not asked to
 * describe every element that it has nothing against, which is near half of its work.
 */
export async function faults(page: Page, { within, rules }: Asked = {}): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
  if (within !== undefined) axe.include(within);
  if (rules !== undefined) axe.withRules(rules);
  const { violations } = await axe.analyze();
  return violations.map(({ id, impact, nodes }) => `${id} (${impact ?? "?"}): ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

/** The rules that a change of colours alone can break. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** Everything in the light, and what hangs on colours in the dark. */
export async function faultsInThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [colorScheme, rules] of [["light", undefined] as const, ["dark", OF_COLOURS] as const]) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(300);
    found.push(...(await faults(page, rules === undefined ? {} : { rules })).map((fault) => `${colorScheme}, ${fault}`));
  }
  return found;
}

/** A fingerprint of what a canvas shows. */
export function picture(page: Page, selector: string): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate((canvas) => {
      const url = (canvas as HTMLCanvasElement).toDataURL();
      let hash = 0;
      for (let i = 0; i < url.length; i += 1) hash = (Math.imul(hash, 31) + url.charCodeAt(i)) | 0;
      return `${url.length}:${hash}`;
    });
}

/** The part of a link after "#", for payloads that the lab itself would never make. */
export function packed(payload: unknown): string {
  return `#${Buffer.from(deflateSync(strToU8(JSON.stringify(payload)))).toString("base64url")}`;
}
