/** @file Every activation of the folder, and planted mistakes that its contract must find. */
import { describe, expect, it } from "vitest";
import type { Activation } from "../../src/catalogue/activation.ts";
import { activations } from "../../src/catalogue/activations.ts";
import { specs } from "../../src/catalogue/specs.ts";
import { activationProblems } from "./activation-contract.ts";

it.each([...activations.all])("%s", (_id, entry) => {
  expect(activationProblems(entry)).toEqual([]);
});

it("the page offers what the kernels are built with, in the same order", () => {
  expect([...specs.activation.keys()]).toEqual([...activations.all.keys()]);
});

describe("a mistake in", () => {
  const good = activations.get("gelu");
  it.each<[string, Partial<Activation>, RegExp]>([
    ["the value", { value: (x) => good.value(x) * (1 + 1e-5) }, /value is another/],
    [
      "a″: its sign",
      {
        slopes: (z, m) => {
          const slopes = good.slopes(z, m);
          return { ...slopes, second: () => m.neg(slopes.second()) };
        },
      },
      /second is not/,
    ],
    [
      "a‴: a factor",
      {
        slopes: (z, m) => {
          const slopes = good.slopes(z, m);
          return { ...slopes, third: () => m.mul(1.001, slopes.third()) };
        },
      },
      /third is not/,
    ],
    ["the gain", { gain: 0 }, /gain/],
  ])("%s", (_name, change, message) => {
    expect(activationProblems({ ...good, ...change }).join("\n")).toMatch(message);
  });
});
