/** @file Dragging a disc of the stage edits the experiment live, as one entry of the undo list, unless the page may not be edited. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { resolve } from "../../src/experiment/resolve.ts";
import { discsOf } from "../../src/plots/stage/discs.ts";
import { planeViewport } from "../../src/plots/viewport.ts";
import { openExperiment, undo, useExperiment } from "../../src/state/experiment.ts";
import { useFlags } from "../../src/state/flags.ts";
import { holdDisc, isHandy } from "../../src/ui/stage/disc-hand.ts";

const view = planeViewport(400, 400, 4); // 50 pixels a unit
const OPEN = { hide: [], lock: [], present: false };
const CENTRE = { x: 250, y: 200 };

const pane = () => ({ view, discs: discsOf(useExperiment.getState().draft) });
const place = () => discsOf(useExperiment.getState().running).map(({ centre }) => centre.map(({ value }) => value));

beforeEach(() => {
  const game = { interactions: [{ id: "obstacle", params: { x: 1, y: 0 } }] };
  openExperiment(resolve({ model: "ot-flow", data: { id: "moons" }, game }, "strict").experiment!, null, [], true);
});

afterEach(() => useFlags.setState(OPEN));

it("one drag is one entry, and the next is another", () => {
  const first = holdDisc(pane(), CENTRE)!;
  for (const x of [260, 280, 300]) first.moveTo({ x, y: 200 });
  expect(place()).toEqual([[2, 0]]);
  first.letGo();
  const second = holdDisc(pane(), { x: 300, y: 200 })!;
  second.moveTo({ x: 300, y: 150 });
  second.letGo();
  expect(place()).toEqual([[2, 1]]);
  expect(useExperiment.getState().past).toHaveLength(2);
  undo();
  expect(place()).toEqual([[2, 0]]);
  undo();
  expect(place()).toEqual([[1, 0]]);
});

it("is taken only where it is, and only where it may be edited", () => {
  expect(isHandy(pane(), CENTRE)).toBe(true);
  expect(holdDisc(pane(), { x: 50, y: 50 })).toBeNull();
  for (const flags of [{ lock: ["controls"] }, { lock: ["game.interactions"] }, { hide: ["left"] }, { present: true }]) {
    useFlags.setState({ ...OPEN, ...flags });
    expect(holdDisc(pane(), CENTRE), JSON.stringify(flags)).toBeNull();
  }
});
