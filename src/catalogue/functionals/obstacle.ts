/**
 * @file An obstacle: a disc with a soft edge that is expensive to be in.
 *
 *     Q(x) = h / (1 + e^{(|x − c| − R)/w}) = (h/2)(1 − tanh((|x − c| − R)/2w)),    w = R/8
 *     ℐ[ρ] = ∫ Q dρ,    δℐ/δρ = Q
 *
 * The edge is soft so that ∇Q exists, and narrow against the disc so that it looks like one; outside it falls like e^{−8r/R}.
 */
import { add, div, mul, normSquared, sqrt, sub, tanh } from "../../math/expressions/expression.ts";
import { functional, functionalSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

/** Widths of the edge in a radius, and a little under the root, so that |x − c| has a slope at the centre. */
const EDGES = 8;
const TIP = 1e-6;

export const references: readonly Reference[] = [
  {
    authors: "Onken, D., Nurbekyan, L., Li, X., Wu Fung, S., Osher, S. and Ruthotto, L.",
    title: "A neural network approach for high-dimensional optimal control applied to multiagent path finding",
    year: 2022,
    arxiv: "2104.03270",
  },
];

export const spec = functionalSpec({
  id: "obstacle",
  title: "Obstacle",
  about: "A disc in the way: crossing it costs its height for every moment inside. Drag it on the stage.",
  section: "Entropy and other interactions",
  formula: String.raw`\int Q\,d\rho,\; Q = \tfrac h2\big(1-\tanh\tfrac{|x-c|-R}{R/4}\big)`,
  priceFormula: "Q",
  slots: ["interaction"],
  needs: [],
  measure: "population",
  coupling: "linear",
  disc: { x: "x", y: "y", radius: "radius" },
  params: {
    height: real({ symbol: "h", about: "What a moment inside costs.", default: 20, min: 0, max: 500, applies: "live" }),
    radius: real({ symbol: "R", about: "Radius of the disc.", default: 0.6, min: 0.05, max: 4, applies: "live" }),
    x: real({ symbol: "c_1", about: "Centre, first coordinate.", default: 1, min: -8, max: 8, applies: "live" }),
    y: real({ symbol: "c_2", about: "Centre, second coordinate (in the plane).", default: 0, min: -8, max: 8, applies: "live" }),
  },
});

export const obstacle = functional(spec, {
  price: ({ x }, { height, radius, ...centre }) => {
    const c = [centre.x, centre.y];
    const distance = sqrt(add(normSquared(x.map((xi, i) => sub(xi, c[i] ?? 0))), TIP));
    return mul(mul(0.5, height), sub(1, tanh(div(mul(EDGES / 2, sub(distance, radius)), radius))));
  },
});
