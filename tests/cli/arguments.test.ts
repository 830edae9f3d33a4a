/** @file The command line as data, and the answer as JSON. */
import { describe, expect, it } from "vitest";
import { numberOf, oneOf, onlyWord, parse, optionOf } from "../../src/cli/arguments.ts";
import { BadInput } from "../../src/cli/failure.ts";
import { printedJson } from "../../src/cli/say.ts";

const OPTIONS = { at: "many", seed: "one", lenient: "flag" } as const;

describe("the command line", () => {
  it("takes the word after an option whatever it looks like", () => {
    const given = parse(["moons-ot", "--at", "-1.3,0.8,0", "--at=-2,0", "--seed", "3", "--lenient"], OPTIONS);
    expect(given.words).toEqual(["moons-ot"]);
    expect(given.values.get("at")).toEqual(["-1.3,0.8,0", "-2,0"]);
    expect(optionOf(given, "seed")).toBe("3");
    expect(given.flags.has("lenient")).toBe(true);
  });

  it.each([
    [["--nothing"], /--nothing.*--at/],
    [["--seed"], /needs a value/],
    [["--lenient=yes"], /takes no value/],
    [["--constructor", "1"], /no such option/],
  ])("%j", (args, message) => {
    expect(() => parse(args, OPTIONS)).toThrow(message);
    expect(() => parse(args, OPTIONS)).toThrow(BadInput);
  });

  it.each(["", " ", "NaN", "Infinity", "1e999", "3x", "-1", "2.5", "11"])("--seed %j is not a whole number from 0 to 10", (text) => {
    expect(() => numberOf(parse(["--seed", text], OPTIONS), "seed", { min: 0, max: 10, whole: true })).toThrow(
      /--seed: given .* allowed: a whole number from 0 to 10/,
    );
  });

  it("wants one word and a known one", () => {
    expect(() => onlyWord(parse([], OPTIONS), "preset")).toThrow(/missing: preset/);
    expect(() => onlyWord(parse(["a", "b"], OPTIONS), "preset")).toThrow(/"b" beside "a"/);
    expect(() => oneOf(parse(["--seed", "x"], OPTIONS), "seed", ["a", "b"])).toThrow(/"x"; allowed: a, b/);
  });
});

describe("the answer", () => {
  it("is JSON whatever is in it", () => {
    const value = {
      a: [1, 2],
      b: [[1], [2]],
      c: { d: null, e: "ü\n", f: [] as number[], g: {} },
      h: [{ i: 1 }, { i: undefined }],
      j: Number.NaN,
    };
    expect(JSON.parse(printedJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
  });
});
