/**
 * @file The game in TeX, put together from the TeX of its slots. A term that is absent is absent.
 *
 *     min_v  ℳ[ρ_T] + ∫ ℐ[ρ_t] dt + ∫∫ L ρ dx dt        dX = …
 *     −∂ₜU + κU − f·∇U − (σ²/2)ΔU + H = Σ δℐ/δρ,    U(·, T) = δℳ/δρ,    ∂ₜρ + ∇·(ρ b) = (σ²/2)Δρ
 *
 * Each term is wrapped in the class of its slot, so that colours follow the theme and a term can be pointed at.
 */
import type { DynamicsSpec, FunctionalSpec, LagrangianSpec, Reason } from "../../catalogue/define.ts";
import { specs } from "../../catalogue/specs.ts";
import type { Experiment } from "../../experiment/experiment.ts";

export interface GameTex {
  readonly objective: string;
  readonly dynamics: string;
  /** The equations of the optimum, or why there are none. */
  readonly hjb: string | Reason;
  readonly terminalCondition: string | null;
  readonly fokkerPlanck: string;
  readonly control: string | null;
  /** How it is trained, where that is not the objective itself. */
  readonly training: string | null;
  /** Over which paths or points the costs are averaged, in words. */
  readonly averaged: string;
}

type Slot = "dynamics" | "running" | "interaction" | "terminal" | "hjb";

const slot = (name: Slot, tex: string): string => String.raw`\htmlClass{term term-${name}}{${tex}}`;

interface Parts {
  readonly dynamics: DynamicsSpec;
  readonly lagrangian: LagrangianSpec;
  readonly terminal: FunctionalSpec;
  readonly interactions: readonly FunctionalSpec[];
  /** The player steers in units of the noise: g = σ, else g = 1. */
  readonly steersNoise: boolean;
}

/** null while an id is unknown, which `resolve` lets through for no one. */
function partsOf({ game }: Experiment): Parts | null {
  const dynamics = specs.dynamics.get(game.dynamics.id);
  const lagrangian = specs.lagrangian.get(game.lagrangian.id);
  const terminal = specs.functional.get(game.terminal.id);
  if (dynamics === undefined || lagrangian === undefined || terminal === undefined) return null;
  const interactions = game.interactions.flatMap(({ id }) => specs.functional.get(id) ?? []);
  return { dynamics, lagrangian, terminal, interactions, steersNoise: dynamics.noises(game.dynamics.params) };
}

/** The dynamics carry particles on their own (f ≠ 0) where their formula has X_t on its right-hand side. */
export const hasDrift = ({ formula }: { readonly formula: string }): boolean => formula.replace("dX_t", "").includes("X_t");

const hasCost = ({ formula }: LagrangianSpec): boolean => formula !== "0";

function objectiveTex({ lagrangian, terminal, interactions }: Parts): string {
  const terms = [slot("terminal", terminal.formula)];
  for (const interaction of interactions) terms.push(String.raw`\int_0^T\! ${slot("interaction", interaction.formula)}\,dt`);
  if (hasCost(lagrangian)) terms.push(String.raw`\int_0^T\!\!\int \big(${slot("running", lagrangian.formula)}\big)\rho\,dx\,dt`);
  const player = lagrangian.formula.includes("a") && !lagrangian.formula.includes("v") ? "a" : "v";
  return String.raw`\min_{${player}}\; ${terms.join(" + ")}`;
}

/** H_L is stated for g = 1; a player who steers in units of the noise sees g∇U in its place. */
function hamiltonianTex({ lagrangian, steersNoise }: Parts): string | Reason {
  const tex = lagrangian.hamiltonianFormula;
  if (typeof tex !== "string" || !steersNoise || tex.includes(String.raw`\sigma`)) return tex;
  return tex.replaceAll(String.raw`|\nabla U|`, String.raw`|\sigma\nabla U|`);
}

function hjbTex(parts: Parts, discount: number): string | Reason {
  const hamiltonian = hamiltonianTex(parts);
  if (typeof hamiltonian !== "string") return hamiltonian;
  const left = [
    slot("hjb", String.raw`-\partial_t U`),
    discount > 0 ? String.raw`+\,\kappa U` : "",
    hasDrift(parts.dynamics) ? slot("dynamics", String.raw`-\,f\!\cdot\!\nabla U`) : "",
    parts.dynamics.noisy ? slot("dynamics", String.raw`-\tfrac{\sigma^2}{2}\Delta U`) : "",
    slot("running", `+\\,${hamiltonian}`),
  ];
  const right = parts.interactions.map(({ priceFormula }) => slot("interaction", priceFormula)).join(" + ");
  return `${left.join(" ")} \\;=\\; ${right === "" ? "0" : right}`;
}

function fokkerPlanckTex({ dynamics }: Parts): string {
  const right = dynamics.noisy ? slot("dynamics", String.raw`\tfrac{\sigma^2}{2}\Delta\rho`) : "0";
  return String.raw`\partial_t\rho + \nabla\!\cdot\!(\rho\, ${slot("running", "b")}) = ${right}`;
}

function controlTex({ dynamics, steersNoise }: Parts): string {
  const drift = [hasDrift(dynamics) ? slot("dynamics", "f") : "", steersNoise ? slot("dynamics", String.raw`\sigma`) : ""];
  const control = slot("running", String.raw`a^{\!*}`);
  const sum = `${drift[0] === "" ? "" : `${drift[0]} + `}${drift[1]}${control}`;
  const momentum = steersNoise ? String.raw`\sigma\nabla U` : String.raw`\nabla U`;
  return String.raw`b = ${sum},\quad ${control} = -\partial_q H_L(${momentum})`;
}

export function gameTex(experiment: Experiment): GameTex | null {
  const parts = partsOf(experiment);
  if (parts === null) return null;
  const hjb = hjbTex(parts, experiment.game.discount);
  const objective = specs.objective.get(experiment.objective.id);
  const simulates = experiment.objective.id === "roll-out";
  const pulled = parts.terminal.measure === "target";
  const solvable = typeof hjb === "string";
  return {
    objective: objectiveTex(parts),
    dynamics: slot("dynamics", parts.dynamics.formula),
    hjb,
    terminalCondition: solvable ? String.raw`U(\cdot,T) = ${slot("terminal", parts.terminal.priceFormula)}` : null,
    fokkerPlanck: fokkerPlanckTex(parts),
    control: solvable ? controlTex(parts) : null,
    training: simulates ? null : (objective?.formula ?? null),
    averaged: simulates
      ? pulled
        ? "costs averaged over paths pulled back from the data"
        : "costs averaged over paths pushed from the reference"
      : `trained by ${objective?.title.toLowerCase() ?? "its objective"} on noised data`,
  };
}
