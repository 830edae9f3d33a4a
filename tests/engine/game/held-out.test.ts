/** @file Own points are split by the seed: a fifth is never trained on, and nothing is lost or twice. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { splitRows } from "../../../src/engine/game/held-out.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { experimentOf } from "../experiment-of.ts";

const given = Float32Array.from({ length: 2 * 23 }, (_, i) => Math.sin(i));
const keys = (rows: Float32Array): string[] =>
  Array.from({ length: rows.length / 2 }, (_, i) => rows.slice(2 * i, 2 * i + 2).join(" ")).sort();

describe("a split of rows", () => {
  it("holds out a fifth, and has every row once", () => {
    const { training, heldOut } = splitRows(given, 2, 1, Infinity);
    expect(heldOut).toHaveLength(2 * 4);
    expect(keys(Float32Array.of(...training, ...heldOut!))).toEqual(keys(given));
    expect(splitRows(given, 2, 1, Infinity)).toEqual({ training, heldOut });
    expect(splitRows(given, 2, 2, Infinity).heldOut).not.toEqual(heldOut);
  });

  it("takes a smaller training set without replacement, and holds the same rows out", () => {
    const all = splitRows(given, 2, 5, Infinity);
    const { training, heldOut } = splitRows(given, 2, 5, 7);
    expect(heldOut).toEqual(all.heldOut);
    expect(training).toEqual(all.training.slice(0, 2 * 7));
    expect(splitRows(given, 2, 5, 1000).training).toEqual(all.training);
  });

  it("of four points holds none out", () => {
    expect(splitRows(given.slice(0, 8), 2, 1, Infinity)).toMatchObject({ heldOut: null });
  });

  it("is that of the experiment: its pictures and its batches are of the training rows, a known law has none", () => {
    const rows = Array.from({ length: 23 }, (_, i) => [given[2 * i]!, given[2 * i + 1]!]);
    const setup = setUp(experimentOf({ model: "score-diffusion", seed: 9, data: { id: "points", params: { rows } } }), registry);
    const { training, heldOut } = splitRows(given, 2, 9, Infinity);
    expect(setup).toMatchObject({ training, heldOut, ownPoints: true });
    expect(setup.samplers.data!.rows).toEqual(training);
    const law = setUp(experimentOf({ model: "score-diffusion", data: { id: "moons", samples: 40 } }), registry);
    expect(law).toMatchObject({ heldOut: null, ownPoints: false });
    expect(law.training).toHaveLength(80);
    // A typed density is drawn from rows too, and they are nobody's own.
    const typed = setUp(experimentOf({ model: "boltzmann-generator", data: { id: "typed-density" } }), registry);
    expect(typed).toMatchObject({ training: null, heldOut: null, ownPoints: false });
  });
});
