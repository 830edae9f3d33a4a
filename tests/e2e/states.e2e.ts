/** @file The states that nobody hopes for, and the screens that few have: axe finds nothing in them, light or dark; fingers find their targets. */
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faultsInThemes, launch, openLab, packed, stepCount, until, untilReady, untilStep } from "./lab.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
});

type Opening = Parameters<typeof openLab>[1];

interface State {
  readonly name: string;
  readonly opening: Opening;
  /** Until the state is on the screen. */
  readonly reach: (page: Page) => Promise<unknown>;
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });

const STATES: readonly State[] = [
  {
    name: "no workers, which is said, and storage that is blocked; the link is kept",
    opening: {
      address: "?preset=moons-ot",
      before: (page) =>
        page.addInitScript(() => {
          Object.defineProperty(window, "Worker", { value: undefined });
          Object.defineProperty(window, "localStorage", {
            get: () => {
              throw new DOMException("no", "SecurityError");
            },
          });
        }),
    },
    reach: async (page) => {
      await page.locator(".stage-note").waitFor();
      expect(await page.locator(".stage-note").textContent()).toMatch(/does not start Web Workers/);
      expect(await button(page, "Train").isDisabled()).toBe(true);
      expect(await page.locator(".presets").textContent()).toMatch(/moons/i);
      await page.getByRole("button", { name: "Another seed" }).click();
      await page.getByLabel("Storage").waitFor();
    },
  },
  {
    name: "a link with values that were adjusted, and slots that do not fit",
    opening: {
      address: `?preset=eight-gaussians-ot${packed({ v: 1, set: { "training.batch": -3 }, view: { panes: "tower", layers: ["trails", "unicorns"] } })}`,
    },
    reach: async (page) => {
      await page
        .getByText(/cannot be shown/)
        .first()
        .waitFor();
      expect(await page.locator(".problems").textContent()).toMatch(/unicorns/);
      expect(await button(page, "trails").getAttribute("aria-pressed")).toBe("true");
      await page.getByRole("button", { name: /Running cost/ }).click();
      await page.getByRole("option", { name: "None" }).click();
      await page.getByRole("alert").first().waitFor();
    },
  },
  {
    name: "the gallery",
    opening: {},
    reach: async (page) => {
      await page.locator(".presets").click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "presentation, with the summary of the run",
    opening: { address: "?preset=gaussian-ot&present=1" },
    reach: async (page) => {
      await untilReady(page);
      await page.keyboard.press("s");
      await button(page, "Put the summary away").waitFor();
    },
  },
  {
    name: "a tablet at the second step of the tour",
    opening: { address: "?preset=line-ot&tour=on", viewport: { width: 1024, height: 768 } },
    reach: async (page) => {
      await button(page, "Next").click();
    },
  },
  {
    name: "a phone, its sheet and an open picker",
    opening: { address: "?preset=moons-diffusion", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    reach: async (page) => {
      await page.getByText(/HJB and Fokker/).tap();
      await button(page, "Controls").tap();
      await page.getByRole("button", { name: /Dynamics/ }).tap();
      await page.getByRole("listbox").waitFor();
    },
  },
];

test.each(STATES)("axe finds nothing: $name", async ({ opening, reach }) => {
  const { page } = await openLab(browser, opening);
  await reach(page);
  expect(await faultsInThemes(page)).toEqual([]);
  await page.context().close();
});

/** What can be pressed and a finger would miss: less than 40 pixels of it answer, in either direction. */
function small(page: Page, within: string): Promise<string[]> {
  return page.evaluate((scope) => {
    const faults: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(`${scope} :is(button, input, select, summary, label.thumb)`)) {
      // Ways out and lists that only screen readers meet are no targets.
      if (!element.checkVisibility() || element.matches(":disabled") || element.closest("[aria-hidden=true]")) continue;
      if (element.getAttribute("aria-label") === "Dismiss") continue;
      const target = element.closest<HTMLElement>("label.switch, label.thumb") ?? element;
      const box = target.getBoundingClientRect();
      if (box.width < 4 || box.height < 4) continue;
      target.scrollIntoView({ block: "center", inline: "nearest" });
      const { left, right, top, bottom } = target.getBoundingClientRect();
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const answers = (px: number, py: number): boolean => {
        const hit = document.elementFromPoint(px, py);
        return hit !== null && (target.contains(hit) || hit.contains(target));
      };
      const reach = (dx: number, dy: number): number => {
        let far = 0;
        while (far < 20 && answers(x + dx * far, y + dy * far)) far += 1;
        return far;
      };
      const [wide, high] = [reach(-1, 0) + reach(1, 0), reach(0, -1) + reach(0, 1)];
      if (wide < 38 || high < 38)
        faults.push(`${element.getAttribute("aria-label") ?? element.textContent.slice(0, 30)} (${element.className}): ${wide} × ${high}`);
    }
    return faults;
  }, within);
}

describe("a phone", () => {
  const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

  test("has a target for every finger, on the page and in the sheet", async () => {
    const { page } = await openLab(browser, { address: "?preset=gaussian-ot", ...PHONE });
    await untilReady(page);
    expect(await small(page, ".app")).toEqual([]);
    await page.evaluate(() => window.scrollTo(0, 0));
    await button(page, "Controls").tap();
    await page.getByRole("dialog").waitFor();
    expect(await small(page, "[role=dialog]")).toEqual([]);
    await page.context().close();
  });

  test("trains, shows, changes a slot and shares by touch", async () => {
    const { page, complaints } = await openLab(browser, { address: "?preset=gaussian-ot", ...PHONE });
    await untilReady(page);
    await button(page, "Train").tap();
    await untilStep(page, 10);
    await button(page, "Pause training").tap();
    await button(page, "velocity").tap();
    expect(await button(page, "velocity").getAttribute("aria-pressed")).toBe("true");
    await page.getByRole("radio", { name: "difference" }).tap();
    await until(page, "two panes stand below each other", async () => (await page.locator(".pane").count()) === 2);
    await button(page, "Controls").tap();
    await page.getByRole("button", { name: /Terminal cost/ }).tap();
    await page.getByRole("option", { name: /Forward KL/ }).tap();
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).tap();
    await until(page, "a new run has begun", async () => (await stepCount(page)) === 0);
    await button(page, "Share").tap();
    const link = await page.getByLabel("Link", { exact: true }).inputValue();
    expect(complaints).toEqual([]);
    await page.context().close();

    // Whoever opens it on a wide screen sees the same experiment, layers and panes.
    const again = await openLab(browser, { at: link });
    await untilReady(again.page);
    expect(await button(again.page, "velocity").getAttribute("aria-pressed")).toBe("true");
    expect(await again.page.getByRole("radio", { name: "difference" }).getAttribute("aria-checked")).toBe("true");
    expect(
      await again.page
        .getByRole("button", { name: /Terminal cost/ })
        .first()
        .textContent(),
    ).toMatch(/Forward KL/);
    await again.page.context().close();
  });
});

