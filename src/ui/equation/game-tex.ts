/**
 * @file The game in TeX, put together from the TeX of its slots. A term that is absent is absent.
 *
 *     min_v  e^(−κT) ℳ[ρ_T] + ∫ e^(−κt) ℐ[ρ_t] dt + ∫∫ e^(−κt) L ρ dx dt        dX = …
 *     −∂ₜU + κU − f·∇U − (σ²/2)ΔU + H = Σ δℐ/δρ,    U(·, T) = δℳ/δρ,    ∂ₜρ + ∇·(ρ b) = (σ²/2)Δρ
 *
 * Each term is wrapped in the class of its slot, so that colours follow the theme and a term can be pointed at.
 */
import type { ObjectiveSpec } from "../../catalogue/terms.ts";
import { type DynamicsSpec, type FunctionalSpec, type LagrangianSpec, prescribes, type Spec } from "../../catalogue/define.ts";
import type { Reason } from "../../catalogue/reason.ts";
import { printedSpec } from "../../catalogue/formula.ts";
import type { ParamValues } from "../../catalogue/params.ts";
import { specs } from "../../catalogue/specs.ts";
import type { Chosen, Experiment } from "../../experiment/experiment.ts";
import { crossingTex } from "./crossing-tex.ts";
import { statesGameTex, type StatesSlots } from "./states-tex.ts";
import { type GameTex, slotTerm } from "./slot-term.ts";

/** A functional with the TeX of its price at its parameters. */
interface PricedSpec extends Omit<FunctionalSpec, "priceFormula"> {
  readonly priceFormula: string;
}

const priced = (spec: FunctionalSpec, params: ParamValues): PricedSpec => ({
  ...spec,
  priceFormula: typeof spec.priceFormula === "function" ? spec.priceFormula(params) : spec.priceFormula,
});

interface Parts {
  readonly dynamics: DynamicsSpec;
  readonly lagrangian: LagrangianSpec;
  readonly terminal: PricedSpec;
  readonly interactions: readonly PricedSpec[];
  /** The player steers in units of the noise: g = σ, else g = 1. */
  readonly steersNoise: boolean;
}

/** null while an id is unknown, which `resolve` lets through for no one. */
function partsOf({ game }: Experiment): Parts | null {
  const printed = <S extends Spec>(table: ReadonlyMap<string, S>, { id, params }: Chosen): S | undefined => {
    const spec = table.get(id);
    return spec === undefined ? undefined : printedSpec(spec, params);
  };
  const dynamics = printed(specs.dynamics, game.dynamics);
  const lagrangian = printed(specs.lagrangian, game.lagrangian);
  const terminal = printed(specs.functional, game.terminal);
  if (dynamics === undefined || lagrangian === undefined || terminal === undefined) return null;
  const interactions = game.interactions.flatMap((chosen) => {
    const spec = printed(specs.functional, chosen);
    return spec === undefined ? [] : [priced(spec, chosen.params)];
  });
  return {
    dynamics,
    lagrangian,
    terminal: priced(terminal, game.terminal.params),
    interactions,
    steersNoise: dynamics.gain(game.dynamics.params) === "sigma",
  };
}

function objectiveTex({ lagrangian, terminal, interactions }: Parts, discount: number): string {
  const at = (time: string): string => (discount > 0 ? String.raw`e^{-\kappa ${time}}\,` : "");
  const prescribed = prescribes(terminal);
  const terms = prescribed || terminal.free === true ? [] : [`${at("T")}${slotTerm("terminal", terminal.formula)}`];
  for (const interaction of interactions) terms.push(String.raw`\int_0^T\! ${at("t")}${slotTerm("interaction", interaction.formula)}\,dt`);
  if (!lagrangian.free) terms.push(String.raw`\int_0^T\!\!\int ${at("t")}\big(${slotTerm("running", lagrangian.formula)}\big)\rho\,dx\,dt`);
  const least =
    terms.length === 0 ? String.raw`\text{any}\ ${lagrangian.player}` : String.raw`\min_{${lagrangian.player}}\; ${terms.join(" + ")}`;
  return prescribed ? String.raw`${least}\quad\text{with}\quad ${slotTerm("terminal", terminal.formula)}` : least;
}

/** What stands in the Hamiltonian: q = g∇U. */
const momentumTex = ({ steersNoise }: Parts): string => (steersNoise ? String.raw`\sigma\nabla U` : String.raw`\nabla U`);

function hamiltonianTex(parts: Parts): string | Reason {
  const tex = parts.lagrangian.hamiltonianFormula;
  return typeof tex === "function" ? tex(momentumTex(parts)) : tex;
}

function hjbTex(parts: Parts, discount: number): string | Reason {
  const hamiltonian = hamiltonianTex(parts);
  if (typeof hamiltonian !== "string") return hamiltonian;
  const left = [
    slotTerm("hjb", String.raw`-\partial_t U`),
    discount > 0 ? String.raw`+\,\kappa U` : "",
    parts.dynamics.drifts ? slotTerm("dynamics", String.raw`-\,f\!\cdot\!\nabla U`) : "",
    parts.dynamics.noisy ? slotTerm("dynamics", String.raw`-\tfrac{\sigma^2}{2}\Delta U`) : "",
    slotTerm("running", `+\\,${hamiltonian}`),
  ];
  const right = parts.interactions.map(({ priceFormula }) => slotTerm("interaction", priceFormula)).join(" + ");
  return `${left.join(" ")} \\;=\\; ${right === "" ? "0" : right}`;
}

