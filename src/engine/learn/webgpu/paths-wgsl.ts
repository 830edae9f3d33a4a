/**
 * @file A whole roll-out of a tile as one dispatch: all steps ahead, the costs at the ends, and the exact adjoint all the way back.
 *
 *     phases    stage 0 … KS − 1 ahead  |  the ends that have costs  |  stage KS − 1 … 0 back
 *
 * It is `roll-out` and `paths-step` in one loop, so that the network's forward pass and its adjoint stand in the shader once
 * each: compilers paste functions where they are called. Stage inputs are kept in `stored`; jets are computed again on the way
 * back, as everywhere. A lane carries its particle's position, costs, slopes and sensitivities in registers.
 */
import type { Accumulated, EndCost, PathsTerm } from "../../../catalogue/terms.ts";
import type { PathEnd } from "../../../catalogue/place.ts";
import { keyOf } from "../../../math/counter.ts";
import { type Expr, input, mul, sub, substitute, sum } from "../../../math/expressions/expression.ts";
import { gradient } from "../../../math/expressions/gradient.ts";
import { literal } from "../../../math/expressions/wgsl.ts";
import { type Tableau, tableauOf } from "../../../math/integrators.ts";
import { presentValue } from "../../game/discount.ts";
import { bar, type Channels, channelsOf } from "../../game/evaluation.ts";
import {
  BINDINGS,
  cotangentUses,
  inputStatements,
  jetTexts,
  reads,
  statements,
  type TermGiven,
  type TermShader,
  termShader,
} from "./term-wgsl.ts";

export interface PathsParts {
  readonly columns: readonly Accumulated[];
  /** At the start of the paths, then at their arrival. */
  readonly ends: readonly EndCost[];
}

/** What the parts of the loss are, in the order of `paths-step`. */
export function pathsParts(term: PathsTerm): PathsParts {
  const start = term.direction === "push" ? "reference" : "data";
  const isStart = (cost: EndCost): boolean => cost.at === start;
  return {
    columns: term.accumulate.filter((a) => a.in === "loss"),
    ends: [...term.end.filter(isStart), ...term.end.filter((cost) => !isStart(cost))],
  };
}

export interface PathsShaderGiven {
  readonly term: PathsTerm;
  readonly here: PathEnd;
  readonly sigma: Expr;
  readonly given: TermGiven;
}

interface Plan extends PathsShaderGiven {
  readonly push: boolean;
  readonly tableau: Tableau;
  readonly columns: readonly Accumulated[];
  readonly ends: readonly End[];
  readonly drift: readonly Expr[];
  readonly rates: readonly Expr[];
  readonly channels: Channels;
  readonly leaf: (more?: Readonly<Record<string, string>>) => (name: string) => string;
}

interface End {
  readonly at: "data" | "reference";
  readonly arrival: boolean;
  readonly roots: readonly Expr[];
  /** Which part of the term the first root is. */
  readonly part: number;
  readonly jets: boolean;
}

const AXES = ["x", "y"] as const;
const EXTRA = ["logVolume", "targetLogDensity", "referenceLogDensity"] as const;

