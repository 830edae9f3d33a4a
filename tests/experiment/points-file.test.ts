/** @file Own points from text: CSV and JSON as people write them, and complaints that name the line. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { POINTS } from "../../src/catalogue/limits.ts";
import { pickColumns, type PointsProblem, type PointsTable, readingPoints } from "../../src/experiment/points-file.ts";

/** At one go. */
function readPoints(text: string): PointsTable | PointsProblem {
  const reading = readingPoints(text);
  for (;;) {
    const { done, value } = reading.next();
    if (done === true) return value;
  }
}

const table = (text: string) => {
  const found = readPoints(text);
  if ("problem" in found) throw new Error(found.problem);
  return found;
};
const problem = (text: string) => {
  const found = readPoints(text);
  return "problem" in found ? found.problem : `no problem: ${JSON.stringify(found.rows.slice(0, 3))}`;
};

describe("what can be read", () => {
  it.each([
    ["commas", "1,2\n3,4\n"],
    ["semicolons", "1;2\n3;4"],
    ["tabs", "1\t2\r\n3\t4\r\n"],
    ["old line ends, blank lines, spaces, a byte order mark", "\uFEFF 1 , 2 \r\r3,4\r"],
    ["quotes", '"1","2"\n"3",4'],
    ["JSON rows", "[[1, 2], [3, 4]]"],
    ["JSON objects", '[{"a": 1, "b": 2, "label": "x"}, {"b": 4, "a": 3}]'],
  ])("%s", (_name, text) => {
    expect(table(text).rows).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("a header names the columns, quoted ones with separators and quotes inside", () => {
    expect(table('"x, in ""m""",y\n1,2\n3,4')).toEqual({
      names: ['x, in "m"', "y"],
      rows: [
        [1, 2],
        [3, 4],
      ],
    });
    expect(table("1\n2")).toEqual({ names: ["column 1"], rows: [[1], [2]] });
    expect(table("[1, 2.5, -3e2]")).toEqual({ names: ["column 1"], rows: [[1], [2.5], [-300]] });
  });

  it("any numbers, written by any separator, come back as they were", () => {
    const rows = fc.integer({ min: 1, max: 3 }).chain((width) =>
      fc.array(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: width, maxLength: width }), {
        minLength: 2,
        maxLength: 20,
      }),
    );
    fc.assert(
      fc.property(rows, fc.constantFrom(",", ";", "\t"), fc.boolean(), (given, separator, quoted) => {
        const text = given.map((row) => row.map((x) => (quoted ? `"${x}"` : String(x))).join(separator)).join("\n");
        expect(table(text).rows).toEqual(given.map((row) => row.map((x) => Number(String(x)))));
      }),
      { numRuns: 50 },
    );
  });

  it("a column or two are picked", () => {
    const three = table("a,b,c\n1,2,3\n4,5,6");
    expect(pickColumns(three, [2])).toEqual([[3], [6]]);
    expect(pickColumns(three, [2, 0])).toEqual([
      [3, 1],
      [6, 4],
    ]);
    expect(pickColumns(three, [3])).toHaveProperty("problem");
    expect(pickColumns(three, [])).toHaveProperty("problem");
    expect(pickColumns(three, [0, 1, 2])).toHaveProperty("problem");
  });
});

describe("what cannot be read says where", () => {
  it.each([
    ["nothing", "", /nothing in it/],
    ["white space", " \n\n ", /nothing in it/],
    ["only a header", "x,y", /nothing in it/],
    ["one point", "x,y\n1,2", /only 1 point/],
    ["ragged", "1,2\n\n3,4\n5\n", /Line 4 has 1 values, the first line has 2/],
    ["a word among numbers", "x,y\n1,2\n3,four\n", /Line 3, column 2: "four" is not a number/],
    ["an empty cell", "1,2\n3,\n", /Line 2, column 2: it is empty/],
    ["infinite", "1,2\n3,1e999\n", /Line 2, column 2: "1e999" is not a number/],
    ["NaN", "1,2\nNaN,3\n", /Line 2, column 1: "NaN" is not a number/],
    ["hexadecimal", "1,2\n0x10,3\n", /"0x10" is not a number/],
    ["an open quote", '1,2\n"3,4\n5,6', /Line 2: a quote/],
    ["a line after a quoted line end", '"a\nb",c\n1,2\n3,x\n4,5', /Line 4, column 2/],
    ["broken JSON", "[[1, 2], [3", /cannot be read/],
    ["JSON that is no list", '{"x": [1, 2]}', /must be a list/],
    ["an empty JSON list", "[]", /nothing in it/],
    ["ragged JSON", "[[1, 2], [3]]", /Point 2 has 1 values, the first has 2/],
    ["JSON with text", '[[1, 2], [3, "4"]]', /Point 2, value 2: "4" is not a number/],
    ["JSON with null", "[1, null]", /Point 2, value 1: null is not a number/],
    ["JSON objects without numbers", '[{"a": "b"}, {"a": "c"}]', /Point 1 has no numbers/],
    ["JSON objects that lose a field", '[{"a": 1}, {"b": 2}]', /Point 2, value 1: nothing is not a number/],
  ])("%s", (_name, text, message) => {
    expect(problem(text)).toMatch(message);
  });

  it("more points than can be used", () => {
    expect(problem("1,2\n".repeat(POINTS.max + 1))).toMatch(/100001 points; at most 100000/);
    expect(table("1,2\n".repeat(POINTS.max)).rows).toHaveLength(POINTS.max);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readPoints(text)));
  });
});
