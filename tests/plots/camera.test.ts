/** @file Zoom and pan: what is under the pointer stays there, and pixels and world are each other's inverse. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { panned, through, WHOLE, zoomedAt } from "../../src/plots/camera.ts";
import { lineViewport, planeViewport } from "../../src/plots/viewport.ts";

const [WIDTH, HEIGHT] = [360, 480];
const share = fc.double({ min: 0.3, max: 0.7, noNaN: true });

describe.each([
  ["the plane", planeViewport(WIDTH, HEIGHT, 3)],
  ["the line", lineViewport(WIDTH, HEIGHT, 3, 2)],
] as const)("on %s", (_, whole) => {
  it("a zoom keeps the point under the pointer", () => {
    fc.assert(
      fc.property(
        share,
        share,
        fc.double({ min: 1, max: 8, noNaN: true }),
        fc.double({ min: 1, max: 4, noNaN: true }),
        (u, v, first, second) => {
          const camera = zoomedAt(WHOLE, first, 0.5, 0.5);
          const before = through(whole, camera);
          const after = through(whole, zoomedAt(camera, second, u, v));
          expect(after.fromX(u * WIDTH)).toBeCloseTo(before.fromX(u * WIDTH), 6);
          expect(after.fromY(v * HEIGHT)).toBeCloseTo(before.fromY(v * HEIGHT), 6);
        },
      ),
    );
  });

  it("pixels and world are each other's inverse", () => {
    fc.assert(
      fc.property(share, share, fc.double({ min: 0.5, max: 30, noNaN: true }), (u, v, zoom) => {
        const view = through(whole, zoomedAt(WHOLE, zoom, u, v));
        expect(view.toX(view.fromX(u * WIDTH))).toBeCloseTo(u * WIDTH, 6);
        expect(view.toY(view.fromY(v * HEIGHT))).toBeCloseTo(v * HEIGHT, 6);
      }),
    );
  });

  it("a drag moves the picture with the hand", () => {
    const camera = zoomedAt(WHOLE, 3, 0.5, 0.5);
    const [before, after] = [through(whole, camera), through(whole, panned(camera, 0.1, -0.2))];
    expect(after.toX(0.4) - before.toX(0.4)).toBeCloseTo(0.1 * WIDTH, 6);
    expect(after.toY(0.4) - before.toY(0.4)).toBeCloseTo(-0.2 * HEIGHT, 6);
  });
});

it("zoom ends somewhere, and the whole is the pane as it was", () => {
  expect(zoomedAt(WHOLE, 1e9, 0.5, 0.5).zoom).toBeLessThan(100);
  expect(zoomedAt(WHOLE, 1e-9, 0.5, 0.5).zoom).toBeGreaterThan(0.1);
  const view = planeViewport(WIDTH, HEIGHT, 3);
  expect(through(view, WHOLE)).toBe(view);
});
