/** @file Every layer draws what it says, at the right place; panes share scales, and differences of equals are nothing. */
import { describe, expect, it } from "vitest";
import { paintArrows } from "../../../src/plots/stage/arrows.ts";
import { STAGE_LAYERS, MARKS, shownMap } from "../../../src/plots/stage/layers.ts";
import type { MapLayer } from "../../../src/plots/stage/layer.ts";
import { numbersAt, paintCrosshair } from "../../../src/plots/stage/paint-crosshair.ts";
import { paintInspected, pickedAt } from "../../../src/plots/stage/paint-inspected.ts";
import { paintPane } from "../../../src/plots/stage/paint-pane.ts";
import { type Scene, viewOf, wholeView } from "../../../src/plots/stage/scene.ts";
import { buffersFor, scopeOf } from "../../../src/plots/stage/scope.ts";
import { type Scales, shownField } from "../../../src/plots/stage/shown-field.ts";
import { WHOLE } from "../../../src/plots/camera.ts";
import { type Given, gridMap, recordingPen, sceneOf, sourceOf } from "./recorder.ts";

const [WIDTH, HEIGHT] = [400, 300];
const NOBODY = { inspected: null, pointer: null, discs: [] } as const;

const viewFor = (scene: Scene) => viewOf(scene, WIDTH, HEIGHT, WHOLE);
const scopeFor = (scene: Scene, buffers = buffersFor(40)) => scopeOf(scene, wholeView(scene, WIDTH, HEIGHT), buffers);
const mapLayer = (id: string): MapLayer => STAGE_LAYERS.find((layer): layer is MapLayer => layer.kind === "map" && layer.id === id)!;

const BOWL = (lift: number, dimension: 1 | 2 = 2) =>
  gridMap("value", 40, 5, dimension, (x, y) => x * x + (dimension === 2 ? y * y : 0) + lift);

function everything(dimension: 1 | 2): Given["maps"] {
  const constant = (value: number) => gridMap("value", 16, 5, dimension, () => value);
  return {
    value: BOWL(0, dimension),
    residual: constant(0.3),
    "velocity-x1": constant(1),
    "velocity-x2": constant(0.5),
    "score-x1": constant(-1),
    "score-x2": constant(1),
  };
}

/** Layers that nothing but a crowd that is crossed has. */
const CROSSED = ["contours", "intruder"];

describe("a crowd that is crossed", () => {
  const density = gridMap("density", 61, 5, 2, (x, y) => Math.min(1, Math.hypot(x, y) / 4));
  const shown = { ...sourceOf({ maps: { density, "velocity-x1": density, "velocity-x2": density } }), intruder: { radius: 0.5, speed: 2 } };
  const painted = (layer: string) => {
    const scene = sceneOf(shown);
    const { pen, drawn } = recordingPen(viewFor(scene));
    MARKS.find(({ id }) => id === layer)!.paint(pen, scene);
    return { drawn, view: viewFor(scene) };
  };

  it("has lines of equal density: circles where it grows with the distance", () => {
    const { drawn, view } = painted("contours");
    const radii = drawn.lines.flatMap(({ points }) => points.map(([x, y]) => Math.hypot(view.fromX(x), view.fromY(y))));
    expect(radii.length).toBeGreaterThan(100);
    for (const radius of radii) expect([1, 2, 3, 4].some((wanted) => Math.abs(radius - wanted) < 0.05)).toBe(true);
  });

  it("has its intruder in the middle, who goes up", () => {
    const { drawn, view } = painted("intruder");
    const [shaft] = drawn.lines;
    expect(shaft!.points[0]![0]).toBeCloseTo(view.toX(0), 6);
    expect(shaft!.points[1]![1]).toBeLessThan(shaft!.points[0]![1]);
  });

  it("goes by at the speed of the intruder where it stands", () => {
    const still = gridMap("velocity-x1", 16, 5, 2, () => 0);
    const scene = sceneOf({ ...sourceOf({ maps: { "velocity-x1": still, "velocity-x2": still } }), intruder: { radius: 0.5, speed: 2 } });
    const { pen, drawn } = recordingPen(viewFor(scene));
    MARKS.find(({ id }) => id === "passing")!.paint(pen, scene);
    const [from, to] = drawn.lines[0]!.points;
    expect(to![0]).toBeCloseTo(from![0], 6);
    expect(to![1]).toBeGreaterThan(from![1]); // towards it, downwards
  });
});

