/** @file What a spec tells the closed forms in numbers is what its entry's formula says: [] for a good entry. */
import type { Functional, Lagrangian } from "../../src/catalogue/define.ts";
import type { ParamValues } from "../../src/catalogue/params.ts";
import { num } from "../../src/math/expressions/expression.ts";
import type { Random } from "../../src/math/random.ts";
import { asNumbers, numberOf, placeOf, slope } from "./at-a-place.ts";

const near = (found: number, expected: number, tolerance = 1e-9): boolean =>
  Math.abs(found - expected) <= tolerance * (1 + Math.abs(expected));

/** L = ½w|a|², less ∇·f; or ℓ(|a|), up to what smooths its code. */
export function runningTermsProblems({ spec, value }: Lagrangian, params: ParamValues, stream: Random): string[] {
  const said: string[] = [];
  const [w, cost] = [spec.energyWeight?.(params), spec.speedCost?.(params)];
  if (spec.coleHopf && w !== 1) said.push("coleHopf, and its energyWeight is not 1");
  if (w === undefined && cost === undefined) return said;
  if (w !== undefined && cost !== undefined) said.push("has an energyWeight, and a speedCost beside it");
  const at = placeOf(stream, 2);
  const speed = (0.7 + 0.2 * stream.uniform()) * Math.min(1, cost?.limit ?? 1);
  const angle = 6 * stream.uniform();
  const L = numberOf(value(at, [num(speed * Math.cos(angle)), num(speed * Math.sin(angle))], asNumbers(params, spec.params)));
  const divergence = spec.coleHopf ? numberOf(at.divF) : 0;
  if (w !== undefined && !near(L, 0.5 * w * speed * speed - divergence)) said.push("energyWeight is not the weight of its energy");
  if (cost !== undefined && !(Math.abs(cost.value(speed) / L - 1) < 0.04)) said.push("speedCost is not its value");
  if (cost !== undefined && !near(cost.slope(speed), slope(cost.value, speed, 1e-3), 1e-6))
    said.push("the slope of speedCost is not that of its value");
  return said;
}

/** The price is the sum of the terms that the spec names, constants and all; −λ log ρ averaged over data. */
export function priceTermsProblems(entry: Functional, params: ParamValues, stream: Random): string[] {
  const { spec } = entry;
  const [terms, likelihood] = [spec.priceTerms?.(params), spec.likelihoodWeight?.(params)];
  const price = entry.price ?? entry.integrand;
  const p = asNumbers(params, spec.params);
  const known = { logDensity: stream.normal(), targetLogDensity: stream.normal() };
  const m = [stream.normal(), stream.normal()];
  const at = {
    ...placeOf(stream, 2, (feature) => num(known[feature as keyof typeof known])),
    mean: () => m.map(num),
  };
  const said: string[] = [];
  if (likelihood !== undefined) {
    const integrand = entry.integrand === undefined ? Number.NaN : numberOf(entry.integrand(at, p));
    if (spec.measure !== "target" || !near(integrand, -likelihood * known.logDensity))
      said.push("likelihoodWeight is not that of −log ρ over the data");
  }
  if (terms === undefined) return said;
  if (price === undefined) return [...said, "names the terms of a price, and has none"];
  const { entropy = 0, target = 0, spring, attraction } = terms;
  const x = at.x.map((value) => numberOf(value));
  const square = (c: readonly number[]): number => x.reduce((sum, value, i) => sum + (value - c[i]!) ** 2, 0);
  let total = entropy * (known.logDensity + 1) - target * known.targetLogDensity;
  if (spring !== undefined) total += 0.5 * spring.stiffness * square(spring.centre);
  if (attraction !== undefined) {
    const { weight, share, social } = attraction;
    total += 0.5 * weight * square(m.map((value) => share * value));
    if (social) total -= weight * share * (1 - share) * x.reduce((sum, value, i) => sum + value * m[i]!, 0);
  }
  if (!near(numberOf(price(at, p)), total)) said.push("the price is not the sum of its priceTerms");
  return said;
}
