/** @file The numbers of a crowd that is crossed, as the screen says them. */

interface CrossingNumber {
  /** Of the metric. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly unit: string;
}

export const NUMBERS: readonly CrossingNumber[] = [
  { name: "radiusToHealing", title: "R/ξ", about: "The intruder against the length over which the crowd recovers.", unit: "" },
  { name: "speedToSound", title: "s/c_s", about: "Above 1 the intruder is faster than the crowd's own waves.", unit: "" },
  { name: "discountByHealing", title: "ξγ/c_s", about: "How much is forgotten while a wave crosses the healing length.", unit: "" },
  { name: "discountByPassing", title: "Rγ/s", about: "How much is forgotten while the intruder goes its own radius.", unit: "" },
  { name: "densest", title: "densest place, m/m₀", about: "The largest density on a node, against that far away.", unit: "" },
  {
    name: "excess",
    title: "∫(m/m₀ − 1)",
    about: "By how much more of the far crowd the box holds; negative: people have left it.",
    unit: "m²",
  },
  { name: "noise", title: "σ² = 2ξc_s", about: "Noise of the pedestrians: it follows from ξ and c_s.", unit: "m²/s" },
  { name: "price", title: "|g| = 2c_s²/m₀", about: "Weight of the interaction cost: it follows from c_s and m₀.", unit: "m⁴/s²" },
];
