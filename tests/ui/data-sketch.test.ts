/** @file The pictures of the data card: their box, their histogram, and the questions to the worker behind them. */
import { beforeEach, describe, expect, it } from "vitest";
import { random } from "../../src/math/random.ts";
import { receiveSketch, type Sketch, sketches, sketchOf, sendSketches, wantSketch } from "../../src/state/sketches.ts";
import { boxOf, histogram } from "../../src/ui/data/paint-sketch.ts";

const normals = (n: number, dimension: 1 | 2, shift = 0): Sketch => {
  const stream = random(5, "sketch");
  return { dimension, points: Float32Array.from({ length: n * dimension }, () => shift + stream.normal()) };
};

describe("the box of a picture", () => {
  it("holds the middle of the points and ignores a stray one", () => {
    const sketch = normals(400, 2, 3);
    const box = boxOf(sketch);
    sketch.points.set([1e6, 1e6]);
    const after = boxOf(sketch);
    expect(after.radius).toBeLessThan(1.3 * box.radius);
    expect(Math.hypot(after.centre[0] - 3, after.centre[1] - 3)).toBeLessThan(0.6);
  });

  it("has a size even where all points are one", () => {
    expect(boxOf({ dimension: 2, points: new Float32Array(20).fill(2) })).toEqual({ centre: [2, 2], radius: 1 });
  });
});

describe("the histogram", () => {
  it("holds all that lies inside, and is as high on the left as on the right of a symmetric law", () => {
    const points = normals(4000, 1).points;
    const bins = histogram(points, { centre: [0, 0], radius: 6 });
    const half = bins.length / 2;
    const mass = (from: number, to: number): number => bins.slice(from, to).reduce((sum, value) => sum + value, 0);
    expect(mass(0, bins.length)).toBeCloseTo(1, 5);
    expect(Math.abs(mass(0, half) - mass(half, bins.length))).toBeLessThan(0.06);
  });
});

describe("questions to the worker", () => {
  const density = { id: "moons", params: { noise: 0.1 } };

  beforeEach(() => {
    sketches.setState({ answered: new Map(), open: new Map() });
  });

  it("are asked once, repeated for a new run until they are answered, and never again", () => {
    const first: string[] = [];
    const stop = sendSketches(({ key }) => first.push(key));
    wantSketch(density);
    wantSketch({ ...density });
    expect(first).toHaveLength(1);
    stop();
    const second: string[] = [];
    sendSketches(({ key }) => second.push(key))();
    expect(second).toEqual(first);
    const answer = normals(10, 2);
    receiveSketch(first[0]!, answer);
    expect(sketchOf(sketches.getState(), density)?.points).toBe(answer.points);
    wantSketch(density);
    expect(sketches.getState().open.size).toBe(0);
  });

  it("other parameters are another question, and memory has an end", () => {
    for (let k = 0; k < 400; k += 1) receiveSketch(JSON.stringify(["moons", { noise: k }]), normals(2, 2));
    expect(sketches.getState().answered.size).toBeLessThan(200);
    expect(sketchOf(sketches.getState(), { id: "moons", params: { noise: 399 } })).toBeDefined();
    expect(sketchOf(sketches.getState(), { id: "moons", params: { noise: 0 } })).toBeUndefined();
  });
});