export function pathsShader(paths: PathsShaderGiven): TermShader {
  const plan = planOf(paths);
  const { term, given, channels, ends, tableau, push, rates } = plan;
  const stages = tableau.weights.length;
  const along = term.steps * stages;
  const roots = ends.flatMap((end) => end.roots);
  const densities = [
    ...(reads(roots, "referenceLogDensity") ? ["reference" as const] : []),
    ...(reads(roots, "targetLogDensity") ? ["target" as const] : []),
  ];
  const withoutJets = ends.flatMap((end, e) => (end.jets ? [] : [`phase != ${String(along + e)}u`]));
  const needed = (call: string): string => (withoutJets.length === 0 ? call : `if (${withoutJets.join(" && ")}) { ${call} }`);
  const { row, seed } = given;
  return termShader({
    given,
    channels,
    points: true,
    level: undefined,
    drawn: [term.start],
    densities,
    own: plan.columns.length + roots.length,
    stored: {
      declaration: `@group(0) @binding(${String(BINDINGS.stored)}) var<storage, read_write> stored: array<vec2f>;`,
      floatsPerSample: 2 * along,
    },
    before: constants(tableau, along, ends.length),
    tile: `
    let startKey = ${String(keyOf(seed, "paths/start"))}u;
    let words = pcg4d(vec4u(i, ${row.step}, 0u, startKey));
    let start = draw${term.start === "data" ? "Data" : "Reference"}(words, i, ${row.step}, startKey);
    let horizon = ${row.live("game.horizon")};
    let h = ${push ? "" : "-"}horizon / ${literal(term.steps)};
    var x = start;
    var costs: array<f32, ${String(Math.max(1, rates.length))}>;
    var slopes: array<vec2f, STAGES>;
    var sensitivities: array<vec2f, STAGES>;
    var lambda = vec2f(0.0f); // what the loss gains by a shift of x at the end of this stage's step
    var gVolume = 0.0f;
    for (var phase = 0u; phase < PHASES; phase++) {
      let ahead = phase < ALONG;
      let back = phase >= PHASES - ALONG;
      let q = select(phase, PHASES - 1u - phase, back);
      let k = q / STAGES;
      let s = q % STAGES;
      let keep = (group * ALONG + q) * TILE + lane;
      var at = x;
      var t = 0.0f;
      var shift = vec2f(0.0f); // explicit part of ∂S/∂x
      if (lane < TILE) {
        if (ahead || back) {
          // A quotient may be 2.5 units off in WGSL: beyond 1 there is no time, and a square root of it no number.
          let share = min(1.0f, (f32(k) + NODES[s]) / ${literal(term.steps)});
          t = horizon * ${push ? "share" : "(1.0f - share)"};
        }
        if (ahead) {
          for (var j = 0u; j < s; j++) { at += h * COUPLING[s * STAGES + j] * slopes[j]; }
          stored[keep] = at;
        } else if (back) { at = stored[keep]; }
        ${ends.map((end, e) => `else if (phase == ${String(along + e)}u) { at = ${end.arrival ? "x" : "start"}; t = ${end.at === "data" ? "horizon" : "0.0f"}; }`).join("\n        ")}
        ${inputStatements(given, new Map(Object.entries(POINT)))}
      }
      ${needed("jets_forward(lane, group);")}
      if (ahead) {
        if (lane < TILE) { ${ahead(plan)} }
      } else {
        if (lane < TILE) {
          if (back) { ${back(plan)} }
          ${ends.map((end, e) => `else if (phase == ${String(along + e)}u) { ${endWgsl(plan, end)} }`).join("\n          ")}
        }
        ${needed("jets_backward(lane, group);")}
        if (lane < TILE) { ${pull(plan, needed)} }
      }
    }
    if (real) { ${plan.columns.map((_, j) => `part${String(j)} += ${row.weight(given.firstPart + j)} * costs[${String(j)}];`).join("\n      ")} }`,
  });
}

function constants(tableau: Tableau, along: number, ends: number): string {
  const list = (values: readonly number[]): string => `array<f32, ${String(values.length)}>(${values.map(literal).join(", ")})`;
  return `
const STAGES = ${String(tableau.weights.length)}u;
const ALONG = ${String(along)}u; // stages of the whole path
const PHASES = ${String(2 * along + ends)}u;
const NODES = ${list(tableau.c)};
const WEIGHTS = ${list(tableau.weights)};
const COUPLING = ${list(tableau.a.flatMap((a) => tableau.c.map((_, j) => a[j] ?? 0)))};
`;
}

const POINT = { x1: "at.x", x2: "at.y", t: "t" } as const;

function planOf(paths: PathsShaderGiven): Plan {
  const { term, here, given } = paths;
  const { columns } = pathsParts(term);
  const push = term.direction === "push";
  const drift = here.drift();
  const rates = [...columns.map((a) => presentValue(a, here)), ...(term.logDensity ? [here.divergence()] : [])];
  const logDensity = sub(input("referenceLogDensity"), input("logVolume"));
  const ends: End[] = [];
  let part = columns.length;
  for (const at of push ? (["reference", "data"] as const) : (["data", "reference"] as const)) {
    const costs = term.end.filter((cost) => cost.at === at);
    const roots = substitute(
      costs.map((cost) => presentValue(cost, here)),
      new Map([["logDensity", logDensity]]),
    );
    if (costs.length > 0) ends.push({ at, arrival: (at === "data") === push, roots, part, jets: channelsOf(roots, given.shape).used });
    part += costs.length;
  }
  const channels = channelsOf([...drift, ...rates, ...ends.flatMap((end) => end.roots)], given.shape);
  const known = new Map([...Object.entries(POINT), ...jetTexts(channels)]);
  const { through } = channels;
  return {
    ...paths,
    ...{ push, tableau: tableauOf(term.integrator), columns, channels },
    ...{ drift: through(drift), rates: through(rates), ends: ends.map((end) => ({ ...end, roots: through(end.roots) })) },
    leaf:
      (more = {}) =>
      (name) =>
        more[name] ?? known.get(name) ?? given.row.live(name),
  };
}

