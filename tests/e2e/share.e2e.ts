/** @file What is handed on comes back: link, command, experiment, weights. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSafetensors } from "../../src/experiment/safetensors-read.ts";
import { faults, type Lab, launch, lossesAfter, openLab, packed, picture, until, untilReady } from "./lab.ts";
import { downloaded, openShare } from "./share-dialog.ts";

let browser: Browser;
/** A short run at its end, for tests that only take something out of it. */
let short: Lab & { readonly losses: readonly number[] };
/** A page that nobody trains. */
let moons: Lab;

beforeAll(async () => {
  browser = await launch();
  const lab = await openLab(browser, { address: SHORT, permissions: ["clipboard-read", "clipboard-write"] });
  const opened = lab.page.url();
  await untilReady(lab.page);
  const seed = lab.page.getByLabel("Seed", { exact: true });
  await seed.fill("41");
  await seed.press("Enter");
  await until(lab.page, "the address follows", () => Promise.resolve(lab.page.url() !== opened));
  await untilReady(lab.page);
  short = { ...lab, losses: await lossesAfter(lab.page, 12) };
  moons = await openLab(browser, { address: "?preset=moons-ot" });
  await untilReady(moons.page);
});

afterAll(async () => {
  await browser.close();
});

const ROOT = join(import.meta.dirname, "../..");

/** A run that is over at once. */
const SHORT = `?preset=gaussian-ot${packed({ v: 1, set: { "training.stop": { steps: 12 } } })}`;

async function fileOf(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  await openShare(page);
  const file = await downloaded(page, () => page.getByRole("button", { name: button }).click());
  await page.getByRole("button", { name: "Close" }).click();
  return file;
}

async function openFile(page: Page, name: string, bytes: Buffer): Promise<void> {
  await openShare(page);
  await page.getByLabel("A file to open").setInputFiles({ name, mimeType: "application/octet-stream", buffer: bytes });
}

/** A file let go over the middle of the page. */
async function dropFile(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content!], fileName!));
      return data;
    },
    [name, text],
  );
  for (const type of ["dragover", "drop"]) await page.dispatchEvent(".stage", type, { dataTransfer: transfer });
}

const notice = (page: Page) => page.getByLabel("File", { exact: true });

describe("a link from the dialog", () => {
  test("is copied, is in the QR code's place, and opens the same run in a fresh profile", async () => {
    const { page, complaints } = short;
    await openShare(page);
    const link = await page.getByLabel("Link", { exact: true }).inputValue();
    await page.getByRole("button", { name: "Copy: Link" }).click();
    await page.getByText("Copied").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
    expect(new URL(link).search).toBe("?preset=gaussian-ot");
    // The address says the same: what is copied from there repeats the run too.
    expect(page.url()).toBe(link);
    expect(await page.getByRole("img", { name: "QR code of the link" }).count()).toBe(1);
    await page.getByRole("button", { name: "Close" }).click();
    expect(complaints).toEqual([]);

    const again = await openLab(browser, { at: link });
    await untilReady(again.page);
    expect(await again.page.getByLabel("Seed", { exact: true }).inputValue()).toBe("41");
    expect(await lossesAfter(again.page, 12)).toEqual(short.losses);
    await again.page.context().close();
  });

  test("stands in a dialog that axe has nothing against, light or dark", async () => {
    const { page } = moons;
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await openShare(page);
      await page.getByText("How it opens").click();
      expect(await faults(page, { within: "[role=dialog]" })).toEqual([]);
      await page.getByRole("button", { name: "Close" }).click();
      await page.getByRole("button", { name: "Export the stage" }).press("Enter");
      await page.getByRole("menuitem", { name: "PNG picture" }).waitFor();
      expect(await faults(page, { within: "[role=menu]" })).toEqual([]);
      await page.keyboard.press("Escape");
      expect(await page.getByRole("menu").count()).toBe(0);
    }
  });

  test("carries how it opens, and so does the embed code", async () => {
    const { page } = moons;
    await openShare(page);
    await page.getByText("How it opens").click();
    await page.getByText("Presentation", { exact: true }).click();
    await page.getByText("Locked", { exact: true }).click();
    await page.getByText("transport", { exact: true }).click();
    const link = new URL(await page.getByLabel("Link", { exact: true }).inputValue());
    expect(Object.fromEntries(link.searchParams)).toEqual({ preset: "moons-ot", present: "1", lock: "controls", hide: "transport" });
    const code = await page.getByLabel("Embed code", { exact: true }).inputValue();
    expect(code).toContain(`src="${link.href.replaceAll("&", "&amp;")}"`);
    await page.getByRole("button", { name: "Close" }).click();
  });
});

test("the command runs this very run without a screen, to the same losses", async () => {
  const { page } = short;
  await openShare(page);
  const command = await page.getByLabel("Command", { exact: true }).inputValue();
  await page.getByRole("button", { name: "Close" }).click();
  expect(command).toMatch(/^npm run -s lab -- run gaussian-ot --set /);
  const printed = execFileSync("/bin/sh", ["-c", `${command} --measure none`], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { experiment, losses: curves } = JSON.parse(printed) as {
    experiment: { seed: number };
    losses: { step: number[]; total: number[]; parts: Record<string, number[]> };
  };
  expect(experiment.seed).toBe(41);
  expect(curves.step.at(-1)).toBe(12);
  // The screen reads in the order of the equation.
  const last = [curves.total.at(-1)!, ...Object.values(curves.parts).map((values) => values.at(-1)!)].toSorted((a, b) => a - b);
  const shown = short.losses.toSorted((a, b) => a - b);
  expect(shown).toHaveLength(last.length);
  last.forEach((value, k) => expect(Math.abs(shown[k]! - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value))));
});

