/** @file How much of a price is the crowd's entropy, where nothing else in it hangs on the crowd. */
import type { FunctionalSpec } from "./define.ts";
import type { ParamValues } from "./params.ts";

/** μ of a price μ log ρ + V(x); undefined where it hangs on the crowd in another way. */
export function entropyWeightOf({ coupling, priceTerms, priceless, needs }: FunctionalSpec, params: ParamValues): number | undefined {
  const terms = priceTerms?.(params);
  if (terms !== undefined) return terms.attraction === undefined ? (terms.entropy ?? 0) : undefined;
  return coupling === "linear" && priceless !== true && !needs.includes("witness") ? 0 : undefined;
}
