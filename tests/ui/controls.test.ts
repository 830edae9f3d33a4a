/** @file A slider's stops and the numbers they stand for, and numbers as they are printed. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { specs } from "../../src/catalogue/specs.ts";
import type { IntegerSpec, ParamSpec, RealSpec } from "../../src/catalogue/params.ts";
import { fields } from "../../src/experiment/fields.ts";
import { fromStop, STOPS, toStop } from "../../src/ui/controls/scale.ts";
import { labelOf } from "../../src/ui/controls/label.ts";
import { formatNumber, spoken, textPieces } from "../../src/plots/number-text.ts";
import { formatPercent, formatValue } from "../../src/ui/format.ts";

const isNumber = (spec: ParamSpec): spec is RealSpec | IntegerSpec => spec.kind === "real" || spec.kind === "integer";

/** Every number that the lab has a slider for. */
const numbers = [
  ...Object.entries(fields).map(([path, { spec }]) => [path, spec] as const),
  ...[specs.density, specs.dynamics, specs.lagrangian, specs.functional, specs.objective].flatMap((table) =>
    [...table.values()].flatMap(({ id, params }) => Object.entries(params).map(([name, spec]) => [`${id}.${name}`, spec] as const)),
  ),
].filter((entry): entry is readonly [string, RealSpec | IntegerSpec] => isNumber(entry[1]));

describe.each(numbers)("the slider of %s", (_, spec) => {
  it("spans its range, rises, and gives allowed values only", () => {
    expect(fromStop(spec, 0)).toBe(spec.min);
    expect(fromStop(spec, STOPS)).toBe(spec.max);
    let last = spec.min;
    for (let stop = 0; stop <= STOPS; stop += 1) {
      const value = fromStop(spec, stop);
      expect(value).toBeGreaterThanOrEqual(last);
      expect(value).toBeLessThanOrEqual(spec.max);
      if (spec.kind === "integer") expect(Number.isInteger(value)).toBe(true);
      last = value;
    }
  });

  it("stands where its value is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: STOPS }), (stop) => {
        const value = fromStop(spec, stop);
        // Where stops lie wider than the third digit, rounding cannot reach the next stop and nothing moves. Where they lie closer, the
        // value moves by at most half a stop and half a third digit: by less than one third digit.
        const moved = Math.abs(fromStop(spec, toStop(spec, value)) - value);
        const thirdDigit = value === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(value))) - 2);
        expect(moved).toBeLessThanOrEqual(spec.kind === "integer" ? 0 : thirdDigit * (1 + 1e-9));
        expect(toStop(spec, value)).toBeGreaterThanOrEqual(0);
        expect(toStop(spec, value)).toBeLessThanOrEqual(STOPS);
      }),
      { numRuns: 40 },
    );
  });
});

it("numbers keep a few digits and a true minus", () => {
  expect([0, 1.23456, 0.123456, 0.00456, 12.3456, 1234.5, 1e-5, -2.5, -5.61e-11, 3.44e7].map(formatNumber)).toEqual([
    "0",
    "1.235",
    "0.123",
    "0.0046",
    "12.35",
    "1,235",
    "1.0·10⁻⁵",
    "−2.500",
    "−5.6·10⁻¹¹",
    "3.4·10⁷",
  ]);
  expect(formatNumber(NaN)).toBe("not a number");
  expect(formatPercent(0.0234)).toBe("2.3 %");
  expect([0, 0.0004, -0.0004, 0.0006].map(formatPercent)).toEqual(["0.0 %", "< 0.1 %", "< 0.1 %", "0.1 %"]);
});

it("powers of ten are set and said as such, wherever they stand in a text", () => {
  const text = `± ${formatNumber(5.6e-11)} of ${formatNumber(2e12)} nats`;
  expect(textPieces(text)).toEqual(["± 5.6·", { exponent: -11 }, " of 2.0·", { exponent: 12 }, " nats"]);
  expect(spoken(text)).toBe("± 5.6 times 10 to the power of −11 of 2.0 times 10 to the power of 12 nats");
  expect(textPieces("sliced W₂², 1,000 points")).toEqual(["sliced W₂², 1,000 points"]);
  fc.assert(
    fc.property(fc.double({ min: -1e300, max: 1e300, noNaN: true }), (value) => {
      const pieces = textPieces(formatNumber(value));
      const back = pieces.map((piece) => (typeof piece === "string" ? piece.replace("·", "*") : `10**${piece.exponent}`)).join("");
      const [mantissa = "", exponent = "0"] = back.replace("−", "-").replaceAll(",", "").split("*10**");
      expect(Math.abs(Number(`${mantissa}e${exponent}`) - value)).toBeLessThanOrEqual(0.051 * Math.abs(value));
    }),
  );
});

it("a value is printed as it can be typed again", () => {
  fc.assert(
    fc.property(fc.double({ min: -1e7, max: 1e7, noNaN: true }), (value) => {
      const back = Number(formatValue(value).replace("−", "-"));
      expect(Math.abs(back - value)).toBeLessThanOrEqual(1e-5 * Math.abs(value));
    }),
  );
});

it("names are words", () => {
  expect(labelOf("betaMin")).toBe("beta min");
  expect(labelOf("weight")).toBe("weight");
});
