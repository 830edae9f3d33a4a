/**
 * @file A density of one's own, by the logarithm of it: what a Boltzmann generator samples from is known like this, and only like this.
 *
 *     log ρ(x) = ℓ(x) − log Z,    Z = ∫ e^{ℓ} over the box
 *
 * ℓ = −E(x)/kT for an energy E. Score and Laplacian are symbolic; Z, moments and true samples come from a fine grid over the box
 * (`math/laws/grid-law`), so the density must have fallen to a thousandth of its highest at the edge.
 */
import { expOf, logOf } from "../../math/elementary.ts";
import { type Expr, input } from "../../math/expressions/expression.ts";
import { column, plan } from "../../math/expressions/plan.ts";
import { gridLaw, midpoints } from "../../math/laws/grid-law.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import type { Reason } from "../reason.ts";
import { fixedFormula, formulaTex } from "../formula.ts";
import { choice, formula, type FormulaValue, real } from "../params.ts";

const logDensity = formula({
  symbol: String.raw`\log\rho`,
  about: "The logarithm of the density, up to a constant: minus an energy over the temperature. Lower is rarer.",
  default: { text: "-(b*(x^2 - 1)^2 + y^2)", values: { b: 2 } },
  onLine: { text: "-b*(x^2 - 1)^2", values: { b: 2 } },
  variables: ["x"],
  examples: [
    { title: "double well", value: { text: "-(b*(x^2 - 1)^2 + y^2)", values: { b: 2 } } },
    { title: "ring", value: { text: "-b*(norm(x) - r)^2", values: { b: 8, r: 2 } } },
    { title: "banana", value: { text: "-x^2/2 - b*(y - x^2/2 + 1)^2", values: { b: 3 } } },
    { title: "four wells", value: { text: "-b*((x^2 - 2)^2 + (y^2 - 2)^2)/2", values: { b: 1 } } },
    { title: "waves in a bowl", value: { text: "-norm(x)^2/2 + b*cos(3*x)", values: { b: 1 } } },
  ],
  applies: "resample",
});

/** The formula as an expression of x1 [x2]. */
const expressionOf = (value: FormulaValue, dimension: 1 | 2): Expr =>
  fixedFormula(logDensity, value)({ x: ["x1", "x2"].slice(0, dimension).map(input) });

const dimensionOf = (space: unknown): 1 | 2 => (space === "line" ? 1 : 2);

/** Cells along an edge for a look at the box. */
const LOOK = 64;

/** How much lower than the highest the density must be at the edge. */
const FALLEN = logOf(1000);

function lookAt(value: FormulaValue, dimension: 1 | 2, half: number): Reason | undefined {
  const x = midpoints(dimension, half, LOOK);
  const n = dimension === 1 ? LOOK : LOOK * LOOK;
  const out = new Float64Array(n);
  const { columns, evaluate } = plan([expressionOf(value, dimension)]);
  evaluate(
    n,
    columns.map((name) => column(x, name === "x2" ? 1 : 0, dimension)),
    [],
    [column(out)],
  );
  const place = (i: number): string => Array.from(x.subarray(i * dimension, (i + 1) * dimension), (value) => value.toFixed(2)).join(", ");
  const bad = out.findIndex((log) => !Number.isFinite(log));
  if (bad >= 0) return { reason: `The log-density is no number at (${place(bad)}), inside the box.` };
  const onEdge = (i: number): boolean =>
    x.subarray(i * dimension, (i + 1) * dimension).some((value) => Math.abs(value) > half * (1 - 1.5 / LOOK));
  let [highest, edge] = [0, -1];
  for (let i = 0; i < n; i++) {
    if (out[i]! > out[highest]!) highest = i;
    if (onEdge(i) && (edge < 0 || out[i]! > out[edge]!)) edge = i;
  }
  const share = expOf(out[edge]! - out[highest]!);
  if (out[highest]! - out[edge]! > FALLEN) return undefined;
  return {
    reason: `At the edge of the box, at (${place(edge)}), the density is still ${Number((100 * share).toPrecision(2))} % of its highest: let it fall faster, or make the box larger.`,
  };
}

export const references: readonly Reference[] = [
  {
    authors: "Noé, F., Olsson, S., Köhler, J. and Wu, H.",
    title: "Boltzmann generators: sampling equilibrium states of many-body systems with deep learning",
    year: 2019,
    arxiv: "1812.01729",
  },
];

export const spec = densitySpec({
  id: "typed-density",
  title: "Your own density",
  about: "You type the logarithm of a density, as physics does with minus the energy; the lab finds what it integrates to.",
  formula: String.raw`e^{\ell(x)}/Z`,
  params: {
    logDensity,
    space: choice({
      about: "On the line there is x alone, in the plane x and y.",
      default: "plane",
      options: [
        { id: "line", title: "line" },
        { id: "plane", title: "plane" },
      ],
      applies: "restart",
    }),
    box: real({
      symbol: "R",
      about: "Half the edge of the box in which the density is integrated and drawn from. Nearly all of it must lie inside.",
      default: 5,
      min: 0.5,
      max: 50,
      scale: "log",
      applies: "resample",
    }),
  },
  canBeReference: true,
  dimension: (params) => dimensionOf(params["space"]),
  typed: (params) => ({ formula: String.raw`\log\rho = ${formulaTex(logDensity, params["logDensity"] as FormulaValue)} - \log Z` }),
  refuses: (params) => lookAt(params["logDensity"] as FormulaValue, dimensionOf(params["space"]), Number(params["box"])),
});

export const typedDensity = density(spec, ({ logDensity: value, space, box }) => {
  const dimension = dimensionOf(space);
  return gridLaw(expressionOf(value, dimension), dimension, box);
});
