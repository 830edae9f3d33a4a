/** @file Drawing by hand: how much a stroke leaves, where, and the way back. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { random } from "../../src/math/random.ts";
import {
  beginStroke,
  blank,
  CANVAS_RADIUS,
  clearDrawing,
  type Drawing,
  endStroke,
  erase,
  type DrawnPoint,
  redoStroke,
  scatter,
  undoStroke,
} from "../../src/state/drawing.ts";

/** A straight stroke from a to b in so many moves. */
function stroke(drawing: Drawing, a: DrawnPoint, b: DrawnPoint, moves: number, density: number, radius = 0.2, seed = 1): Drawing {
  const stream = random(seed, "brush");
  let now = scatter(beginStroke(drawing), { at: a, from: null, radius }, density, stream);
  for (let k = 1; k <= moves; k += 1) {
    const at = (share: number): DrawnPoint => [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
    now = scatter(now, { at: at(k / moves), from: at((k - 1) / moves), radius }, density, stream);
  }
  return endStroke(now);
}

describe("a brush", () => {
  it.each([3, 40, 400])("leaves as much in %i moves as it should in one: density · length / radius", (moves) => {
    const counts = Array.from({ length: 20 }, (_, seed) => stroke(blank(), [-2, 0], [2, 0], moves, 6, 0.2, seed).points.length);
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    // 6 at the beginning and 6 · 4 / 0.2 on the way; chance only rounds.
    expect(Math.abs(mean - 126)).toBeLessThan(8);
  });

  it("leaves less under less pressure, and never nothing of a firm dab", () => {
    const light = stroke(blank(), [-2, 0], [2, 0], 50, 0.3 * 6).points.length;
    const firm = stroke(blank(), [-2, 0], [2, 0], 50, 6).points.length;
    expect(light).toBeLessThan(0.5 * firm);
    expect(stroke(blank(), [0, 0], [0, 0], 0, 6).points).toHaveLength(6);
  });

  it("scatters uniformly in the disc: a quarter of the points within half the radius", () => {
    const { points } = scatter(beginStroke(blank()), { at: [0, 0], from: null, radius: 1 }, 8000, random(3, "brush"));
    const inner = points.filter(([x, y]) => Math.hypot(x, y) < 0.5).length / points.length;
    expect(Math.abs(inner - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 8000) + 0.005);
    expect(Math.max(...points.map(([x, y]) => Math.hypot(x, y)))).toBeLessThan(1.01);
  });

  it("keeps two decimals, inside the canvas", () => {
    const { points } = stroke(blank(), [-3, -3], [3, 3], 30, 9, 0.8);
    for (const value of points.flat()) {
      expect(Math.abs(value)).toBeLessThanOrEqual(CANVAS_RADIUS);
      expect(Number(value.toFixed(2))).toBe(value);
    }
  });
});

describe("an eraser", () => {
  it("takes what is within its radius of the segment, and nothing else", () => {
    const points: DrawnPoint[] = [
      [0, 0.1],
      [0, 0.3],
      [1.1, 0],
      [1.4, 0],
      [-0.3, 0],
    ];
    const dab = { at: [1, 0] as DrawnPoint, from: [0, 0] as DrawnPoint, radius: 0.2 };
    expect(erase(blank(points), dab).points).toEqual([
      [0, 0.3],
      [1.4, 0],
      [-0.3, 0],
    ]);
  });

  it("that meets nothing leaves no trace in the past", () => {
    const drawn = stroke(blank(), [-2, 0], [2, 0], 20, 6);
    const after = endStroke(erase(beginStroke(drawn), { at: [0, 2.5], from: null, radius: 0.2 }));
    expect(after.points).toBe(drawn.points);
    expect(after.past).toHaveLength(1);
  });
});

describe("the way back", () => {
  it("undo after undo leads to the blank canvas, redo after redo to the end, whatever was done", () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant("draw" as const), x: fc.integer({ min: -2, max: 2 }), seed: fc.nat(99) }),
      fc.record({ kind: fc.constant("erase" as const), x: fc.integer({ min: -2, max: 2 }), seed: fc.nat(99) }),
      fc.constant({ kind: "clear" as const, x: 0, seed: 0 }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        let now = blank();
        for (const { kind, x, seed } of acts) {
          if (kind === "draw") now = stroke(now, [x, 0], [x, 1], 5, 6, 0.2, seed);
          else if (kind === "erase") now = endStroke(erase(beginStroke(now), { at: [x, 1], from: [x, 0], radius: 0.3 }));
          else now = clearDrawing(now);
        }
        const end = now.points;
        const steps = now.past.length;
        for (let k = 0; k < steps; k += 1) now = undoStroke(now);
        expect(now.points).toEqual([]);
        expect(undoStroke(now)).toBe(now);
        for (let k = 0; k < steps; k += 1) now = redoStroke(now);
        expect(now.points).toBe(end);
        expect(redoStroke(now)).toBe(now);
      }),
      { numRuns: 60 },
    );
  });
});
