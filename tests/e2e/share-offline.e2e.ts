/** @file After one visit the lab needs no network, under a sub-path too; a new version waits until it is asked for. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { serve } from "../../src/cli/serve.mjs";
import { launch, openLab, until, untilReady, untilStep } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

/** The service worker has stored everything and answers for this page. */
async function untilStored(page: Page): Promise<void> {
  await until(page, "the lab is stored", () => page.evaluate(() => navigator.serviceWorker.controller !== null));
}

test.each([
  ["as npm start serves it", "appUrl"],
  ["on a plain host, under a sub-path", "plainUrl"],
] as const)("%s, it reloads, trains and opens its dialogs offline after the first visit", async (_, key) => {
  const { page, complaints } = await openLab(browser, { at: inject(key), address: "?preset=gaussian-ot", stored: true });
  await untilReady(page);
  await untilStored(page);
  await page.context().setOffline(true);
  await page.reload();
  await untilReady(page);
  await page.getByText("offline", { exact: true }).waitFor();
  await page.getByRole("button", { name: "One step" }).click();
  await untilStep(page, 1);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("img", { name: "QR code of the link" }).waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  await until(page, "Plotly has drawn", async () => (await page.locator(".curves svg").count()) > 0);
  // That the host does not answer is what the browser reports.
  expect(complaints.filter((text) => !text.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
  await page.context().setOffline(false);
  await until(page, "the badge is gone", async () => (await page.getByText("offline", { exact: true }).count()) === 0);
  await page.context().close();
});

test("a plain host's page is isolated from the second visit on, and in another site's frame it still stands and trains", async () => {
  const { page, complaints } = await openLab(browser, { at: inject("plainUrl"), address: "?preset=gaussian-ot", stored: true });
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await untilStored(page);
  await page.reload();
  await untilReady(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.getByRole("button", { name: "One step" }).click();
  await untilStep(page, 1);

  const lecture = "http://127.0.0.1:9/lecture";
  const body = `<iframe src="${inject("plainUrl")}?preset=gaussian-ot" width="1200" height="800"></iframe>`;
  await page.route(lecture, (route) => route.fulfill({ contentType: "text/html", body }));
  await page.goto(lecture);
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "One step" }).click();
  await until(page, "a step in the frame", async () => /^\D*1\D*$/.test((await frame.locator(".transport .count").textContent()) ?? ""));
  expect(await page.frames()[1]!.evaluate(() => [crossOriginIsolated, navigator.serviceWorker.controller !== null])).toEqual([false, true]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a new version is announced, not taken: the page keeps the old one until it is reloaded from the notice", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-version-"));
  cpSync(join(import.meta.dirname, "../../dist"), folder, { recursive: true });
  const host = await serve({ root: folder });
  const { page } = await openLab(browser, { at: host.url, stored: true });
  await untilStored(page);

  const change = (file: string, edit: (text: string) => string): void => {
    const path = join(folder, file);
    writeFileSync(path, edit(readFileSync(path, "utf8")));
  };
  change("index.html", (text) => text.replace("<title>MFG Lab</title>", "<title>MFG Lab, next</title>"));
  change("service-worker.js", (text) => text.replace(/"version":"[^"]*"/, '"version":"next"'));
  await page.reload();
  const news = page.getByLabel("New version");
  await news.waitFor();
  expect(await page.title()).toBe("MFG Lab");
  await news.getByRole("button", { name: "Reload" }).click();
  await until(page, "the new version is here", async () => (await page.title().catch(() => "")) === "MFG Lab, next");
  await page.locator(".app").waitFor();
  expect(await news.count()).toBe(0);
  // The old version's files are gone.
  await until(page, "one version is stored", () => page.evaluate(async () => (await caches.keys()).length === 1));

  await page.context().close();
  await host.close();
  rmSync(folder, { recursive: true });
});

test("it can be installed: a manifest with icons that are there, in the sizes it says", async () => {
  const { page } = await openLab(browser, { at: inject("plainUrl") });
  const address = await page.locator("link[rel=manifest]").evaluate((link) => (link as HTMLLinkElement).href);
  const response = await page.request.get(address);
  expect(response.headers()["content-type"]).toMatch(/manifest\+json/);
  const manifest = (await response.json()) as { display: string; start_url: string; icons: { src: string; sizes: string; type: string }[] };
  expect(manifest).toMatchObject({ display: "standalone", start_url: "./" });
  for (const { src, sizes, type } of manifest.icons) {
    const icon = await page.request.get(new URL(src, address).href);
    expect(icon.status()).toBe(200);
    if (type === "image/png") expect(`${(await icon.body()).readUInt32BE(16)}x${(await icon.body()).readUInt32BE(20)}`).toBe(sizes);
  }
  await page.context().close();
});