function fokkerPlanckTex({ dynamics }: Parts): string {
  const right = dynamics.noisy ? slotTerm("dynamics", String.raw`\tfrac{\sigma^2}{2}\Delta\rho`) : "0";
  return String.raw`\partial_t\rho + \nabla\!\cdot\!(\rho\, ${slotTerm("running", "b")}) = ${right}`;
}

function controlTex(parts: Parts): string {
  const { dynamics, steersNoise } = parts;
  const drift = [dynamics.drifts ? slotTerm("dynamics", "f") : "", steersNoise ? slotTerm("dynamics", String.raw`\sigma`) : ""];
  const control = slotTerm("running", String.raw`a^{\!*}`);
  const sum = `${drift[0] === "" ? "" : `${drift[0]} + `}${drift[1]}${control}`;
  return String.raw`b = ${sum},\quad ${control} = -\partial_q H_L(${momentumTex(parts)})`;
}

/** Where the game gives U: at T, or at the reference for paths that are pulled back from the data. */
function conditionTex({ terminal }: Parts, pulled: boolean, discount: number): string {
  const { priceFormula, pulledPriceFormula } = terminal;
  if (!pulled || pulledPriceFormula === undefined) return String.raw`U(\cdot,T) = ${slotTerm("terminal", priceFormula)}`;
  const factor = discount > 0 ? String.raw`e^{-\kappa T}` : "";
  return String.raw`U(\cdot,0) = -${factor}${slotTerm("terminal", pulledPriceFormula)}`;
}

/** Nobody looks ahead: the crowd goes straight down its end cost, at every time. */
function descentTex(parts: Parts): GameTex {
  const cost = slotTerm("terminal", parts.terminal.formula);
  return {
    objective: String.raw`\dot x=-\tfrac1w\nabla U,\qquad U(\cdot,t)=\tfrac{\delta\mathcal M}{\delta\rho}[\rho_t],\qquad \mathcal M[\rho_T]=${cost}`,
    dynamics: slotTerm("dynamics", parts.dynamics.formula),
    hjb: { reason: "Nobody looks ahead: U is the price of the crowd as it is, and no HJB equation binds it." },
    terminalCondition: null,
    fokkerPlanck: String.raw`\partial_t\rho = \nabla\!\cdot\!\big(\tfrac{\rho}{w}\,${slotTerm("terminal", String.raw`\nabla\tfrac{\delta\mathcal M}{\delta\rho}`)}\big)`,
    control: null,
    training: null,
    averaged: "marched in time, nothing is trained",
  };
}

/** One stage after the other: each is the game from the crowd that the one before has left. */
const stageTex = ({ lagrangian, terminal }: Parts): string =>
  String.raw`\min_{${lagrangian.player}}\; ${slotTerm("terminal", terminal.formula)}\Big|_{T=t_{k+1}} + \int_{t_k}^{t_{k+1}}\!\!\int \big(${slotTerm("running", lagrangian.formula)}\big)\rho\,dx\,dt,\quad t_k=\tfrac{k}{K}T`;

const stageEndTex = ({ terminal }: Parts): string =>
  String.raw`U(\cdot,t_{k+1}) = ${slotTerm("terminal", terminal.priceFormula)}\Big|_{T=t_{k+1}}`;

const WHERE: Readonly<Record<Exclude<ObjectiveSpec["at"], "grid" | "particles" | "data" | "at once">, string>> = {
  paths: "along its paths",
  costates: "along its paths",
  "noised data": "on noised data",
  lines: "on lines from the reference to the data",
  bridges: "on bridges from the reference to the data",
  stages: "along its paths, one stage after the other",
};

const trainedBy = (objective: ObjectiveSpec | undefined): string => {
  const at = objective?.at ?? "paths";
  if (at === "grid" || at === "particles") return "solved on a grid, nothing is trained";
  if (at === "at once") return "solved at once, nothing is trained";
  if (at === "data") return "made of kernels around training points, no network is trained";
  return `trained by ${objective?.title.toLowerCase() ?? "its objective"} ${WHERE[at]}`;
};

const statesSlots = ({ game }: Experiment, { dynamics, lagrangian }: Parts): StatesSlots => ({
  dynamics: { spec: dynamics, params: game.dynamics.params },
  running: { spec: lagrangian, params: game.lagrangian.params },
  discount: game.discount,
});

export function gameTex(experiment: Experiment): GameTex | null {
  const parts = partsOf(experiment);
  if (parts === null) return null;
  const objective = specs.objective.get(experiment.objective.id);
  if (objective?.at === "particles") return descentTex(parts);
  if (parts.dynamics.setting === "stationary") return crossingTex(parts.dynamics.formula, parts.lagrangian);
  if (parts.dynamics.setting === "states") return statesGameTex(statesSlots(experiment, parts));
  const staged = objective?.at === "stages";
  const hjb = hjbTex(parts, experiment.game.discount);
  const simulates = objective?.at === "paths";
  const pulled = parts.terminal.measure === "target";
  const solvable = typeof hjb === "string";
  return {
    objective: staged ? stageTex(parts) : objectiveTex(parts, experiment.game.discount),
    dynamics: slotTerm("dynamics", parts.dynamics.formula),
    hjb,
    terminalCondition: solvable ? (staged ? stageEndTex(parts) : conditionTex(parts, simulates && pulled, experiment.game.discount)) : null,
    fokkerPlanck: fokkerPlanckTex(parts),
    control: solvable ? controlTex(parts) : null,
    training: simulates ? null : (objective?.formula ?? null),
    averaged: simulates
      ? pulled
        ? "costs averaged over paths pulled back from the data, with law ρ̃ at the reference"
        : "costs averaged over paths pushed from the reference"
      : trainedBy(objective),
  };
}
