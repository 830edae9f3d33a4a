/**
 * @file Where the points of a term come from: noised data, the box, the two ends.
 *
 *     noised data     x = α(t) y + std(t) z,    t = T − s          y ~ data, s by the law of the noise levels
 *     box             x = R (2u − 1),           t = T − s, or T u without noise levels
 *     data end        x = y,                    t = T − s₀
 *     lines           x = (1 − u) o + u e,      t = T u            o ~ reference, e = y + σ o with y ~ data, or e = y where a flow carries o
 *     bridges         x = (1 − s) o + s y + w√(s(1 − s)) z,   t = T s,   s = (1 − cos πu)/2                                             w = σ√T
 *     steered bridges x = a + r (b − a) + w√(r(1 − r)) z,     r = u(2 − u)         b the end that is steered to, t = T r, or T (1 − r) to o
 *     reference end   x = y,                    t = 0,             with ∇log ρ₀ there
 *     generated       x = g,                    t = T              g at the end of the present flow
 *     between         x = u g + (1 − u) y,      t = T              on the segment from a data point to a generated one
 *
 * They are formulas and nothing else; `draws` evaluates them.
 */
import type { Lines, SteeredBridges } from "../../catalogue/lines.ts";
import type { NoiseLaw, PointSource } from "../../catalogue/terms.ts";
import { add, cos, type Expr, input, mul, num, scale, sin, sqrt, sub, sum, type Vec } from "../../math/expressions/expression.ts";
import type { NoisingExpressions } from "./noise-law.ts";

/** Live leaves beside those of the experiment: half the edge of the box, and s₀. */
export const BOX_RADIUS = "box-radius";
export const SMALLEST_TIME = "smallest-time";
/** The weight of the HJB residual by the horizon: along paths the penalty is a mean over times, not an integral. */
export const HJB_OVER_HORIZON = "hjb-weight-over-horizon";

const inputs = (letter: string, d: 1 | 2, after = 0): Vec =>
  Array.from({ length: d }, (_, i) => input(`${letter}${String(i + 1 + after)}`));

const columnsOf = (letter: string, values: Vec): Record<string, Expr> =>
  Object.fromEntries(values.map((value, i) => [`${letter}${String(i + 1)}`, value]));

const fromNoising: Expr = sub(input("game.horizon"), input("s"));

/** Data points noised to a random level, with the noise used (e1, e2) and, if asked for, random directions (w1, w2). */
export function noisedData(d: 1 | 2, noising: NoisingExpressions, law: NoiseLaw, directions: boolean): PointSource {
  const [y, z] = [inputs("y", d), inputs("z", d)];
  return {
    id: directions ? "noised-data-directions" : "noised-data",
    rows: "data",
    level: law,
    uniforms: 0,
    normals: directions ? 2 * d : d,
    t: fromNoising,
    x: y.map((value, i) => add(mul(noising.alpha, value), mul(noising.std, z[i]!))),
    columns: { ...columnsOf("e", z), ...(directions ? columnsOf("w", inputs("z", d, d)) : {}) },
  };
}

/** Uniform points in [−R, R]^d; times by the noise law where there is one, else uniform on [0, T]. */
export function box(d: 1 | 2, law: NoiseLaw | undefined): PointSource {
  return {
    id: "box",
    rows: "none",
    level: law,
    uniforms: law === undefined ? d + 1 : d,
    normals: 0,
    t: law === undefined ? mul(input("game.horizon"), input(`u${String(d + 1)}`)) : fromNoising,
    x: scale(
      input(BOX_RADIUS),
      inputs("u", d).map((u) => sub(mul(2, u), 1)),
    ),
    columns: {},
  };
}

/** Raw data at the smallest noise. */
export function dataEnd(d: 1 | 2): PointSource {
  return {
    id: "data-end",
    rows: "data",
    level: undefined,
    uniforms: 0,
    normals: 0,
    t: sub(input("game.horizon"), input(SMALLEST_TIME)),
    x: inputs("y", d),
    columns: {},
  };
}

/** What a critic is trained on: generated particles, data, and points between the two. */
export function criticSources(d: 1 | 2): { readonly generated: PointSource; readonly data: PointSource; readonly between: PointSource } {
  const [g, y, u] = [inputs("g", d), inputs("y", d), input("u1")];
  const common = { level: undefined, normals: 0, t: input("game.horizon"), columns: {} };
  return {
    generated: { ...common, id: "critic/generated", rows: "none", uniforms: 0, x: g },
    data: { ...common, id: "critic/data", rows: "data", uniforms: 0, x: y },
    between: { ...common, id: "critic/between", rows: "data", uniforms: 1, x: y.map((yi, i) => add(yi, mul(u, sub(g[i]!, yi)))) },
  };
}

