/**
 * @file The training batch of a step, drawn by counting: any step's batch is known without those before it.
 *
 *     words(sample, step, block, key),   key = hash(seed, id of the source)
 *     block 0        the row: lane 0 picks it, lanes 2, 3 are its noise            (sampler.ts; own points: by epochs)
 *     block 1 …      normals in pairs, two to a block: the noise level's first, if there is one, then z1, z2 …
 *     after those    uniforms, four to a block: u1, u2 …
 *     the next       the row of the origin, as block 0
 *     the last       lane 0 draws the origin's partner in the batch, where ends are coupled (coupling.ts)
 *
 * `layoutOf` is that table as data: the WGSL twin reads the same words. Leaves and results are rounded to f32; between them
 * formulas are evaluated in f64.
 */
import type { Samplers } from "../game/setup.ts";
import type { Density } from "../../catalogue/define.ts";
import { roundAfter } from "../../catalogue/lines.ts";
import type { PointSource } from "../../catalogue/terms.ts";
import { fillNormals, fillUniforms, fillWords, keyOf } from "../../math/counter.ts";
import { leaves } from "../../math/expressions/expression.ts";
import { type Column, column, plan } from "../../math/expressions/plan.ts";
import { fillRows, type Sampler } from "../../math/laws/sampler.ts";
import { runPlan, type Uniforms } from "../game/evaluation.ts";
import { fillTimes } from "../game/noise-law.ts";
import { createCoupler } from "./coupling.ts";

/** The word (or the first of the two words) a number is made of. */
export interface CounterPlace {
  readonly block: number;
  readonly lane: number;
}

export interface NormalPlace extends CounterPlace {
  /** Whether it is the sine of its pair. */
  readonly second: boolean;
}

export interface Layout {
  /** The normal behind the noise level. */
  readonly level: NormalPlace | undefined;
  readonly normals: readonly NormalPlace[];
  readonly uniforms: readonly CounterPlace[];
  /** The block of the second row, if there is one. */
  readonly origin: number | undefined;
  /** The block that draws the origin's partner, if ends are coupled. */
  readonly partner: number | undefined;
}

export function layoutOf(source: PointSource): Layout {
  const first = source.level === undefined ? 0 : 1;
  const all = Array.from({ length: first + source.normals }, (_, j) => {
    const pair = j >> 1;
    return { block: 1 + (pair >> 1), lane: 2 * (pair & 1), second: (j & 1) === 1 };
  });
  const base = (all[all.length - 1]?.block ?? 0) + 1;
  const origin = base + ((source.uniforms + 3) >> 2);
  return {
    level: first === 1 ? all[0] : undefined,
    normals: all.slice(first),
    uniforms: Array.from({ length: source.uniforms }, (_, j) => ({ block: base + (j >> 2), lane: j & 3 })),
    origin: source.origin === undefined ? undefined : origin,
    partner: source.coupling === undefined ? undefined : origin + 1,
  };
}

/** @throws for data that the game does not have */
export function samplerAt(samplers: Samplers, rows: "data" | "reference"): Sampler {
  const sampler = samplers[rows];
  if (sampler === null) throw new Error("This game has no data.");
  return sampler;
}

export interface DrawsGiven {
  readonly seed: number;
  /** Most samples of a step. */
  readonly capacity: number;
  /** What rows are drawn from. */
  readonly samplers: Samplers;
  readonly reference: Density;
  /** Particles at the end of the flow, [capacity, d], which whoever trains a critic renews: the leaves g1, g2. */
  readonly generated?: Float32Array;
  /** The ends of lines along a frozen flow, which whoever carries them renews before a step of a later round. */
  readonly carried?: CarriedEnds;
  /** Names of the leaves that are one number per step. */
  readonly uniform: ReadonlySet<string>;
}

/** Where particles start and where a flow sends them, [capacity, d] each. */
export interface CarriedEnds {
  readonly origins: Float32Array;
  readonly ends: Float32Array;
}

/** Writes x1 (x2), t and the source's columns for the samples of a step. */
export type Drawer = (step: number, n: number, uniforms: Uniforms, columns: Readonly<Record<string, Float32Array>>) => void;

const SCORE = "referenceScore";

