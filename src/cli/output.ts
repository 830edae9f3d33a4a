/**
 * @file The files of `--out`: the experiment, its losses, samples, the training set, trajectories, the value function on the box, the weights.
 *
 * Numbers are written with every digit that f32 or f64 has, so that what is read back is what was computed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Flow } from "../engine/learn/flow.ts";
import { learnedSolution } from "../engine/learn/learned-solution.ts";
import { blocksOf } from "../engine/learn/networks.ts";
import type { Session } from "../engine/learn/session.ts";
import { type Tensor, writeSafetensors } from "../experiment/safetensors.ts";
import { weightsMetadata } from "../experiment/weights.ts";
import { random } from "../math/random.ts";
import { BadInput } from "./failure.ts";
import type { Losses } from "./train.ts";

/** In the order of the table in docs/files.md. @internal */
export const OUTPUT_FILES = [
  "experiment.json",
  "losses.csv",
  "samples.csv",
  "training.csv",
  "held-out.csv",
  "trajectories.csv",
  "value-grid.csv",
  "weights.safetensors",
] as const;

const PARTICLES = 256;
const GRID = 96;
const LINE = 961;
const TIMES = 9;

const coordinates = (d: 1 | 2): readonly string[] => (d === 1 ? ["x1"] : ["x1", "x2"]);

export function csv(header: readonly string[], rows: Iterable<readonly (number | string)[]>): string {
  const lines = [header.join(",")];
  for (const row of rows) lines.push(row.join(","));
  return `${lines.join("\n")}\n`;
}

function lossesCsv({ step, total, parts }: Losses): string {
  const names = Object.keys(parts);
  return csv(
    ["step", "total", ...names],
    step.map((at, k) => [at, total[k]!, ...names.map((name) => parts[name]![k]!)]),
  );
}

function rowsCsv(samples: Float32Array, d: 1 | 2): string {
  return csv(
    coordinates(d),
    Array.from({ length: samples.length / d }, (_, i) => Array.from(samples.subarray(i * d, (i + 1) * d))),
  );
}

async function trajectoriesCsv(flow: Flow): Promise<string> {
  const { dimension: d, experiment } = flow.setup;
  const rows: { particle: number; k: number; cells: number[] }[] = [];
  // Times are asked for: else whoever knows the way to the end jumps, and there is nothing to record.
  await flow.generate(PARTICLES, random(experiment.seed, "trajectories"), {
    times: flow.samplingTimes(),
    record: (k, t, x, first, count) => {
      for (let i = 0; i < count; i++) rows.push({ particle: first + i, k, cells: [first + i, t, ...x.subarray(i * d, (i + 1) * d)] });
    },
  });
  rows.sort((a, b) => a.particle - b.particle || a.k - b.k);
  return csv(
    ["particle", "t", ...coordinates(d)],
    rows.map(({ cells }) => cells),
  );
}

/** A regular grid over [c − R, c + R]^d, row-major with x2 outermost. */
function grid(d: 1 | 2, radius: number, centre: number): Float64Array {
  const edge = d === 1 ? LINE : GRID;
  const at = (i: number): number => centre - radius + (2 * radius * i) / (edge - 1);
  return d === 1
    ? Float64Array.from({ length: edge }, (_, i) => at(i))
    : Float64Array.from({ length: 2 * edge * edge }, (_, i) => at(i % 2 === 0 ? (i >> 1) % edge : Math.floor((i >> 1) / edge)));
}

/** U and the HJB residual on the fixed box at nine times; the residual is left empty where it is not known. null for a vector field. */
async function valueGridCsv(flow: Flow): Promise<string | null> {
  const { dimension: d, need, radius, centre, smallest, experiment } = flow.setup;
  if (need.output === "field") return null;
  const points = grid(d, radius, centre);
  const n = points.length / d;
  const last = experiment.game.horizon - smallest;
  const learned = learnedSolution(flow);
  const rows: (number | string)[][] = [];
  for (let k = 0; k < TIMES; k++) {
    const t = (last * k) / (TIMES - 1);
    const { value, residual } = await learned.at(["value", "residual"], Float32Array.from(points), n, t);
    for (let i = 0; i < n; i++) rows.push([t, ...points.subarray(i * d, (i + 1) * d), value![i]!, residual?.[i] ?? ""]);
  }
  return csv(["t", ...coordinates(d), "U", "residual"], rows);
}

function weights(session: Session): Uint8Array {
  const { experiment } = session.setup();
  const { average, theta } = session.checkpoint();
  const tensorsOf = (prefix: string, values: Float32Array): [string, Tensor][] =>
    blocksOf(session.setup()).map(({ name, rows, columns, offset }) => [
      `${prefix}${name}`,
      { shape: [rows, columns], values: values.subarray(offset, offset + rows * columns) },
    ]);
  return writeSafetensors(
    Object.fromEntries([...tensorsOf("average.", average), ...tensorsOf("trained.", theta)]),
    weightsMetadata({ experiment, step: session.step(), dataVariance: session.dataVariance() }),
  );
}

/** @throws BadInput if the folder cannot be made: asked before training, not after. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new BadInput(
      `--out: given ${JSON.stringify(folder)}, which cannot be made (${error instanceof Error ? error.message : "unknown"}); allowed: a folder that can be written`,
    );
  }
}

export interface WrittenOutcome {
  readonly session: Session;
  readonly flow: Flow;
  readonly losses: Losses;
  /** [n, d], as measured. */
  readonly samples: Float32Array;
}

export async function writeOutput(folder: string, { session, flow, losses, samples }: WrittenOutcome): Promise<void> {
  const { experiment, dimension, training, heldOut } = flow.setup;
  const valueGrid = await valueGridCsv(flow);
  const files: Readonly<Record<(typeof OUTPUT_FILES)[number], string | Uint8Array | null>> = {
    "experiment.json": `${JSON.stringify(experiment, null, 2)}\n`,
    "losses.csv": lossesCsv(losses),
    "samples.csv": rowsCsv(samples, dimension),
    // What the run was trained on, where that is a finite set, and what it was measured on, where that is not a known law.
    "training.csv": training === null ? null : rowsCsv(training, dimension),
    "held-out.csv": heldOut === null ? null : rowsCsv(heldOut, dimension),
    "trajectories.csv": await trajectoriesCsv(flow),
    "value-grid.csv": valueGrid,
    "weights.safetensors": session.learned ? weights(session) : null,
  };
  for (const name of OUTPUT_FILES) {
    const content = files[name];
    if (content !== null) writeFileSync(join(folder, name), content);
  }
}