describe.each([1, 2] as const)("in %d dimensions", (dimension) => {
  const shown = sourceOf({ dimension, maps: everything(dimension) });
  const ruler = sourceOf({ name: "exact", dimension, maps: everything(dimension) });

  it.each(STAGE_LAYERS.filter(({ id }) => !CROSSED.includes(id)).map((layer) => [layer.id, layer] as const))(
    "the layer %s draws",
    (id, layer) => {
      const bare = paintedWith(new Set());
      const drawn = paintedWith(new Set([id]));
      const count = (one: typeof drawn): number => one.lines.length + one.rects.length + one.stamps.length;
      expect(count(drawn)).toBeGreaterThan(count(bare) + (layer.kind === "map" ? 1 : 50));
      for (const { points } of drawn.lines) for (const point of points) expect(point.every(Number.isFinite)).toBe(true);
    },
  );

  function paintedWith(layers: ReadonlySet<string>) {
    const scene = sceneOf(shown, { ruler, layers });
    const { pen, drawn } = recordingPen(viewFor(scene));
    paintPane(pen, scene, scopeFor(scene), new Map(), NOBODY, false);
    return drawn;
  }

  it("particles stand where they are", () => {
    const scene = sceneOf(shown, { layers: new Set(["particles"]) });
    const view = viewFor(scene);
    const { pen, drawn } = recordingPen(view);
    MARKS.find(({ id }) => id === "particles")!.paint(pen, scene);
    expect(drawn.rects).toHaveLength(400);
    const { paths } = shown.population;
    const at = 2 * 400 * dimension; // t = 0.5 is the third record
    const [x, y] = dimension === 1 ? [view.toX(0.5), view.toY(paths[at]!)] : [view.toX(paths[at]!), view.toY(paths[at + 1]!)];
    expect(drawn.rects[0]!.x + 1).toBeCloseTo(x, 3);
    expect(drawn.rects[0]!.y + 1).toBeCloseTo(y, 3);
  });

  it("a pixel is a point and a time: the one that is shown, or on the line the one it stands over", () => {
    const scene = sceneOf(shown);
    const view = viewFor(scene);
    const at = pickedAt({ view, scene }, view.toX(0.75), view.toY(-1.5));
    expect(at.t).toBeCloseTo(dimension === 1 ? 0.75 : scene.t, 9);
    at.x.forEach((value, a) => expect(value).toBeCloseTo(dimension === 1 ? -1.5 : [0.75, -1.5][a]!, 9));
    const data = sceneOf(sourceOf({ name: "data", dimension, still: true }));
    expect(pickedAt({ view, scene: data }, view.toX(9), view.toY(0)).t).toBe(data.shown.horizon);
  });
});

describe("maps", () => {
  it("of the density have the mass of the particles, and their peak where they are", () => {
    const scene = sceneOf(sourceOf({ n: 3000 }));
    const field = mapLayer("density").field(scene.shown, scopeFor(scene), 1)!;
    const area = ((field.right - field.left) * (field.top - field.bottom)) / field.values.length;
    expect(field.values.reduce((sum, value) => sum + value, 0) * area).toBeCloseTo(1, 2);
    const mean = field.values.reduce(
      (sum, value, i) => sum + value * area * (field.left + (((i % field.columns) + 0.5) * (field.right - field.left)) / field.columns),
      0,
    );
    expect(mean).toBeCloseTo(1, 1); // the population was carried to the right by 1
  });

  it("share a scale that training does not move: the ruler's", () => {
    const ruler = sourceOf({ name: "exact", maps: { value: BOWL(0) } });
    const scales: Scales = new Map();
    const ranges = [1, 0.8, 1.4].map((steepness) => {
      const learned = sourceOf({ maps: { value: gridMap("value", 40, 5, 2, (x, y) => steepness * (x * x + y * y)) } });
      const scene = sceneOf(learned, { ruler, sources: [learned, ruler] });
      return shownField(mapLayer("potential"), scene, scopeFor(scene), scales)!.range;
    });
    for (const range of ranges) expect(range.high - range.low).toBeCloseTo(ranges[0]!.high - ranges[0]!.low, 4);
  });

  it("are fitted anew when asked", () => {
    const ruler = sourceOf({ name: "exact", maps: { value: BOWL(0) } });
    const learned = sourceOf({ maps: { value: gridMap("value", 40, 5, 2, (x, y) => 8 * (x * x + y * y)) } });
    const scene = sceneOf(learned, { ruler, sources: [learned, ruler] });
    const scales: Scales = new Map();
    const span = ({ low, high }: { low: number; high: number }): number => high - low;
    const before = span(shownField(mapLayer("potential"), scene, scopeFor(scene), scales)!.range);
    const after = span(shownField(mapLayer("potential"), scene, scopeFor(scene), scales, true)!.range);
    expect(after).toBeGreaterThan(3 * before);
  });

  it("subtracted are signed around 0; equals give 0 everywhere, whatever constant was left free", () => {
    const [a, b] = [sourceOf({ name: "run B", maps: { value: BOWL(9) } }), sourceOf({ name: "run A", maps: { value: BOWL(0) } })];
    const scene = sceneOf(a, { against: b, sources: [a, b] });
    for (const id of ["potential", "density"]) {
      const shown = shownField(mapLayer(id), scene, scopeFor(scene), new Map())!;
      expect(shown.colours).toBe("signed");
      expect(shown.range.low).toBe(-shown.range.high);
      expect(Math.max(...shown.field.values.map(Math.abs))).toBeLessThan(2e-5);
    }
    // What has no such map is not subtracted.
    expect(shownField(mapLayer("residual"), scene, scopeFor(scene), new Map())).toBeNull();
  });

  it("take one place: the last that is on", () => {
    expect(shownMap(new Set(["density", "residual"]))?.id).toBe("residual");
    expect(shownMap(new Set(["particles"]))).toBeNull();
  });
});