/** The stage's slope and costs; after the last stage the step itself, and its noise. */
function ahead({ term, given, drift, rates, sigma, leaf }: Plan): string {
  const d = drift.length;
  const noise =
    term.integrator === "euler-maruyama"
      ? `let noise = pcg4d(vec4u(i, ${given.row.step}, k, ${String(keyOf(given.seed, "paths/noise"))}u));
          ${statements([sigma], leaf(), [(value) => `x += ${value} * sqrt(abs(h)) * normalPair(noise.x, noise.y)${d === 1 ? " * vec2f(1.0f, 0.0f)" : ""};`])}`
      : "";
  return `${statements([...drift, ...rates], leaf(), [
    ...drift.map((_, a) => (value: string) => `slopes[s].${AXES[a]!} = ${value};`),
    ...rates.map((_, j) => (value: string) => `costs[${String(j)}] += abs(h) * WEIGHTS[s] * ${value};`),
  ])}
          if (s == STAGES - 1u) {
            for (var j = 0u; j < STAGES; j++) { x += h * WEIGHTS[j] * slopes[j]; }
            ${noise}
          }`;
}

/** g = h wₛ λ + Σ_{j>s} h a_js s_j,   S = g·b + |h| wₛ Σ μ e. */
function back({ given, columns, drift, rates, channels, leaf }: Plan): string {
  const d = drift.length;
  const roots = [...drift, ...rates];
  const bars: Record<string, string> = Object.fromEntries([
    ...drift.map((_, a) => [bar(a), `cotangent.${AXES[a]!}`] as const),
    ...rates.map((_, j) => [bar(d + j), `(edge * ${j < columns.length ? given.row.weight(given.firstPart + j) : "gVolume"})`] as const),
  ]);
  const slopes = gradient(sum(roots.map((e, r) => mul(input(bar(r)), e))), [...channels.names, ...xNames(d)]);
  return `var cotangent = h * WEIGHTS[s] * lambda;
          for (var j = s + 1u; j < STAGES; j++) { cotangent += h * COUPLING[j * STAGES + s] * sensitivities[j]; }
          let edge = abs(h) * WEIGHTS[s];
          ${statements(slopes, leaf(bars), [...cotangentUses(channels), ...shifts(d)])}`;
}

const xNames = (d: number): string[] => Array.from({ length: d }, (_, k) => `x${String(k + 1)}`);
const shifts = (d: number) => Array.from({ length: d }, (_, a) => (value: string) => `shift.${AXES[a]!} = ${value};`);

/** Values and gradients of the costs at one end. What moves with the weights is the arrival point and the volume. */
function endWgsl({ term, given, push, rates, drift, channels, leaf }: Plan, end: End): string {
  const d = drift.length;
  const { row, firstPart } = given;
  const weight = (k: number): string => row.weight(firstPart + end.part + k);
  const bars = Object.fromEntries(end.roots.map((_, k) => [bar(k), weight(k)]));
  const [dataPoint, referencePoint] = push ? ["x", "start"] : ["start", "x"];
  const wanted = [...channels.names, ...xNames(d), ...EXTRA];
  const slopes = gradient(sum(end.roots.map((e, k) => mul(input(bar(k)), e))), wanted);
  const [readsReference, readsTarget] = [reads(end.roots, "referenceLogDensity"), reads(end.roots, "targetLogDensity")];
  return `let logVolume = ${term.logDensity ? `costs[${String(rates.length - 1)}]` : "0.0f"};
          ${readsReference ? `let referenceLogDensity = ${term.logDensity ? `logDensityReference(${referencePoint})` : "0.0f"};` : ""}
          ${readsTarget ? `let targetLogDensity = logDensityTarget(${dataPoint});` : ""}
          ${statements([...slopes, ...end.roots], leaf({ ...bars, ...Object.fromEntries(EXTRA.map((name) => [name, name])) }), [
            ...cotangentUses(channels),
            ...(end.arrival ? shifts(d) : shifts(d).map(() => () => "")),
            (value) => `gVolume += ${value};`,
            (value) => (readsTarget && end.arrival && end.at === "data" ? `shift += ${value} * scoreTarget(x);` : ""),
            (value) => (readsReference && !push ? `lambda += ${value} * scoreReference(x);` : ""),
            ...end.roots.map((_, k) => (value: string) => `if (real) { part${String(end.part + k)} += ${weight(k)} * ${value}; }`),
          ])}`;
}

/** ∂S/∂x = shift + ∂S/∂y ∂y/∂x: at a stage it is the sensitivity, at the arrival it is where λ begins. */
function pull({ given, drift, ends, leaf, term, tableau }: Plan, needed: (call: string) => string): string {
  const along = term.steps * tableau.weights.length;
  const chain = statements([given.binding.yScale], leaf(), [
    (value) => drift.map((_, a) => `shift.${AXES[a]!} += ${value} * tile_gpoints[lane * DIMENSION + ${String(a)}u];`).join("\n"),
  ]);
  const arrival = ends.findIndex((end) => end.arrival);
  return `${needed(chain)}
          if (back) {
            sensitivities[s] = shift;
            if (s == 0u) { for (var j = 0u; j < STAGES; j++) { lambda += sensitivities[j]; } }
          }${arrival < 0 ? "" : ` else if (phase == ${String(along + arrival)}u) { lambda += shift; }`}`;
}