export function drawer(source: PointSource, given: DrawsGiven): Drawer {
  const { capacity } = given;
  const d = source.x.length as 1 | 2;
  const key = keyOf(given.seed, source.id);
  const layout = layoutOf(source);
  const words = new Uint32Array(4 * capacity);
  const carried = new Float32Array(capacity);
  const newColumn = () => new Float32Array(capacity);
  const y = new Float32Array(capacity * d);
  const origins = new Float32Array(source.origin === undefined ? 0 : capacity * d);
  const [levels, s] = [newColumn(), newColumn()];
  const normals = layout.normals.map(newColumn);
  const uniforms = layout.uniforms.map(newColumn);
  const drawEnds = endsDrawer(source, given, { y, origins, carried, words });
  const score = new Float32Array(capacity * d);
  const scored = [...leaves(Object.values(source.columns))].some((name) => name.startsWith(SCORE));
  const known: Record<string, Column> = { s: column(s), carried: column(carried) };
  for (let i = 0; i < d; i++) {
    if (given.generated !== undefined) known[`g${String(i + 1)}`] = column(given.generated, i, d);
    known[`y${String(i + 1)}`] = column(y, i, d);
    if (source.origin !== undefined) known[`o${String(i + 1)}`] = column(origins, i, d);
    known[`${SCORE}${String(i + 1)}`] = column(score, i, d);
  }
  normals.forEach((z, j) => (known[`z${String(j + 1)}`] = column(z)));
  uniforms.forEach((u, j) => (known[`u${String(j + 1)}`] = column(u)));
  const time = plan([source.t], given.uniform);
  const points = plan([...source.x, ...Object.values(source.columns)], given.uniform);
  const names = [...source.x.map((_, i) => `x${String(i + 1)}`), ...Object.keys(source.columns)];

  // Numbers by the block that holds their words; the level and the z in order, so that pairs stand together.
  const allNormals = [...(layout.level === undefined ? [] : [{ at: layout.level, to: levels }]), ...zip(layout.normals, normals)];
  const allUniforms = zip(layout.uniforms, uniforms);
  const blocks = Math.max(0, ...[...allNormals, ...allUniforms].map(({ at }) => at.block));

  return (step, n, values, columns) => {
    drawEnds(step, n, values);
    for (let block = 1; block <= blocks; block++) {
      fillWords(n, step, block, key, words);
      allNormals.forEach(({ at, to }, j) => {
        if (at.block !== block || at.second) return;
        fillNormals(words, at.lane, n, to, allNormals[j + 1]?.to ?? null);
      });
      for (const { at, to } of allUniforms) if (at.block === block) fillUniforms(words, at.lane, n, to);
    }
    if (source.level !== undefined) fillTimes(source.level, levels, n, s);
    if (scored) scoreOf(given.reference)(y, n, score);
    const t = column(columns["t"]!);
    runPlan(time, n, known, values, [t]);
    runPlan(
      points,
      n,
      { ...known, t },
      values,
      names.map((name) => column(columns[name]!)),
    );
  };
}

interface Ends {
  readonly y: Float32Array;
  readonly origins: Float32Array;
  /** 1 where a flow has carried the origins to y. */
  readonly carried: Float32Array;
  readonly words: Uint32Array;
}

/** Rows and their origins for a step: drawn, and paired if they are coupled, or those that a frozen flow has carried. */
function endsDrawer(
  source: PointSource,
  given: DrawsGiven,
  { y, origins, carried, words }: Ends,
): (step: number, n: number, values: Uniforms) => void {
  const { capacity, samplers } = given;
  const { coupling, rounds } = source;
  const key = keyOf(given.seed, source.id);
  const layout = layoutOf(source);
  const dimension = source.x.length as 1 | 2;
  const couple = coupling === undefined ? undefined : createCoupler(coupling, { capacity, dimension, key, block: layout.partner! });
  return (step, n, values) => {
    const later = rounds !== undefined && roundAfter(rounds, step - 1) > 0;
    carried.fill(later ? 1 : 0);
    if (later) {
      if (given.carried === undefined) throw new Error("Nobody carries the ends of these lines.");
      origins.set(given.carried.origins);
      y.set(given.carried.ends);
      return;
    }
    if (source.rows !== "none") {
      fillWords(n, step, 0, key, words);
      fillRows(samplerAt(samplers, source.rows), words, n, y, { step, key });
    }
    if (source.origin !== undefined) {
      fillWords(n, step, layout.origin!, key, words);
      fillRows(samplers[source.origin], words, n, origins, { step, key });
    }
    couple?.(step, n, origins, y, values);
  };
}

const zip = <P extends CounterPlace>(
  places: readonly P[],
  columns: readonly Float32Array[],
): { readonly at: P; readonly to: Float32Array }[] => places.map((at, j) => ({ at, to: columns[j]! }));

function scoreOf(reference: Density): NonNullable<Density["score"]> {
  const score = reference.score?.bind(reference);
  if (score === undefined) throw new Error("The reference has no score.");
  return score;
}
