/**
 * @file Runs of 100 steps whose losses are on record, bit for bit: what a seed promises on every machine and in every browser.
 *
 * A change that moves a bit on purpose records them anew: `RECORD=1 npx vitest run --project unit tests/engine/learn/recorded.test.ts`.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const STEPS = 100;

/** Runs whose data are drawn by every way there is: a training set, a law, noise levels, sines of time, coupled ends. */
export const RECORDED_RUNS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "a roll-out": {
    model: "ot-flow",
    data: { id: "pinwheel", samples: 1000 },
    seed: 3,
    training: { batch: 256, stop: { steps: STEPS } },
  },
  "a diffusion": {
    model: "score-diffusion",
    data: { id: "two-spirals" },
    network: { time: "fourier" },
    seed: 5,
    training: { batch: 512, stop: { steps: STEPS } },
    regularisers: { hjb: { weight: 0.1 } },
  },
  "coupled ends": {
    model: "flow-matching",
    objective: { params: { coupling: "entropic", blur: 0.2 } },
    network: { width: 16, depth: 2 },
    seed: 7,
    training: { batch: 80, stop: { steps: STEPS } },
  },
};

export const RECORD_FILE = fileURLToPath(new URL("recorded-losses.json", import.meta.url));

/** The total loss of every step, and total and parts of the last, as the page lists them. */
export interface Recorded {
  readonly totals: readonly number[];
  readonly last: readonly number[];
  /** SHA-256 of the weights. */
  readonly weights: string;
}

export const recordedLosses = (): Readonly<Record<string, Recorded>> =>
  JSON.parse(readFileSync(RECORD_FILE, "utf8")) as Readonly<Record<string, Recorded>>;
