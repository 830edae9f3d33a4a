/** @file A ruler that fails costs its own number, and says why; one that nobody wants any more is given up. */
import { expect, it } from "vitest";
import { measure, measureSubject } from "../../../src/engine/measure/measure.ts";
import type { Ruler } from "../../../src/engine/measure/ruler.ts";
import { rulers } from "../../../src/engine/measure/rulers.ts";
import { type MeasuringEffort, FULL, subjectOf } from "../../../src/engine/measure/subject.ts";
import { sessionOf } from "../experiment-of.ts";
import { linearField, sessionKnowing } from "./known-kernel.ts";

const SMALL: MeasuringEffort = { ...FULL, samples: 128, pairs: 2, truths: 3, particles: 128, steps: 4, points: 64, cells: 8 };
const session = sessionKnowing(
  { model: "normalizing-flow", network: { output: "field" } },
  linearField([
    [0.3, 0],
    [0, 0.3],
  ]),
);

it("a ruler that throws is null with a reason, and its neighbours answer", async () => {
  const planted = rulers.map(
    (ruler): Ruler => (ruler.spec.id === "curl" ? { ...ruler, measure: () => Promise.reject(new Error("planted")) } : ruler),
  );
  const { metrics, failed } = await measureSubject(subjectOf(session, SMALL), ["curl", "inverseError", "straightness"], {}, planted);
  expect(metrics.curl).toBeNull();
  expect(failed).toEqual({ curl: 'The ruler "Curl" failed: planted' });
  expect(metrics.inverseError).toBeGreaterThanOrEqual(0);
  expect(metrics.straightness).toBeGreaterThan(0);
});

it("a network that answers nonsense costs no run either", async () => {
  const broken = subjectOf(session, SMALL);
  const { metrics, failed } = await measureSubject(
    { ...broken, flow: { ...broken.flow, move: () => Promise.reject(new Error("no such path")) } },
    ["inverseError", "slicedW2"],
    {},
  );
  expect(metrics.inverseError).toBeNull();
  expect(failed.inverseError).toContain("no such path");
  expect(metrics.slicedW2!.value).toBeGreaterThan(0);
});

it("a cost that reads a density nobody knows is null, and no failure", async () => {
  const game = { terminal: { id: "jeffreys" } };
  const own = await sessionOf({ model: "flow-matching", data: { id: "points" }, game, network: { width: 4 } });
  const { metrics, failed } = await measure(own, ["cost"], SMALL);
  own.dispose();
  expect(failed).toEqual({});
  expect(metrics.cost).toBeNull();
});

it("a pause that throws is no failure of the ruler: nobody wants its answer", async () => {
  const gone = new Error("gone");
  await expect(measure(session, ["slicedW2"], SMALL, {}, () => Promise.reject(gone))).rejects.toBe(gone);
});

it("every ruler has a place of its own, and every answer one ruler", () => {
  const places = rulers.map(({ spec }) => spec.place);
  expect(new Set(places).size).toBe(places.length);
  const answers = rulers.flatMap(({ spec }) => spec.answers);
  expect(new Set(answers).size).toBe(answers.length);
  expect(rulers.length).toBeGreaterThan(10);
});
