/** @file How many of one's own points a link carries. */
import { describe, expect, it } from "vitest";
import { decodeLink } from "../../src/experiment/link-decode.ts";
import { encodeLink } from "../../src/experiment/link.ts";
import { leftOutOfLink, linkable, MOST_POINTS_IN_LINK } from "../../src/experiment/linkable.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { random } from "../../src/math/random.ts";

const stream = random(8, "link");
const drawn = (n: number): number[][] =>
  Array.from({ length: n }, () => [Math.round(100 * stream.normal()) / 100 + 0, Math.round(100 * stream.normal()) / 100 + 0]);

const withRows = (rows: readonly (readonly number[])[]) =>
  resolve({ model: "score-diffusion", data: { id: "points", params: { rows } } }, "strict").experiment!;

describe("points in a link", () => {
  it("a drawing of 600 points comes back to the last digit, in an address that mail leaves whole", () => {
    const experiment = withRows(drawn(MOST_POINTS_IN_LINK));
    expect(linkable(experiment)).toBe(experiment);
    const { search, hash } = encodeLink(experiment);
    expect(hash.length).toBeLessThan(6000);
    expect(decodeLink(`https://lab.example/${search}${hash}`).experiment).toEqual(experiment);
  });

  it("of more, it carries evenly thinned ones, and everything else", () => {
    const experiment = withRows(drawn(20_000));
    expect(leftOutOfLink(experiment)).toBe(20_000 - MOST_POINTS_IN_LINK);
    const thinned = linkable(experiment);
    const rows = thinned.data!.params["rows"] as readonly (readonly number[])[];
    const all = experiment.data!.params["rows"] as readonly (readonly number[])[];
    expect(rows).toHaveLength(MOST_POINTS_IN_LINK);
    expect(rows[0]).toEqual(all[0]);
    expect(rows[300]).toEqual(all[10_000]);
    expect({ ...thinned, data: null }).toEqual({ ...experiment, data: null });
    const { search, hash } = encodeLink(thinned);
    expect(decodeLink(`https://lab.example/${search}${hash}`).experiment).toEqual(thinned);
  });

  it("other data are left alone", () => {
    const experiment = resolve({ model: "ot-flow" }, "strict").experiment!;
    expect(linkable(experiment)).toBe(experiment);
    expect(leftOutOfLink(experiment)).toBe(0);
  });
});
