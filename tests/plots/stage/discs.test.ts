/** @file Discs of interactions on the stage: where they are drawn, which one a hand takes, and what moving it sets. */
import { describe, expect, it } from "vitest";
import { resolve } from "../../../src/experiment/resolve.ts";
import { discAt, discsOf, movedDisc, paintDiscs } from "../../../src/plots/stage/discs.ts";
import { lineViewport, planeViewport } from "../../../src/plots/viewport.ts";
import { recordingPen, sceneOf, sourceOf } from "./recorder.ts";

const obstacle = (x: number, y: number, radius: number) => ({ id: "obstacle", params: { x, y, radius } });

function discsIn(data: string, ...interactions: readonly object[]) {
  const { experiment } = resolve({ model: "ot-flow", data: { id: data }, game: { interactions } }, "strict");
  return discsOf(experiment!);
}

describe("in the plane", () => {
  const view = planeViewport(400, 300, 3); // 50 pixels a unit
  const discs = discsIn("moons", { id: "potential-energy" }, obstacle(1, 0.5, 0.6), obstacle(1.4, 0.5, 0.6));

  it("every disc of the interactions, by the fields that hold it, and no other interaction", () => {
    expect(discs.map(({ centre, radius }) => [...centre.map(({ path, value }) => [path, value]), radius])).toEqual([
      [["game.interactions.1.params.x", 1], ["game.interactions.1.params.y", 0.5], 0.6],
      [["game.interactions.2.params.x", 1.4], ["game.interactions.2.params.y", 0.5], 0.6],
    ]);
  });

  it("is drawn round its centre", () => {
    const { pen, drawn } = recordingPen(view);
    paintDiscs(pen, sceneOf(sourceOf()), discs);
    expect(new Set(drawn.dots.map(String))).toEqual(new Set(["250,125", "270,125"]));
  });

  it("is taken inside its edge and not outside; of two, the nearer; a tiny one by its surroundings", () => {
    const [first, second] = discs;
    expect(discAt(discs, view, 250 - 29, 125)).toBe(first);
    expect(discAt(discs, view, 250 - 31, 125)).toBeNull();
    expect(discAt(discs, view, 259, 125)).toBe(first);
    expect(discAt(discs, view, 261, 125)).toBe(second);
    const tiny = discsIn("moons", obstacle(0, 0, 0.05));
    expect(discAt(tiny, view, 210, 150)).toBe(tiny[0]);
  });

  it("moves by as much as the hand does, upwards where the hand goes up, and no further than its fields go", () => {
    const [first] = discs;
    const from = { x: 240, y: 130 };
    expect(movedDisc(first!, view, from, { x: 265, y: 55 })).toEqual({
      "game.interactions.1.params.x": 1.5,
      "game.interactions.1.params.y": 2,
    });
    expect(movedDisc(first!, view, from, { x: 9999, y: 130 })).toMatchObject({ "game.interactions.1.params.x": 8 });
  });
});

describe("on the line", () => {
  const view = lineViewport(400, 300, 3, 1);
  const discs = discsIn("bimodal", obstacle(1, 0.5, 0.6));

  it("is a band over all times, with one coordinate", () => {
    const { pen, drawn } = recordingPen(view);
    paintDiscs(pen, sceneOf(sourceOf({ dimension: 1 })), discs);
    const edges = drawn.lines.filter(({ dashed }) => dashed).map(({ points }) => points);
    expect(edges).toHaveLength(2);
    for (const edge of [1.6, 0.4]) {
      const at = edges.find(([start]) => Math.abs((start?.[1] ?? 0) - view.toY(edge)) < 1e-9);
      expect(at?.map(([x]) => x)).toEqual([view.toX(0), view.toX(1)]);
    }
    expect(discAt(discs, view, 30, view.toY(1.5))).toBe(discs[0]);
    expect(discAt(discs, view, 30, view.toY(1.7))).toBeNull();
    const moved = movedDisc(discs[0]!, view, { x: 50, y: view.toY(1) }, { x: 90, y: view.toY(-0.5) });
    expect(moved).toEqual({ "game.interactions.0.params.x": -0.5 });
  });
});
