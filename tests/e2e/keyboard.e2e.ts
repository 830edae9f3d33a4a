/** @file The lab by keyboard alone: Tab reaches everything as it is read, and every kind of control does its work from there. */
import type { Browser, FileChooser, Locator, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { choose, FOCUSABLE, press, stop, tabTo, walk } from "./by-keyboard.ts";
import { launch, openLab, stepCount, until, untilReady, untilStep } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

/** A dialog that was opened by a button gives the focus back to it. */
async function opensAndCloses(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button);
  await press(page, "Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await press(page, "Escape");
  await until(page, "the dialog is closed", async () => (await dialog.count()) === 0);
  await until(page, "the focus is back", () => button.evaluate((element) => element === document.activeElement));
}

const text = async (place: Locator): Promise<string> => (await place.textContent()) ?? "";

describe("Tab", () => {
  test("reaches everything in the order it is read, always in sight, and is never caught", async () => {
    const { page } = await openLab(browser, { smooth: true, address: "?preset=gaussian-ot" });
    await untilReady(page);
    const stops = await walk(page, "Tab");
    expect(stops.filter(({ ringed }) => !ringed).map(({ name }) => name)).toEqual([]);
    expect(stops.filter(({ seen }) => !seen).map(({ name }) => name)).toEqual([]);
    // As the document says, which is as the parts stand: top, experiment, stage, readouts, transport.
    expect(stops.map(({ place }) => place)).toEqual(stops.map(({ place }) => place).toSorted((a, b) => a - b));
    expect([...new Set(stops.map(({ part }) => part))]).toEqual(["HEADER", "ASIDE", "MAIN", "FOOTER"]);
    expect(new Set(stops.map(({ place }) => place)).size).toBe(stops.length);
    const reachable = await page.evaluate((focusable) => {
      const groups = new Set<unknown>();
      return [...document.querySelectorAll<HTMLInputElement>(focusable)].filter((element) => {
        // Arrow keys walk inside a group: Tab stops at one of it.
        const group = element.closest("[role=radiogroup]");
        if (element.tabIndex < 0 || element.matches(":disabled") || !element.checkVisibility()) return false;
        if (group === null) return true;
        const first = !groups.has(group);
        groups.add(group);
        return first;
      }).length;
    }, FOCUSABLE);
    expect(stops).toHaveLength(reachable);
    expect(reachable).toBeGreaterThan(60);
    // And back the same way.
    const back = await walk(page, "Shift+Tab");
    expect(back.map(({ place }) => place).toReversed()).toEqual(stops.map(({ place }) => place));
    await page.context().close();
  });
});

describe("by keyboard alone", () => {
  test("the top bar, the data and the slots", async () => {
    const { page, complaints } = await openLab(browser, { smooth: true, address: "?preset=gaussian-ot" });
    await untilReady(page);
    const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
    await opensAndCloses(page, page.locator(".presets"));
    await opensAndCloses(page, button("Keyboard"));
    await opensAndCloses(page, button("Share"));
    await tabTo(page, button("Dark theme"));
    await press(page, "Enter");
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");

    await tabTo(page, page.getByRole("radio", { name: "Gaussian", exact: true }));
    await press(page, "ArrowRight");
    expect(await page.getByRole("radio", { name: "Gaussian", exact: true }).isChecked()).toBe(false);
    await press(page, "Control+z");
    expect(await page.getByRole("radio", { name: "Gaussian", exact: true }).isChecked()).toBe(true);

    const data = page.getByRole("region", { name: "Data", exact: true });
    // A list of numbers, cell by cell; a covariance stays symmetric.
    await tabTo(page, data.getByLabel("mean, column 1"));
    await page.keyboard.type("0.75");
    await press(page, "Enter");
    expect(await data.getByLabel("mean, column 1").inputValue()).toBe("0.75");
    await tabTo(page, data.getByLabel("covariance, row 1, column 2"));
    await page.keyboard.type("0.2");
    await press(page, "Enter");
    expect(await data.getByLabel("covariance, row 2, column 1").inputValue()).toBe("0.2");
    const samples = page.getByRole("slider", { name: "Samples" });
    await tabTo(page, samples);
    const many = await samples.getAttribute("aria-valuetext");
    await press(page, "ArrowLeft", "ArrowLeft");
    expect(await samples.getAttribute("aria-valuetext")).not.toBe(many);

    // A picker; then the number beside a slider, the slider, and the way back to the default.
    await tabTo(page, page.getByRole("button", { name: /Running cost/ }));
    await press(page, "Enter");
    await page.getByRole("listbox").waitFor();
    await press(page, "Escape");
    const terminal = page.locator("#slot-terminal");
    await tabTo(page, terminal.getByLabel("weight, number"));
    await page.keyboard.type("20");
    await press(page, "Enter");
    const slider = terminal.getByRole("slider", { name: "weight" });
    expect(await slider.getAttribute("aria-valuetext")).toBe("20");
    await tabTo(page, slider);
    await press(page, "ArrowRight");
    expect(Number(await slider.getAttribute("aria-valuetext"))).toBeGreaterThan(20);
    await press(page, "Shift+Tab", "Shift+Tab");
    expect(await stop(page)).toMatchObject({ name: "Back to the default of weight" });
    await press(page, "Enter");
    expect(await terminal.getByRole("button", { name: /Back to the default/ }).count()).toBe(0);

    // One of two; a folded card; a picker inside it.
    await choose(page, page.getByRole("radiogroup", { name: "Norm" }), "L²");
    expect(await page.getByRole("radio", { name: "L²" }).getAttribute("aria-checked")).toBe("true");
    const network = page.locator("summary", { hasText: "Network" });
    await tabTo(page, network);
    await press(page, "Enter");
    await tabTo(page, page.locator(".picker-button[aria-label=Activation]"));
    await press(page, "Enter", "ArrowDown", "Enter");
    await until(
      page,
      "the activation is another",
      async () => (await button("Undo").isEnabled()) && !(await page.getByRole("listbox").count()),
    );
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("the equation, the stage and its time", async () => {
    const { page, complaints } = await openLab(browser, { smooth: true, address: "?preset=gaussian-ot" });
    await untilReady(page);
    const pressed = (name: string) => page.getByRole("button", { name, exact: true }).getAttribute("aria-pressed");
    // The value of a term leads to its card, whose terms light up, and Tab goes on inside it.
    await tabTo(page, page.getByRole("button", { name: /^terminal/ }));
    await press(page, "Enter");
    await until(page, "the card has the focus", () => page.locator("#slot-terminal").evaluate((card) => card === document.activeElement));
    await press(page, "Tab");
    expect(await page.locator("#slot-terminal").evaluate((card) => card.contains(document.activeElement))).toBe(true);
    expect(await page.locator(".equation.lit-terminal").count()).toBe(1);

    await tabTo(page, page.getByRole("button", { name: "trails", exact: true }));
    await press(page, "Space");
    expect(await pressed("trails")).toBe("true");

    const menu = page.getByRole("button", { name: "Export the stage" });
    await tabTo(page, menu);
    await press(page, "Enter");
    await page.getByRole("menu").waitFor();
    const [file] = await Promise.all([page.waitForEvent("download"), press(page, "ArrowDown", "ArrowDown", "Enter")]);
    expect(file.suggestedFilename()).toMatch(/particles.*\.csv$/);

    const pane = page.getByRole("application").first();
    await tabTo(page, pane);
    await press(page, "ArrowRight");
    await until(page, "numbers are said", async () => /x \(.*\)/.test(await text(page.locator(".pane [role=status]").first())));
    const address = (): string => new URL(page.url()).hash;
    const before = address();
    await press(page, "+");
    await until(page, "the zoom is in the link", () => Promise.resolve(address() !== before));
    await press(page, "0");
    await tabTo(page, page.getByRole("button", { name: "Fit view and colours" }));
    await press(page, "Enter");
    await choose(page, page.getByRole("radiogroup", { name: "Beside the learned flow" }), "difference");
    await until(page, "the difference is shown", async () => /learned − exact/.test(await text(page.locator(".pane.second .caption"))));

    const time = page.getByLabel("Time t of the flow, from 0 to T");
    await tabTo(page, page.getByRole("button", { name: "Show the flow at 50 % of its time" }));
    await press(page, "Enter");
    expect(Number(await time.inputValue())).toBeCloseTo(0.5, 2);
    await tabTo(page, page.getByRole("button", { name: "Run the time" }));
    await press(page, "Enter");
    await page.getByRole("button", { name: "Hold the time" }).waitFor();
    await tabTo(page, time);
    await press(page, "Home", "ArrowRight");
    expect(Number(await time.inputValue())).toBeCloseTo(0.005, 3);
    await tabTo(page, page.getByRole("button", { name: /^Speed 1 times/ }));
    await press(page, "Enter");
    await page.getByRole("button", { name: /^Speed 2 times/ }).waitFor();
    await tabTo(page, page.getByRole("button", { name: "Repeat" }));
    await press(page, "Enter");
    expect(await pressed("Repeat")).toBe("false");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("the readouts, training, the way back, and a comparison", async () => {
    const { page, complaints } = await openLab(browser, { smooth: true, address: "?preset=gaussian-ot" });
    await untilReady(page);
    const scale = page.getByRole("switch", { name: /log scale/ });
    await tabTo(page, scale);
    await press(page, "Space");
    expect(await scale.isChecked()).toBe(false);

    await tabTo(page, page.getByRole("button", { name: "One step" }));
    await press(page, "Enter");
    await untilStep(page, 1);
    await tabTo(page, page.getByLabel("Steps at once"));
    await page.keyboard.type("40");
    await press(page, "Enter", "Shift+Tab", "Enter");
    await untilStep(page, 41);
    const history = page.getByRole("slider", { name: /^Training history/ });
    await until(page, "there is a way back", () => history.isEnabled());
    await tabTo(page, history);
    await press(page, "Home");
    await page.getByRole("button", { name: "Continue from here" }).waitFor();
    await tabTo(page, page.getByRole("button", { name: "Continue from here" }));
    await press(page, "Enter");
    await until(page, "what came after is forgotten", async () => (await stepCount(page)) < 41);

    await tabTo(page, page.getByLabel("Seed", { exact: true }));
    await page.keyboard.type("7");
    await press(page, "Enter");
    expect(await page.getByLabel("Seed", { exact: true }).inputValue()).toBe("7");
    await tabTo(page, page.getByRole("button", { name: "Another seed" }));
    await press(page, "Enter");
    await tabTo(page, page.getByRole("button", { name: "Train", exact: true }));
    await press(page, "Space");
    await untilStep(page, 3);
    // Letters mean the same while a button has the focus: it was just pressed.
    await press(page, "Space", "r");
    await until(page, "the run is reset", async () => (await stepCount(page)) === 0);

    await tabTo(page, page.getByRole("button", { name: "Compare", exact: true }));
    await press(page, "Enter");
    await page.getByRole("region", { name: "Comparison" }).waitFor();
    await tabTo(page, page.getByRole("button", { name: "Let go of A" }));
    await press(page, "Enter");
    await until(page, "A is gone", async () => (await page.getByRole("region", { name: "Comparison" }).count()) === 0);

    await press(page, "p");
    await page.getByRole("button", { name: "Leave presentation" }).waitFor();
    expect(await page.getByRole("complementary", { name: "Experiment" }).count()).toBe(0);
    await press(page, "Escape");
    await page.getByRole("complementary", { name: "Experiment" }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a file of points: the browser's own chooser opens, and rows can be pasted", async () => {
    const { page, complaints } = await openLab(browser, { smooth: true, address: "?preset=eight-gaussians-diffusion" });
    // Listened to from the start: a listener that comes with the key press may be told too late.
    const opened = new Promise<FileChooser>((resolve) => page.once("filechooser", resolve));
    await untilReady(page);
    await tabTo(page, page.getByRole("button", { name: "Open", exact: true }));
    await press(page, "Enter");
    await page.getByRole("dialog").waitFor();
    await tabTo(page, page.locator("input[type=file]"));
    await press(page, "Space");
    const chooser = await opened;
    await chooser.setFiles({ name: "few.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2\n") });
    await tabTo(page, page.getByLabel("or paste rows"));
    await page.keyboard.insertText(Array.from({ length: 80 }, (_, k) => `${Math.sin(k)},${Math.cos(2 * k)}`).join("\n"));
    await tabTo(page, page.getByRole("button", { name: "Read this text" }));
    await press(page, "Enter");
    await page.getByText("Pasted text: 80 points.").waitFor();
    await tabTo(page, page.getByRole("button", { name: "Use these points" }));
    await press(page, "Enter");
    await page.getByText("80 points").waitFor();
    await untilReady(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
