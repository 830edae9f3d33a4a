/** @file Walking the page by keyboard: where the focus is, and how it gets somewhere. */
import type { Locator, Page } from "playwright";

/** More presses than the page has places to stop at. */
const MOST = 140;

export interface Stop {
  /** Its place among all that can have the focus, in the order of the document. */
  readonly place: number;
  readonly name: string;
  readonly part: string;
  /** A ring of two pixels around it, or around what stands for it. */
  readonly ringed: boolean;
  /** Nothing covers it: it was scrolled into sight. */
  readonly seen: boolean;
}

export const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/** Where the focus is; null: past the last. */
export function stop(page: Page): Promise<Stop | null> {
  return page.evaluate((focusable) => {
    const element = document.activeElement;
    if (element === null || element === document.body) return null;
    const ring = (one: Element | null): boolean => {
      if (one === null) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    };
    // A hidden radio or switch is shown by its label.
    const hidden = element.getBoundingClientRect().width < 4 || getComputedStyle(element).opacity === "0" || element.closest(".switch");
    const shown = hidden ? (element.closest("label") ?? element) : element;
    const { x, y, width, height } = shown.getBoundingClientRect();
    const over = document.elementFromPoint(x + width / 2, y + height / 2);
    return {
      place: [...document.querySelectorAll(focusable)].indexOf(element),
      name: element.getAttribute("aria-label") ?? shown.textContent.trim().slice(0, 40),
      part: element.closest("header, aside, main, footer")?.tagName ?? "",
      ringed: ring(shown) || [...shown.querySelectorAll("*")].some(ring),
      seen: over !== null && (shown.contains(over) || over.contains(shown)),
    };
  }, FOCUSABLE);
}

export async function walk(page: Page, key: "Tab" | "Shift+Tab"): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let k = 0; k < MOST; k += 1) {
    await page.keyboard.press(key);
    const now = await stop(page);
    // Backwards there is no stop between the first place and the last.
    if (now === null || now.place === stops[0]?.place) return stops;
    stops.push(now);
  }
  throw new Error(`Tab does not leave the page; it is at ${stops.at(-1)?.name ?? "nothing"}`);
}

/** Tab as often as it takes, the shorter way round; into a group of choices wherever it lets one in. */
export async function tabTo(page: Page, wanted: Locator): Promise<Locator> {
  const back = await wanted.evaluate((element, focusable) => {
    const all = [...document.querySelectorAll<HTMLElement>(focusable)].filter((one) => one.tabIndex >= 0);
    const [from, to] = [document.activeElement, element].map((one) => all.findIndex((other) => other === one));
    return ((to! - from! + all.length) % all.length) * 2 > all.length;
  }, FOCUSABLE);
  for (let k = 0; k < MOST; k += 1) {
    const there = await wanted.evaluate((element) => {
      const now = document.activeElement;
      return element === now || (element.role === "radiogroup" && element.contains(now));
    });
    if (there) return wanted;
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
  }
  throw new Error(`Tab does not reach ${wanted.toString()}`);
}

/** Arrow keys walk inside a group of choices. */
export async function choose(page: Page, group: Locator, name: string): Promise<void> {
  await tabTo(page, group);
  const choice = group.getByRole("radio", { name });
  for (let k = 0; k < 5 && !(await choice.evaluate((element) => element === document.activeElement)); k += 1)
    await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
}

export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}
