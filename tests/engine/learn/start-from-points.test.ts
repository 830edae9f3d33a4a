/** @file Flow matching from points of one's own to points of one's own: it trains, moves the one to the other, and says what cannot be known. */
import { describe, expect, it } from "vitest";
import { measure } from "../../../src/engine/measure/measure.ts";
import { LIVE } from "../../../src/engine/measure/subject.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { SAMPLES_ONLY } from "../../../src/engine/learn/learned-solution.ts";
import { decodeLink } from "../../../src/experiment/link-decode.ts";
import { encodeLink } from "../../../src/experiment/link.ts";
import { leftOutOfLink, linkable } from "../../../src/experiment/linkable.ts";
import { resolve } from "../../../src/experiment/resolve.ts";
import { random } from "../../../src/math/random.ts";
import { experimentOf, sessionOf } from "../experiment-of.ts";

const stream = random(4, "start-from-points");
const cloud = (n: number, x: number, y: number, sd: number): number[][] =>
  Array.from({ length: n }, () => [x + sd * stream.normal(), y + sd * stream.normal()].map((value) => Number(value.toFixed(3))));

const start = cloud(60, -2, 0.5, 0.3);
const given = {
  model: "flow-matching",
  data: { id: "points", params: { rows: cloud(200, 1.5, -1, 0.5) } },
  reference: { id: "points", params: { rows: start } },
  network: { output: "field", width: 16, depth: 2 },
  training: { batch: 128, optimiser: { params: { rate: 0.02 } }, warmup: 0, ema: 0.9 },
};

describe("flow matching from points", () => {
  it("starts at them, ends like the data, and has no likelihood: the reason stands in its place", async () => {
    const session = await sessionOf(given);
    for (let k = 0; k < 150; k++) await session.advance(0);
    const flow = flowOf(session);
    const n = 400;
    let first: Float32Array | undefined;
    const end = await flow.generate(n, random(1, "ends"), {
      record: (k, _t, x) => {
        if (k === 0) first = x.slice();
      },
    });
    const rows = new Set(start.map((row) => Float32Array.from(row).join()));
    for (let i = 0; i < n; i++) expect(rows.has(first!.slice(2 * i, 2 * i + 2).join())).toBe(true);
    const mean = [0, 1].map((a) => Array.from({ length: n }, (_, i) => end[2 * i + a]!).reduce((sum, x) => sum + x, 0) / n);
    expect(Math.abs(mean[0]! - 1.5)).toBeLessThan(0.3);
    expect(Math.abs(mean[1]! + 1)).toBeLessThan(0.3);
    expect(flow.logDensity(end, n, 4)).toBeNull();
    const { metrics, failed } = await measure(session, ["nll", "slicedW2"], { ...LIVE, samples: 64, truths: 2, pairs: 2 });
    expect(metrics.nll).toBeNull();
    expect(failed.nll).toBe(SAMPLES_ONLY);
    expect(metrics.slicedW2!.value).toBeGreaterThan(0);
    session.dispose();
  });

  it("comes back from a link to the last digit; two places with points share what a link carries", () => {
    const experiment = experimentOf(given);
    expect(linkable(experiment)).toBe(experiment);
    const { search, hash } = encodeLink(experiment);
    expect(decodeLink(search + hash).experiment).toEqual(experiment);
    expect(experimentOf(JSON.parse(JSON.stringify(experiment)))).toEqual(experiment);
    const many = experimentOf({ ...given, reference: { id: "points", params: { rows: cloud(700, 0, 0, 1) } } });
    expect(leftOutOfLink(many)).toBe(400);
    expect(leftOutOfLink(many, ["data"])).toBe(0);
    expect(linkable(many).data).toBe(many.data);
    expect(linkable(many).reference.params["rows"]).toHaveLength(300);
  });

  it.each([
    ["points", "moons"],
    ["uniform", "bimodal"],
    ["checkerboard", "moons"],
  ])("elsewhere %s cannot be the start: the reason and the nearest start are said", (id, data) => {
    const here = { data: { id: data }, reference: { id } };
    const { experiment, misfits } = resolve({ model: "ot-flow", ...here }, "strict");
    expect(experiment).toBeNull();
    const [misfit] = misfits.filter(({ path }) => path === "reference.id");
    expect(misfit!.reason).toContain("Flow matching draws from it");
    expect(resolve({ model: "ot-flow", ...here, ...misfit!.nearest }, "strict").experiment).not.toBeNull();
    expect(resolve({ model: "flow-matching", ...here }, "strict").experiment).not.toBeNull();
  });
});