describe("arrows", () => {
  it("point where the field points, at one scale for all panes", () => {
    const constant = (value: number) => gridMap("velocity-x1", 16, 5, 2, () => value);
    const slow = sourceOf({ maps: { "velocity-x1": constant(1), "velocity-x2": constant(1) } });
    const fast = sourceOf({ name: "exact", maps: { "velocity-x1": constant(-2), "velocity-x2": constant(0) } });
    const shaft = (shown: typeof slow) => {
      const scene = sceneOf(shown, { sources: [slow, fast] });
      const { pen, drawn } = recordingPen(viewFor(scene));
      paintArrows(pen, scene, ["velocity-x1", "velocity-x2"], "colour", true);
      const [from, to] = drawn.lines[0]!.points;
      return [to![0] - from![0], to![1] - from![1]] as const;
    };
    const [a, b] = [shaft(slow), shaft(fast)];
    expect(a[0]).toBeGreaterThan(0);
    expect(a[1]).toBeCloseTo(-a[0], 4); // up and to the right; pixels count downwards
    expect(b[1]).toBeCloseTo(0, 6);
    expect(Math.hypot(...b) / Math.hypot(...a)).toBeCloseTo(2 / Math.SQRT2, 4);
  });
});

describe("what is asked of a pane", () => {
  it("has the coordinates and the map's value", () => {
    const scene = sceneOf(sourceOf({ maps: { value: BOWL(0) } }));
    const map = shownField(mapLayer("potential"), scene, scopeFor(scene), new Map());
    expect(numbersAt(scene, { u: 1, v: -2 }, map)).toMatch(/^x \(1, −2\) +U (4\.9|5)/);
    const { pen, drawn } = recordingPen(viewFor(scene));
    paintCrosshair(pen, scene, { u: 1, v: -2 }, map);
    expect(drawn.texts).toEqual([numbersAt(scene, { u: 1, v: -2 }, map)]);
    const line = sceneOf(sourceOf({ dimension: 1 }));
    expect(numbersAt(line, { u: 0.25, v: 1.5 }, null)).toMatch(/^t 0\.25 +x 1\.5$/);
  });

  it("is one agent: dashed what led to the point, solid what follows, and −∇U where it is", () => {
    const scene = sceneOf(sourceOf({ n: 3 }));
    const view = viewFor(scene);
    const { pen, drawn } = recordingPen(view);
    const times = Float32Array.from([0, 0.5, 1]);
    paintInspected(pen, scene, {
      picked: { x: [1.25, -1], t: 0.25 },
      times,
      path: Float32Array.from([1, -1, 1.5, -1, 2, -1]),
      momenta: Float32Array.from([0, -2, 0, -2, 0, -2]),
      t: 0.75,
      through: true,
    });
    const [before, after] = drawn.lines.filter(({ colour }) => colour === "path");
    expect([before!.dashed, after!.dashed]).toEqual([true, false]);
    expect(before!.points).toEqual([
      [view.toX(1), view.toY(-1)],
      [view.toX(1.25), view.toY(-1)],
    ]);
    expect(after!.points.map(([x]) => x)).toEqual([1.25, 1.5, 2].map(view.toX));
    const [from, to] = drawn.lines.find(({ colour }) => colour === "value")!.points;
    expect(from).toEqual([view.toX(1.75), view.toY(-1)]);
    expect(to![0]).toBeCloseTo(from![0]);
    expect(to![1]).toBeLessThan(from![1]); // −∇U = (0, 2) is upwards
    expect(drawn.dots).toEqual([
      [view.toX(1.75), view.toY(-1)],
      [view.toX(1.25), view.toY(-1)],
    ]);
  });
});
