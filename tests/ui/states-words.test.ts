/** @file An epidemic in words and as a table. */
import { expect, it } from "vitest";
import type { StatesSolved } from "../../src/engine/at-once-results.ts";
import { coursesCsv } from "../../src/ui/share/courses-csv.ts";
import { metricRows, statesSummary } from "../../src/ui/states/metric-words.ts";

const course = { shares: Float64Array.of(0.9, 0.5, 0.1, 0.5), policy: Float64Array.of(1, 0.5, Number.NaN, Number.NaN) };
const solved: StatesSolved = {
  kind: "states",
  timeUnit: "day",
  states: ["S", "I"],
  times: Float64Array.of(0, 2),
  equilibrium: course,
  values: Float64Array.of(3, 0, 4, 0),
  optimum: null,
  noBehaviour: course,
  reproduction: Float64Array.of(2, 1),
  agents: { count: 0, frames: 1, states: new Uint8Array() },
  outcome: {
    solver: "forward-backward",
    counts: "sweeps",
    ended: true,
    converged: true,
    sweeps: 9,
    of: null,
    change: 0,
    says: "",
    mass: 1,
    nodes: [2],
  },
  metrics: { attackRate: 0.64735, peak: 0.08647, peakDay: 35.4, cost: 211.33, exploitability: 0.0002, smallest: { S: 0.656 }, jump: null },
  seconds: 0.02,
};

it("rows have units, and what is not known has none", () => {
  expect(metricRows(solved).map(({ title, value }) => `${title} ${value}`)).toEqual([
    "attack rate 64.73 %",
    "peak 8.65 %",
    "peak on day 35.4",
    "cost 211.3",
    "exploitability 2.0·10⁻⁴",
    "least choice, S 0.656",
  ]);
});

it("the summary says what happened", () => {
  expect(statesSummary(solved)).toBe(
    "The game is solved: nobody changes anything any more. 65 % of all people fall ill by the last day. " +
      "At the peak 8.6 % carry the disease, on day 35.4. The least that is chosen: 0.656 in S. It costs 211.3. Alone, one person could gain 2.0·10⁻⁴.",
  );
});

it("the table leaves out what is not chosen", () => {
  expect(coursesCsv(solved).split("\n")).toEqual([
    "day,reproduction,share S,share I,policy S,policy I,value S,value I,no behaviour share S,no behaviour share I",
    "0,2,0.9,0.1,1,,3,4,0.9,0.1",
    "2,1,0.5,0.5,0.5,,0,0,0.5,0.5",
    "",
  ]);
});
