/** @file What a case of the benchmark is given, and what it answers. */
import type { Built } from "./built.mjs";
import type { Lane, LaneOptions } from "./lanes.mjs";

export interface Given {
  /** One page per name, kept for the whole benchmark. */
  readonly lane: (name: string, options?: LaneOptions) => Promise<Lane>;
  /** The lab, built once. */
  readonly built: () => Promise<Built>;
  readonly rounds: number;
  /** An earlier checkout to compare with, if one was named. */
  readonly before: string | undefined;
  readonly say: (text: string) => void;
}

export interface Ratio {
  /** Median over the rounds. */
  readonly value: number;
  /** Of the best readings. */
  readonly byBest?: number;
}

export interface Row {
  readonly name: string;
  /** Milliseconds. */
  readonly best?: number;
  readonly median?: number;
  readonly rounds?: readonly number[];
  /** What the case's `against` says. */
  readonly against?: Ratio;
  /** Where milliseconds are not what was measured. */
  readonly value?: string;
  readonly note?: string;
}

export interface Gate extends Ratio {
  readonly name: string;
  readonly aim: number;
  /** Without one, missing the aim fails nothing. */
  readonly gate?: number;
  /** Smaller is better. */
  readonly most?: boolean;
}

export interface Outcome {
  readonly rows: readonly Row[];
  /** Heading of the column `against`. */
  readonly against?: string;
  readonly notes?: readonly string[];
  readonly gates?: readonly Gate[];
}

export interface Case {
  readonly name: string;
  readonly title: string;
  run(given: Given): Promise<Outcome>;
}
