/** @file Who is greeted by the tour, and where its card stands. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createStore } from "zustand/vanilla";
import { endTour, FIRST_RUN, greet, greets, startsByItself, useTour } from "../../src/state/tour.ts";
import { placeOf } from "../../src/ui/tour/place.ts";

const kept = new Map<string, string>();
const storage = () => ({
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
});
const fresh = () => ({ getItem: () => null, setItem: () => undefined });
const blocked = (): never => {
  throw new Error("denied");
};

describe("a run starts by itself", () => {
  const visit = (address: string, automated = false) => ({ href: `https://lab.example/${address}`, automated, storage: fresh });
  it.each([
    ["", false, true],
    ["?tour=off", false, true],
    ["?theme=dark", false, true],
    ["", true, false],
    ["?preset=moons-ot", false, false],
    ["?hide=left", false, false],
    ["#q1YqU7I", false, false],
  ])("at “%s”, automated %s: %s", (address, automated, expected) => {
    expect(startsByItself(visit(address, automated), false)).toBe(expected);
    expect(startsByItself(visit(address, automated), true)).toBe(false);
  });

  it("once; not where storage is blocked, for it would start at every visit", () => {
    const own = new Map<string, string>();
    const once = {
      ...visit("?tour=off"),
      storage: () => ({
        getItem: (key: string) => own.get(key) ?? null,
        setItem: (key: string, value: string) => void own.set(key, value),
      }),
    };
    expect(startsByItself(once, false)).toBe(true);
    greet(once);
    expect(useTour.getState().step).toBeNull();
    expect(startsByItself(once, false)).toBe(false);
    expect(startsByItself({ ...visit(""), storage: blocked }, false)).toBe(false);
  });

  it("and the tour waits until it has shown what it can, or is stopped", () => {
    const run = (phase: string, seconds: number) => ({ phase, seconds });
    for (const last of [run("playing", FIRST_RUN), run("paused", 2), run("failed", 1)]) {
      endTour();
      const store = createStore(() => run("starting", 0));
      greet(visit(""), store);
      for (const state of [run("paused", 0), run("playing", 0), run("playing", FIRST_RUN / 2)]) {
        store.setState(state);
        expect(useTour.getState().step).toBeNull();
      }
      store.setState(last);
      expect(useTour.getState().step).toBe(0);
      // Nor does it come again.
      endTour();
      store.setState(run("playing", 2 * FIRST_RUN));
      expect(useTour.getState().step).toBeNull();
    }
  });
});

describe("the tour greets", () => {
  it("once, and remembers", () => {
    const visit = { href: "https://lab.example/", automated: false, storage };
    endTour();
    greet(visit);
    expect(useTour.getState().step).toBe(0);
    expect(greets(visit)).toBe(false);
  });

  it.each([
    ["", false, true],
    ["?theme=dark", false, true],
    ["?tour=off", false, false],
    ["?tour=on", true, true],
    ["?preset=moons-ot&tour=on", false, true],
    ["", true, false],
    ["?preset=moons-ot", false, false],
    ["?present=1", false, false],
    ["?hide=left", false, false],
    ["#q1YqU7I", false, false],
  ])("at “%s”, automated %s: %s", (address, automated, expected) => {
    expect(greets({ href: `https://lab.example/${address}`, automated, storage: fresh })).toBe(expected);
  });

  it("nobody whose storage is blocked, for it would greet for ever", () => {
    expect(greets({ href: "https://lab.example/", automated: false, storage: blocked })).toBe(false);
  });
});

it("the card stands inside the window, and beside its target where there is room", () => {
  const card = { width: 330, height: 180 };
  fc.assert(
    fc.property(
      fc.record({ left: fc.nat(1400), top: fc.nat(900), width: fc.nat(1400), height: fc.nat(900) }),
      fc.constantFrom("right" as const, "left" as const, "above" as const, "below" as const),
      (target, side) => {
        const { left, top } = placeOf(target, card, { width: 1440, height: 900 }, side);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(left + card.width).toBeLessThanOrEqual(1440);
        expect(top + card.height).toBeLessThanOrEqual(900);
      },
    ),
  );
  // Nothing fits below the last line of a phone: the card turns above it.
  expect(placeOf({ left: 300, top: 790, width: 80, height: 40 }, card, { width: 390, height: 844 }, "below").top).toBe(790 - 180 - 12);
});
