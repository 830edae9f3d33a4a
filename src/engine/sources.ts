/**
 * @file Where the points of a term come from: noised data, the box, the two ends.
 *
 *     noised data   x = α(s) y + std(s) ε,   λ(s) = log(std/α) ~ N(m, sd²) clipped to [λ(s₀), λ(T)]
 *
 * λ is monotone in s for every noising process, so s(λ) is read off a table, linear in log s: 4,096 entries between s₀ and T
 * keep its error below 10⁻⁶ in λ. The columns are computed from the f32 time that the loss will see.
 */
import type { Density } from "../catalogue/define.ts";
import type { PointSource, Streams } from "../catalogue/terms.ts";
import { div, type Expr, leaves, log } from "../math/expression.ts";
import { column, plan } from "../math/expression-plan.ts";
import type { Random } from "../math/random.ts";
import type { Uniforms } from "./evaluation.ts";

/** Draws n data points, row-major [n, d]. */
export type Draw = (random: Random, n: number, x: Float32Array) => void;

export interface Noising {
  readonly alpha: Expr;
  readonly std: Expr;
}

const TABLE = 4096;

export interface NoiseLaw {
  /** Noising times, [n]. */
  draw(random: Random, n: number, s: Float32Array): void;
  /** α and std at generation time t, one per row. */
  at(t: Float32Array, n: number, alpha: Float64Array, std: Float64Array): void;
}

export function noiseLaw(
  noising: Noising,
  uniforms: Uniforms,
  options: { readonly mean: number; readonly sd: number; readonly smallest: number },
): NoiseLaw {
  const horizon = uniforms("horizon");
  const first = options.smallest * horizon;
  const levels = plan([log(div(noising.std, noising.alpha))], new Set(uniformNames(noising)));
  const coefficients = plan([noising.alpha, noising.std], new Set(uniformNames(noising)));
  const logS = Float64Array.from({ length: TABLE }, (_, i) => Math.log(first) + (Math.log(horizon / first) * i) / (TABLE - 1));
  const times = logS.map((l) => horizon - Math.exp(l));
  const lambda = new Float64Array(TABLE);
  const uniformsOf = (p: { readonly uniforms: readonly string[] }) => p.uniforms.map(uniforms);
  levels.evaluate(
    TABLE,
    levels.columns.map(() => column(times)),
    uniformsOf(levels),
    [column(lambda)],
  );
  const [low, high] = [lambda[0] ?? 0, lambda[TABLE - 1] ?? 0];

  return {
    draw(random, n, s) {
      for (let i = 0; i < n; i++) {
        const wanted = Math.min(high, Math.max(low, options.mean + options.sd * random.normal()));
        s[i] = Math.exp(interpolate(lambda, logS, wanted));
      }
    },
    at(t, n, alpha, std) {
      coefficients.evaluate(
        n,
        coefficients.columns.map(() => column(t)),
        uniformsOf(coefficients),
        [column(alpha), column(std)],
      );
    },
  };
}

/** Every leaf of the coefficients except the time is one number. */
function uniformNames(noising: Noising): readonly string[] {
  return [...leaves([noising.alpha, noising.std])].filter((name) => name !== "t");
}

/** y at `wanted`, where x is increasing. */
function interpolate(x: Float64Array, y: Float64Array, wanted: number): number {
  let low = 0;
  let high = x.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= wanted) low = middle;
    else high = middle;
  }
  const share = Math.min(1, Math.max(0, (wanted - x[low]!) / (x[high]! - x[low]!)));
  return y[low]! + share * (y[high]! - y[low]!);
}

/** Data points noised to a random level, with the noise used (e1, e2) and, if asked for, random directions (w1, w2). */
export function noisedData(d: 1 | 2, draw: Draw, law: NoiseLaw, horizon: number, directions: boolean): PointSource {
  const axes = Array.from({ length: d }, (_, i) => String(i + 1));
  let rows = new Float32Array(0);
  let s = new Float32Array(0);
  let [alpha, std] = [new Float64Array(0), new Float64Array(0)];
  return {
    id: directions ? "noised-data-directions" : "noised-data",
    columns: [...axes.map((i) => `e${i}`), ...(directions ? axes.map((i) => `w${i}`) : [])],
    fill(streams: Streams, n, columns) {
      if (rows.length !== n * d)
        [rows, s, alpha, std] = [new Float32Array(n * d), new Float32Array(n), new Float64Array(n), new Float64Array(n)];
      draw(streams.batch, n, rows);
      law.draw(streams.noise, n, s);
      const t = columns["t"]!;
      for (let i = 0; i < n; i++) t[i] = horizon - s[i]!;
      law.at(t, n, alpha, std);
      axes.forEach((axis, k) => {
        const [x, e] = [columns[`x${axis}`]!, columns[`e${axis}`]!];
        for (let i = 0; i < n; i++) {
          e[i] = streams.noise.normal();
          x[i] = alpha[i]! * rows[i * d + k]! + std[i]! * e[i]!;
        }
        const w = columns[`w${axis}`];
        if (w !== undefined) for (let i = 0; i < n; i++) w[i] = streams.noise.normal();
      });
    },
  };
}

/** Uniform points in [−R, R]^d; times by the noise law where there is one, else uniform on [0, T]. */
export function box(d: 1 | 2, radius: number, horizon: number, law: NoiseLaw | undefined): PointSource {
  const axes = Array.from({ length: d }, (_, i) => String(i + 1));
  return {
    id: "box",
    columns: [],
    fill(streams, n, columns) {
      for (const axis of axes) {
        const x = columns[`x${axis}`]!;
        for (let i = 0; i < n; i++) x[i] = radius * (2 * streams.noise.uniform() - 1);
      }
      const t = columns["t"]!;
      if (law === undefined) for (let i = 0; i < n; i++) t[i] = horizon * streams.noise.uniform();
      else {
        law.draw(streams.noise, n, t);
        for (let i = 0; i < n; i++) t[i] = horizon - t[i]!;
      }
    },
  };
}

/** Raw data at the smallest noise. */
export function dataEnd(d: 1 | 2, draw: Draw, time: number): PointSource {
  return endSource("data-end", d, draw, time, [], () => undefined);
}

/** Points of the reference at t = 0, with the reference's score (r1, r2). */
export function referenceEnd(d: 1 | 2, reference: Density): PointSource {
  const score = reference.score?.bind(reference);
  if (score === undefined) throw new Error("The reference has no score.");
  const axes = Array.from({ length: d }, (_, i) => String(i + 1));
  const draw: Draw = (random, n, x) => {
    reference.sample(random, n, x);
  };
  return endSource(
    "reference-end",
    d,
    draw,
    0,
    axes.map((i) => `r${i}`),
    (rows, n, columns) => {
      const out = new Float32Array(n * d);
      score(rows, n, out);
      axes.forEach((axis, k) => {
        const r = columns[`r${axis}`]!;
        for (let i = 0; i < n; i++) r[i] = out[i * d + k]!;
      });
    },
  );
}

function endSource(
  id: string,
  d: 1 | 2,
  draw: Draw,
  time: number,
  more: readonly string[],
  after: (rows: Float32Array, n: number, columns: Readonly<Record<string, Float32Array>>) => void,
): PointSource {
  return {
    id,
    columns: more,
    fill(streams, n, columns) {
      const rows = new Float32Array(n * d);
      draw(streams.batch, n, rows);
      for (let k = 0; k < d; k++) for (let i = 0; i < n; i++) columns[`x${String(k + 1)}`]![i] = rows[i * d + k]!;
      columns["t"]!.fill(time);
      after(rows, n, columns);
    },
  };
}
