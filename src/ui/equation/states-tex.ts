/**
 * @file A game of finitely many states in TeX: what one pays, how people change, what it costs from now on, and how many there are of each.
 *
 *     −V̇ᵢ = min_a [Lᵢ(a, m) + Σⱼ rᵢⱼ(a, m)(Vⱼ − Vᵢ)],   V(T) = 0,      ṁᵢ = Σⱼ (mⱼ rⱼᵢ − mᵢ rᵢⱼ)
 */
import { type GameTex, slotTerm } from "./slot-term.ts";

/** @param dynamics, running the TeX of their entries @param player the symbol of what is chosen */
export function statesGameTex(dynamics: string, running: string, player: string, discount: number): GameTex {
  const factor = discount > 0 ? String.raw`e^{-\kappa t}` : "";
  const rates = slotTerm("dynamics", String.raw`\textstyle\sum_j r_{ij}(${player},m)\,(V_j-V_i)`);
  const pays = slotTerm("running", String.raw`L_i(${player},m)`);
  return {
    objective: String.raw`\min_{${player}}\; \mathbb E\int_0^T\! ${factor}\big(${slotTerm("running", running)}\big)\,dt`,
    dynamics: slotTerm("dynamics", dynamics),
    hjb: String.raw`${slotTerm("hjb", String.raw`-\dot V_i`)} ${discount > 0 ? String.raw`+\,\kappa V_i` : ""} = \min_{${player}}\big[${pays} + ${rates}\big]`,
    terminalCondition: String.raw`V(T) = 0`,
    fokkerPlanck: String.raw`\dot m_i = ${slotTerm("dynamics", String.raw`\textstyle\sum_j\big(m_j\,r_{ji}-m_i\,r_{ij}\big)`)}`,
    control: String.raw`${slotTerm("running", String.raw`${player}^{\!*}_i`)} = \arg\min_{${player}}\big[\,\cdot\,\big]`,
    training: null,
    averaged: "solved at once, nothing is trained",
  };
}
