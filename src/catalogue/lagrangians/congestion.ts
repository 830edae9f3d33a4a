/**
 * @file Congestion: where it is crowded, moving is dear. Everybody takes the crowd as it is (Nash), so ρ is held fixed in the transform.
 *
 *     H(q) = |q|^β / (β (c₀ + c₁ρ)^α),    L(a) = (w/β')|a|^β',    β' = β/(β − 1),    w = (c₀ + c₁ρ)^{α/(β − 1)}
 *     a*   = −|q|^{β−2} q / (c₀ + c₁ρ)^α                          the same slope moves people less where there are more of them
 *
 * Rounded off at q = 0 and a = 0 as the power of the speed is, by ε = 0.03; at β = 2 exactly nothing is.
 */
import { add, div, dot, exp, mul, neg, pow, sub, type Expr } from "../../math/expressions/expression.ts";
import { lagrangian, lagrangianSpec, type ParamExprs, type Reference } from "../define.ts";
import type { Place } from "../place.ts";
import { real } from "../params.ts";
import { smoothedPower, smoothedSlope } from "../smoothed-power.ts";

export const references: readonly Reference[] = [
  {
    authors: "Lions, P.-L.",
    title: "Théorie des jeux à champ moyen: cours au Collège de France",
    year: 2011,
  },
  {
    authors: "Achdou, Y. and Laurière, M.",
    title: "Mean field games and applications: numerical aspects",
    year: 2020,
    arxiv: "2003.04444",
  },
];

const params = {
  exponent: real({
    symbol: String.raw`\beta`,
    about: "The power of the slope in the Hamiltonian. At 2 speed is in proportion to the slope; below, haste is dear where it is steep.",
    default: 2,
    min: 1.2,
    max: 4,
    scale: "linear",
    applies: "live",
  }),
  base: real({
    symbol: "c_0",
    about: "How dear moving is where nobody is: small, and whoever is alone flies.",
    default: 0.1,
    min: 0.01,
    max: 10,
    scale: "log",
    applies: "live",
  }),
  crowding: real({
    symbol: "c_1",
    about: "How much dearer a crowd makes it, per unit of its density.",
    default: 1,
    min: 0,
    max: 100,
    scale: "log",
    applies: "live",
  }),
  strength: real({
    symbol: String.raw`\alpha`,
    about: "The power of the congestion. At 0 nobody is in anybody's way; above about 2 the game may have several solutions.",
    default: 0.5,
    min: 0,
    max: 2,
    scale: "linear",
    applies: "live",
  }),
};

export const spec = lagrangianSpec({
  id: "congestion",
  title: "Congestion",
  about:
    "Moving is dear where it is crowded. Everybody takes the crowd as it is and does not ask whom he holds up: an equilibrium, not what is best for all.",
  section: "Lagrangians",
  formula: String.raw`\tfrac{1}{\beta'}(c_0+c_1\rho)^{\alpha/(\beta-1)}|v|^{\beta'}`,
  free: false,
  player: "v",
  coleHopf: false,
  needs: ["logDensity"],
  overreacts: ({ exponent }) => Number(exponent) > 2,
  hamiltonianFormula: (q) => String.raw`\tfrac{(|${q}|^2+\varepsilon^2)^{\beta/2}-\varepsilon^{\beta}}{\beta(c_0+c_1\rho)^{\alpha}}`,
  params,
});

type Params = ParamExprs<typeof params>;

/** c₀ + c₁ρ. */
const crowd = (at: Place, { base, crowding }: Params): Expr => add(base, mul(crowding, exp(at.of("logDensity"))));

/** (c₀ + c₁ρ)^{−α}. */
const ease = (at: Place, given: Params): Expr => pow(crowd(at, given), neg(given.strength));

export const congestedMotion = lagrangian(spec, {
  value(at, a, given) {
    const { exponent, strength } = given;
    const less = sub(exponent, 1);
    return mul(pow(crowd(at, given), div(strength, less)), smoothedPower(a, div(exponent, less)));
  },
  valueAtReply(at, q, given) {
    const { exponent } = given;
    const slope = smoothedSlope(q, exponent);
    return mul(ease(at, given), sub(dot(q, slope), smoothedPower(q, exponent)));
  },
  hamiltonian: (at, q, given) => mul(ease(at, given), smoothedPower(q, given.exponent)),
});
