/** @file Formulas of the game at the nodes of a lattice: what a roll-out knows of the crowd from its batch, a lattice knows from its density. */
import type { PopulationFeature } from "../../catalogue/terms.ts";
import { column, plan } from "../../math/expressions/plan.ts";
import type { Expr } from "../../math/expressions/expression.ts";
import { random } from "../../math/random.ts";
import { meanLeaf } from "../game/functional.ts";
import type { Setup } from "../game/setup.ts";
import type { Lattice } from "./lattice.ts";

/** Roots at the nodes, given t, log ρ there and what else is named; each [n], written into `outputs` where there are some. */
export type NodeFormula = (
  t: number,
  logDensity: Float64Array,
  named?: ReadonlyMap<string, Float64Array>,
  outputs?: readonly Float64Array[],
) => readonly Float64Array[];

/** Draws that stand for a target whose density is not known. */
const TARGET_DRAWS = 2048;

/** log π at the nodes, or null where it is not known. */
export function targetLogDensity({ data }: Setup, { n, x }: Lattice): Float64Array | null {
  if (data?.logDensity === undefined) return null;
  const out = new Float64Array(n);
  data.logDensity(x, n, out);
  return out;
}

/** @throws for a leaf that nobody provides */
export function atNodes(
  setup: Setup,
  lattice: Lattice,
  {
    roots,
    crowd,
    logPi,
  }: { readonly roots: readonly Expr[]; readonly crowd: readonly PopulationFeature[]; readonly logPi: Float64Array | null },
): NodeFormula {
  const { n, x, dimension: d } = lattice;
  const planned = plan(roots, new Set([...setup.uniformNames, "t", ...crowd.flatMap((feature) => meansOf(feature, d))]));
  const features = crowd.map((feature) => featureAt(setup, lattice, feature, logPi));
  return (t, logDensity, named, outputs = roots.map(() => new Float64Array(n))) => {
    const [numbers, columns] = [new Map<string, number>([["t", t]]), new Map<string, Float64Array>(named)];
    columns.set("logDensity", logDensity);
    if (logPi !== null) columns.set("targetLogDensity", logPi);
    for (const feature of features) feature(logDensity, numbers, columns);
    const inputs = planned.columns.map((name) => {
      if (name === "x1" || name === "x2") return column(x, name === "x1" ? 0 : 1, d);
      const found = columns.get(name);
      if (found === undefined) throw new Error(`Nobody provides ${name} on a lattice.`);
      return column(found);
    });
    planned.evaluate(
      n,
      inputs,
      planned.uniforms.map((name) => numbers.get(name) ?? setup.uniforms(name)),
      outputs.map((out) => column(out)),
    );
    return outputs;
  };
}

const meansOf = (feature: PopulationFeature, d: 1 | 2): string[] =>
  feature.kind === "mean" ? Array.from({ length: d }, (_, i) => meanLeaf(feature.path, i)) : [];

type Filled = (logDensity: Float64Array, numbers: Map<string, number>, columns: Map<string, Float64Array>) => void;

function featureAt(setup: Setup, lattice: Lattice, feature: PopulationFeature, logPi: Float64Array | null): Filled {
  const { n, x, dimension: d, cell } = lattice;
  if (feature.kind === "mean")
    return (logDensity, numbers) => {
      const means = new Float64Array(d);
      for (let i = 0; i < n; i++) {
        const mass = Math.exp(logDensity[i]!) * cell;
        for (let k = 0; k < d; k++) means[k]! += mass * x[i * d + k]!;
      }
      means.forEach((mean, k) => numbers.set(meanLeaf(feature.path, k), mean));
    };
  // log π is at hand for every formula.
  if (feature.kind === "target") return () => undefined;
  const { leaf, against } = feature;
  if (against === "population") {
    const rows = kernelRows(setup, lattice, feature.kernel, x);
    return (logDensity, _, columns) => {
      columns.set(
        leaf,
        summed(
          rows,
          logDensity.map((log) => Math.exp(log) * cell),
        ),
      );
    };
  }
  const fixed = logPi === null ? byDraws(setup, lattice, feature.kernel) : byDensity(setup, lattice, feature.kernel, logPi);
  return (_, __, columns) => {
    columns.set(leaf, fixed);
  };
}

function byDensity(setup: Setup, lattice: Lattice, kernel: Expr, logPi: Float64Array): Float64Array {
  const masses = logPi.map((log) => Math.exp(log));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return summed(
    kernelRows(setup, lattice, kernel, lattice.x),
    masses.map((mass) => mass / total),
  );
}

function byDraws(setup: Setup, lattice: Lattice, kernel: Expr): Float64Array {
  const draws = new Float32Array(TARGET_DRAWS * lattice.dimension);
  setup.drawData!(random(setup.experiment.seed, "lattice"), TARGET_DRAWS, draws);
  return summed(kernelRows(setup, lattice, kernel, draws), new Float64Array(TARGET_DRAWS).fill(1 / TARGET_DRAWS));
}

/** k(x, y) for all nodes x, a row for each y. */
function kernelRows(setup: Setup, { n, x, dimension: d }: Lattice, kernel: Expr, y: ArrayLike<number>): Float64Array[] {
  const planned = plan([kernel], new Set([...setup.uniformNames, "y1", "y2"]));
  const inputs = planned.columns.map((name) => column(x, name === "x1" ? 0 : 1, d));
  return Array.from({ length: y.length / d }, (_, j) => {
    const out = new Float64Array(n);
    const uniform = (name: string): number => (name === "y1" ? y[j * d]! : name === "y2" ? y[j * d + 1]! : setup.uniforms(name));
    planned.evaluate(n, inputs, planned.uniforms.map(uniform), [column(out)]);
    return out;
  });
}

function summed(rows: readonly Float64Array[], masses: Float64Array): Float64Array {
  const out = new Float64Array(rows[0]?.length ?? 0);
  rows.forEach((row, j) => {
    const mass = masses[j]!;
    if (mass > 0) for (let i = 0; i < out.length; i++) out[i]! += mass * row[i]!;
  });
  return out;
}
