/**
 * @file A crowd at rest around what crosses it, in TeX, in the frame of the intruder: f = −s ŷ, and nobody is ever done.
 *
 *     γU − f·∇U − (σ²/2)ΔU + ½|∇U|² = |g|ρ,    ∇·(ρ(f − ∇U)) = (σ²/2)Δρ
 */
import type { LagrangianSpec } from "../../catalogue/define.ts";
import { type GameTex, slotTerm } from "./slot-term.ts";

/** @param dynamics the TeX of the entry */
export function crossingTex(dynamics: string, { formula: running, player }: Pick<LagrangianSpec, "formula" | "player">): GameTex {
  const crowd = slotTerm("interaction", String.raw`|g|\,\rho`);
  return {
    objective: String.raw`\min_{${player}}\; \mathbb E\int_0^\infty\! e^{-\gamma t}\big(${slotTerm("running", running)} + ${crowd}\big)\,dt`,
    dynamics: slotTerm("dynamics", dynamics),
    hjb: [
      String.raw`\gamma U`,
      slotTerm("dynamics", String.raw`+\,s\,\partial_y U - \tfrac{\sigma^2}{2}\Delta U`),
      slotTerm("running", String.raw`+\,\tfrac12|\nabla U|^2`),
      `= ${crowd}`,
    ].join(" "),
    terminalCondition: String.raw`\rho = 0 \text{ at } |x| = R,\quad \rho = m_0 \text{ far away}`,
    fokkerPlanck: String.raw`\nabla\!\cdot\!\big(\rho\,(${slotTerm("dynamics", String.raw`-s\,\hat y`)} ${slotTerm("running", String.raw`-\,\nabla U`)})\big) = ${slotTerm("dynamics", String.raw`\tfrac{\sigma^2}{2}\Delta\rho`)}`,
    control: `${slotTerm("running", String.raw`${player}^{\!*}`)} = -\\nabla U`,
    training: null,
    averaged: "solved at once, nothing is trained",
  };
}