describe("an experiment as a file", () => {
  test("comes back when it is opened, and when it is dropped on the page", async () => {
    const file = await fileOf(short.page, "Experiment (JSON)");
    expect(file.name).toBe("gaussian-ot.json");

    const other = await openLab(browser, { address: "?preset=moons-diffusion" });
    await openFile(other.page, file.name, file.bytes);
    await notice(other.page).getByText("gaussian-ot.json is open").waitFor();
    const again = await fileOf(other.page, "Experiment (JSON)");
    expect(JSON.parse(again.bytes.toString())).toEqual(JSON.parse(file.bytes.toString()));
    await other.page.getByRole("button", { name: "Undo" }).click();
    expect((await fileOf(other.page, "Experiment (JSON)")).bytes.equals(file.bytes)).toBe(false);

    await dropFile(other.page, "mine.json", file.bytes.toString());
    await notice(other.page).getByText("mine.json is open").waitFor();
    expect((await fileOf(other.page, "Experiment (JSON)")).bytes.equals(again.bytes)).toBe(true);
    await other.page.context().close();
  });

  test("and its training set with it, where it has one", async () => {
    const { page } = short;
    await openShare(page);
    await page.getByRole("button", { name: "Training set (CSV)" }).click();
    await page.getByText("drawn anew for ever").waitFor();
    await page.getByRole("button", { name: "Close" }).click();

    await openFile(moons.page, "few.json", Buffer.from(JSON.stringify({ model: "ot-flow", data: { id: "moons", samples: 40 } })));
    await notice(moons.page).getByText("few.json is open").waitFor();
    await untilReady(moons.page);
    const { bytes } = await fileOf(moons.page, "Training set (CSV)");
    const [head, ...rows] = bytes.toString().trim().split("\n");
    expect(head).toBe("x1,x2");
    expect(new Set(rows).size).toBe(40);
    await moons.page.getByRole("button", { name: "Undo" }).click();
  });

  describe("that is none", () => {
    test.each([
      ["broken.json", '{"model": "ot-flow"', /not JSON/],
      ["unknown.json", '{"model": "alchemy"}', /there is no such model/],
      ["newer.json", '{"version": 99, "model": "ot-flow"}', /newer|version/i],
      ["list.json", "[1, 2]", /an experiment is an object/],
      ["notes.pdf", "%PDF", /opens experiments/],
      ["cut.safetensors", "abc", /too short/],
    ])("%s is refused, and the run goes on as it was", async (name, text, says) => {
      const { page, complaints } = moons;
      await dropFile(page, name, text);
      await notice(page).waitFor();
      expect(await notice(page).textContent()).toMatch(says);
      expect(await page.locator(".presets").textContent()).toMatch(/moons/i);
      await notice(page).getByRole("button", { name: "Put away" }).click();
      expect(await notice(page).count()).toBe(0);
      expect(complaints).toEqual([]);
    });
  });
});

describe("weights as a file", () => {
  const tensors = (bytes: Buffer) => readSafetensors(bytes).tensors;

  test("come back into the same network bit for bit, and draw the same picture", async () => {
    const file = await fileOf(short.page, "Weights (safetensors)");
    expect(file.name).toBe("gaussian-ot-weights-step-12.safetensors");

    const fresh = await openLab(browser, { address: SHORT, reducedMotion: "reduce" });
    await untilReady(fresh.page);
    const untrained = await fileOf(fresh.page, "Weights (safetensors)");
    expect(tensors(untrained.bytes)).not.toEqual(tensors(file.bytes));
    const before = await picture(fresh.page, ".stage .pane canvas");
    await openFile(fresh.page, file.name, file.bytes);
    await notice(fresh.page)
      .getByText(/are in \(12 steps of training\)/)
      .waitFor();
    expect(tensors((await fileOf(fresh.page, "Weights (safetensors)")).bytes)).toEqual(tensors(file.bytes));
    await until(fresh.page, "the picture follows", async () => (await picture(fresh.page, ".stage .pane canvas")) !== before);
    await fresh.page.context().close();
  });

  test("of another network are refused block by block; their own experiment is one click away", async () => {
    const file = await fileOf(short.page, "Weights (safetensors)");

    const other = await openLab(browser, { address: "?preset=moons-diffusion" });
    await untilReady(other.page);
    await openFile(other.page, file.name, file.bytes);
    await notice(other.page)
      .getByText(/does not fit this network/)
      .waitFor();
    expect(await notice(other.page).textContent()).toMatch(/in the network here/);
    await notice(other.page).getByRole("button", { name: "Open the experiment they were trained on" }).click();
    await notice(other.page)
      .getByText(/are in/)
      .waitFor();
    expect(tensors((await fileOf(other.page, "Weights (safetensors)")).bytes)).toEqual(tensors(file.bytes));
    await other.page.context().close();
  });
});