test("a shared link shows the same layers, panes and time", async () => {
  const { page } = await openLab(browser, { address: "?preset=gaussian-ot" });
  await untilReady(page);
  await button(page, "trails").click();
  await page.getByRole("radio", { name: "alone" }).click();
  await page.getByLabel("Time t of the flow, from 0 to T").fill("0.4");
  await page.getByRole("switch", { name: /log scale/ }).press("Space");
  const plain = page.url();
  await until(page, "the address follows", () =>
    Promise.resolve(new URL(page.url()).hash.length > 10 && page.url() === plain ? true : page.url() !== plain),
  );
  await page.waitForTimeout(400);
  const link = page.url();
  await page.context().close();

  const again = await openLab(browser, { at: link });
  await untilReady(again.page);
  expect(await button(again.page, "trails").getAttribute("aria-pressed")).toBe("true");
  expect(await again.page.locator(".pane").count()).toBe(1);
  expect(await again.page.getByLabel("Time t of the flow, from 0 to T").inputValue()).toBe("0.4");
  expect(await again.page.getByRole("switch", { name: /log scale/ }).isChecked()).toBe(false);
  expect(await again.page.locator(".problems").count()).toBe(0);
  // The address is the same still: it says all there is to say.
  await again.page.waitForTimeout(500);
  expect(again.page.url()).toBe(link);
  await again.page.context().close();
});
