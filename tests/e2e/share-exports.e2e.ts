/** @file Each format of each plot, exported by hand and read back. */
import { readFileSync } from "node:fs";
import { ALL_FORMATS, BufferSource, Input } from "mediabunny";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, openLab, until, untilReady, untilStep } from "./lab.ts";

let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await launch();
  ({ page, complaints } = await openLab(browser, { address: "?preset=gaussian-ot" }));
  await untilReady(page);
  await page.getByRole("button", { name: "+100" }).click();
  await untilStep(page, 100);
  await page.getByRole("button", { name: "Measure now" }).click();
  await until(
    page,
    "the distances are measured",
    async () => !(await page.getByRole("region", { name: "Distance to the data" }).textContent())!.includes("–"),
  );
}, 90_000);

afterAll(async () => {
  expect(complaints).toEqual([]);
  await browser.close();
});

async function exported(what: string, format: string, patience = 30_000): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole("button", { name: `Export ${what}` }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download", { timeout: patience }),
    page.getByRole("menuitem", { name: format }).click(),
  ]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** Width and height out of the header of a PNG. */
function pngSize(bytes: Buffer): { width: number; height: number } {
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Parsed by the browser: counts of elements by name; throws on what is not XML. */
function svgParts(text: string): Promise<Record<string, number>> {
  return page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
    if (parsed.querySelector("parsererror") !== null) throw new Error("not XML");
    const counts: Record<string, number> = {};
    for (const { localName } of parsed.querySelectorAll("*")) counts[localName] = (counts[localName] ?? 0) + 1;
    return counts;
  }, text);
}

const table = (bytes: Buffer): string[][] =>
  bytes
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));

describe.each([
  ["the loss", "loss"],
  ["the HJB residual", "residual"],
])("%s", (what, name) => {
  test("as a picture, sharp enough to print", async () => {
    const file = await exported(what, "PNG picture");
    expect(file.name).toBe(`gaussian-ot-${name}-step-100.png`);
    expect(pngSize(file.bytes)).toEqual({ width: 1520, height: 920 });
  });

  test("as vectors with its curves", async () => {
    const { bytes } = await exported(what, "SVG vectors");
    const text = bytes.toString();
    expect((await svgParts(text))["path"]).toBeGreaterThan(1);
    expect(text).toMatch(/training step/);
  });

  test("as a table of the steps", async () => {
    const [header, ...rows] = table((await exported(what, "CSV of every step kept")).bytes);
    expect(header?.slice(0, 2)).toEqual(["step", "total"]);
    expect(rows.map(([step]) => Number(step))).toEqual(Array.from({ length: 100 }, (_, k) => k + 1));
    expect(rows.flat().every((cell) => Number.isFinite(Number(cell)))).toBe(true);
  });
});

describe("the distances", () => {
  test("as a picture and as vectors", async () => {
    expect(pngSize((await exported("the distances", "PNG picture")).bytes).width).toBe(840);
    const { bytes } = await exported("the distances", "SVG vectors");
    expect(await svgParts(bytes.toString())).toMatchObject({ text: 6 });
  });

  test("as a table of every measure", async () => {
    const [header, ...rows] = table((await exported("the distances", "CSV of all measures")).bytes);
    expect(header).toEqual(["step", "measure", "value"]);
    expect(rows.map(([, measure]) => measure)).toEqual(expect.arrayContaining(["slicedW2.value", "slicedW2.noise", "mmd.value"]));
  });
});

describe("the stage", () => {
  test("as a picture of both panes", async () => {
    const { width, height } = pngSize((await exported("the stage", "PNG picture")).bytes);
    const panes = await page.locator(".stage .pane canvas").evaluateAll((all) => all.map((one) => one.clientWidth));
    expect(panes).toHaveLength(2);
    expect(width).toBeGreaterThan(panes[0]! + panes[1]!);
    expect(height).toBeGreaterThan(200);
  });

  test("as vectors: every particle of both panes", async () => {
    const { bytes } = await exported("the stage", "SVG vectors");
    const parts = await svgParts(bytes.toString());
    expect(parts["rect"]).toBeGreaterThanOrEqual(4000);
    expect(parts["image"]).toBeGreaterThanOrEqual(1);
  });

  test("as a table of the particles at the shown time", async () => {
    await page.getByLabel("Time t of the flow, from 0 to T").fill("0.5");
    const [header, ...rows] = table((await exported("the stage", "CSV of the particles")).bytes);
    expect(header).toEqual(["population", "particle", "t", "x1", "x2"]);
    expect(new Set(rows.map(([population]) => population))).toEqual(new Set(["learned", "exact"]));
    expect(new Set(rows.map(([, , t]) => t))).toEqual(new Set(["0.5"]));
    expect(rows.filter(([population]) => population === "learned")).toHaveLength(2000);
  });

  test("has no maps to export until one is shown, and says so", async () => {
    await page.getByRole("button", { name: "Export the stage" }).click();
    await page.getByRole("menuitem", { name: "CSV of the maps" }).click();
    await page.getByText("No map is shown").waitFor();
    await page.getByRole("button", { name: "|HJB residual|" }).click();
    let file: Buffer | null = null;
    await until(page, "the map has come", async () => {
      file = await exported("the stage", "CSV of the maps", 3000).then(
        ({ bytes }) => bytes,
        () => null,
      );
      return file !== null;
    });
    const [header, ...rows] = table(file!);
    expect(header).toEqual(["map", "x1", "x2", "value"]);
    expect(rows).toHaveLength(64 * 64);
    await page.getByRole("button", { name: "|HJB residual|" }).click();
  });

  test("as a film of one loop: six seconds, thirty pictures each, and the time goes on as before", async () => {
    await page.getByRole("button", { name: "Run the time" }).click();
    const { name, bytes } = await exported("the stage", "Video of one loop", 120_000);
    expect(name).toMatch(/^gaussian-ot-flow-step-100\.(webm|mp4)$/);
    const film = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
    const track = await film.getPrimaryVideoTrack();
    expect(await film.computeDuration()).toBeCloseTo(6, 1);
    expect((await track?.computePacketStats())?.packetCount).toBe(180);
    const [across] = await page.locator(".stage .pane canvas").evaluateAll((all) => all.map((one) => one.clientWidth));
    expect(await track?.getCodedWidth()).toBeGreaterThan(2 * across!);
    await page.getByRole("button", { name: "Hold the time" }).waitFor();
  }, 150_000);
});
