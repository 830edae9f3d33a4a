/** @file Points as one string: every digit comes back, and what is no points is refused. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkValue } from "../../../src/experiment/check-value.ts";
import { specs } from "../../../src/catalogue/specs.ts";
import { resolve } from "../../../src/experiment/resolve.ts";
import { leftOutOfLink, linkable, MOST_POINTS_IN_LINK } from "../../../src/experiment/linkable.ts";
import { empirical } from "../../../src/math/laws/empirical.ts";
import {
  FEWEST_PACKED,
  firstPoints,
  packed,
  packedShape,
  pointCount,
  pointDimension,
  pointSet,
  pointsOf,
  unpacked,
  written,
} from "../../../src/math/laws/point-set.ts";
import { random } from "../../../src/math/random.ts";

const table = (n: number, d: 1 | 2): number[][] => {
  const stream = random(4, "table");
  return Array.from({ length: n }, () => Array.from({ length: d }, () => 1e6 + stream.normal()));
};
const spec = specs.density.get("points")!;
const rows = spec.params["rows"]!;

describe("packed points", () => {
  it("come back to the last bit, and count without being unpacked", () => {
    const some = fc
      .constantFrom(1, 2)
      .chain((d) => fc.array(fc.array(fc.double({ noNaN: true }), { minLength: d, maxLength: d }), { minLength: 1, maxLength: 30 }));
    fc.assert(
      fc.property(some, (given) => {
        const text = packed(pointSet(given));
        expect(packedShape(text)).toEqual({ n: given.length, d: given[0]!.length });
        expect([pointCount(text), pointDimension(text)]).toEqual([pointCount(given), pointDimension(given)]);
        expect(pointsOf(text)).toEqual(pointsOf(given));
      }),
    );
  });
  it("are one array where they came from another", () => {
    const whole = pointSet(table(10, 2));
    const part = { n: 4, d: 2, values: whole.values.subarray(6, 14) };
    expect(unpacked(packed(part))!.values).toEqual(part.values.slice());
  });
  it("whatever else a string holds is refused, not thrown at", () => {
    const good = packed(pointSet(table(5, 2)));
    for (const bad of [
      "",
      "rows:2:",
      "rows:3:AAAA",
      "rows:2:!!!!",
      "x".repeat(50),
      good.slice(0, -4),
      `${good.slice(0, 20)} ${good.slice(21)}`,
    ])
      expect(unpacked(bad)?.n ?? 0, bad).toBe(0);
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void unpacked(`rows:2:${text}`)));
    expect(() => pointsOf("rows:2:?")).toThrow();
  });
  it("are what any reader of base64 reads", () => {
    for (const n of [1, 2, 3, 7]) {
      const { values } = pointSet(table(n, 1));
      const [, , text] = packed({ n, d: 1, values }).split(":");
      expect(text).toBe(Buffer.from(values.buffer).toString("base64"));
    }
  });
  it("begin with the points they begin with", () => {
    for (const d of [1, 2] as const) {
      const all = pointSet(table(3000, d));
      const { n, values } = firstPoints(packed(all));
      expect(n).toBeGreaterThan(50);
      expect(values).toEqual(all.values.slice(0, n * d));
      expect(firstPoints(packed(pointSet(table(4, d))))).toEqual(pointSet(table(4, d)));
    }
  });
  it("few are kept as rows that can be read", () => {
    const few = table(FEWEST_PACKED - 1, 1);
    expect(written(few)).toBe(few);
    expect(typeof written(table(FEWEST_PACKED, 1))).toBe("string");
  });
});

describe("packed points in an experiment", () => {
  const many = table(5000, 2);
  const given = (value: unknown) => resolve({ model: "score-diffusion", data: { id: "points", params: { rows: value } } }, "strict");

  it("are the same law as the rows", () => {
    const [a, b] = [given(many), given(packed(pointSet(many)))];
    expect([a.problems, b.problems]).toEqual([[], []]);
    const law = (of: typeof a) => empirical(pointsOf(of.experiment!.data!.params["rows"]), true);
    expect(law(b).mean).toEqual(law(a).mean);
    const [x, y] = [new Float64Array(200), new Float64Array(200)];
    law(a).sample(random(1, "s"), 100, x);
    law(b).sample(random(1, "s"), 100, y);
    expect(y).toEqual(x);
    expect(spec.dimension(b.experiment!.data!.params)).toBe(2);
  });
  it("are taken as they are: the same string, with nothing copied", () => {
    const text = packed(pointSet(many));
    expect(given(text).experiment!.data!.params["rows"]).toBe(text);
  });
  it("are refused where rows would be: too few, too many, out of range, no numbers, all alike", () => {
    for (const wrong of [
      [[1, 2]],
      [
        [1, 2],
        [1e10, 0],
      ],
      [
        [1, 2],
        [Number.NaN, 0],
      ],
      [
        [1, 2],
        [Number.POSITIVE_INFINITY, 0],
      ],
    ])
      expect(checkValue(rows, packed(pointSet(wrong))).ok).toBe(false);
    expect(checkValue(rows, packed({ n: 100_001, d: 1, values: new Float64Array(100_001) })).ok).toBe(false);
    expect(checkValue(rows, "rows:2:nonsense").ok).toBe(false);
    expect(
      given(
        packed(
          pointSet([
            [1, 2],
            [1, 3],
          ]),
        ),
      ).problems[0]?.message,
    ).toContain("agree in coordinate 1");
  });
  it("that agree to the last but one are not all alike", () => {
    const late = Array.from({ length: 3000 }, (_, i) => [i === 2999 ? 1 : 0, 5]);
    expect(given(packed(pointSet(late))).problems[0]?.message).toContain("agree in coordinate 2");
    expect(given(packed(pointSet(late.map(([x = 0], i) => [x, i])))).problems).toEqual([]);
  });
  it("go into a link as a few of them, the same as rows do", () => {
    const [a, b] = [given(many).experiment!, given(packed(pointSet(many))).experiment!];
    expect(leftOutOfLink(b)).toBe(5000 - MOST_POINTS_IN_LINK);
    expect(linkable(b)).toEqual(linkable(a));
  });
});