/** On the straight line from a point of the reference to one of the data, drawn apart or paired; e1, e2 is the way between them. */
export function lines(d: 1 | 2, { coupling, deviation = 0, rounds }: Lines = {}): PointSource {
  const [o, row, u] = [inputs("o", d), inputs("y", d), input("u1")];
  const aside = rounds === undefined ? num(deviation) : mul(deviation, sub(1, input("carried")));
  const y = deviation === 0 ? row : row.map((yi, i) => add(yi, mul(aside, o[i]!)));
  return {
    id: "lines",
    rows: "data",
    origin: "reference",
    ...(coupling === undefined ? {} : { coupling }),
    ...(rounds === undefined ? {} : { rounds }),
    level: undefined,
    uniforms: 1,
    normals: 0,
    t: mul(input("game.horizon"), u),
    x: y.map((yi, i) => add(mul(sub(1, u), o[i]!), mul(u, yi))),
    columns: columnsOf(
      "e",
      y.map((yi, i) => sub(yi, o[i]!)),
    ),
  };
}

/**
 * On a Brownian bridge of deviation `spread` at the end if nothing held it there; e is its mean velocity there times T and the column
 * `balance` 2√(s(1 − s)) = sin πu, so that it is finite at both ends (docs/mathematics.md, Fisher information).
 */
export function bridges(d: 1 | 2, pairs: number, spread: Expr): PointSource {
  const [o, y, z] = [inputs("o", d), inputs("y", d), inputs("z", d)];
  const angle = mul(Math.PI, input("u1"));
  const [share, balance] = [mul(0.5, sub(1, cos(angle))), sin(angle)];
  const way = y.map((yi, i) => sub(yi, o[i]!));
  const shaken = scale(spread, z);
  return {
    id: "bridges",
    rows: "data",
    origin: "reference",
    coupling: { pairs, blur: spread },
    level: undefined,
    uniforms: 1,
    normals: d,
    t: mul(input("game.horizon"), share),
    x: o.map((oi, i) => sum([oi, mul(share, way[i]!), mul(mul(0.5, balance), shaken[i]!)])),
    columns: {
      ...columnsOf(
        "e",
        way.map((wi, i) => add(mul(balance, wi), mul(cos(angle), shaken[i]!))),
      ),
      balance,
    },
  };
}

/**
 * On a Brownian bridge of deviation `spread` at the end if nothing held it there. Whoever is at x has the share 1 − r of the time left to
 * reach b: e is that velocity times T and the column `balance` √(1 − r) = 1 − u, so that it is finite where the bridge arrives
 * (docs/mathematics.md, Bridge matching).
 */
export function steeredBridges(d: 1 | 2, { to, pairs, rounds }: SteeredBridges, spread: Expr): PointSource {
  const [o, y, z] = [inputs("o", d), inputs("y", d), inputs("z", d)];
  const [a, b] = to === "data" ? [o, y] : [y, o];
  const balance = sub(1, input("u1"));
  const share = mul(input("u1"), add(1, balance));
  const way = b.map((bi, i) => sub(bi, a[i]!));
  const shaken = scale(mul(spread, sqrt(share)), z);
  return {
    id: `bridges/${to}`,
    rows: "data",
    origin: "reference",
    ...(pairs === undefined ? {} : { coupling: { pairs, blur: spread } }),
    ...(rounds === undefined ? {} : { rounds }),
    level: undefined,
    uniforms: 1,
    normals: d,
    t: mul(input("game.horizon"), to === "data" ? share : sub(1, share)),
    x: a.map((ai, i) => sum([ai, mul(share, way[i]!), mul(balance, shaken[i]!)])),
    columns: {
      ...columnsOf(
        "e",
        way.map((wi, i) => sub(mul(balance, wi), shaken[i]!)),
      ),
      balance,
    },
  };
}

/** Points of the reference at t = 0, with the reference's score (r1, r2). */
export function referenceEnd(d: 1 | 2): PointSource {
  return {
    id: "reference-end",
    rows: "reference",
    level: undefined,
    uniforms: 0,
    normals: 0,
    t: num(0),
    x: inputs("y", d),
    columns: columnsOf("r", inputs("referenceScore", d)),
  };
}
