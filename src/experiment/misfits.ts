/**
 * @file Which choices do not go together, why, and the nearest that do. The objective knows what it can train; what concerns
 * regularisers, the network and the sampler is said here.
 */
import { type FunctionalSpec } from "../catalogue/define.ts";
import { entropyWeightOf } from "../catalogue/entropy-weight.ts";
import type { Misfit } from "../catalogue/reason.ts";
import { missing } from "../catalogue/features.ts";
import { repeatable, standing } from "../catalogue/repeated.ts";
import { hasLogDensity } from "../catalogue/rolled-out.ts";
import type { Game, ObjectiveSpec } from "../catalogue/terms.ts";
import { specs } from "../catalogue/specs.ts";
import { atOnceMisfits } from "./at-once-misfits.ts";
import type { Chosen, Experiment } from "./experiment.ts";
import { formulaMisfits } from "./formula-misfits.ts";
import type { MisfitAt } from "./misfit-at.ts";
import { fieldRules, networkRules } from "./network-misfits.ts";
import type { Given, Rule } from "./rule.ts";
import { INTERACTIONS } from "./slots.ts";
import { settingMisfit } from "./setting.ts";
import { stageRules } from "./stage-rules.ts";
import { bridgeRules, unscaled } from "./unscaled.ts";
import { withoutData, worldRules } from "./world-misfits.ts";

/** The game as specs with their parameters. @throws if an id is unknown: `resolve` lets none through. */
function gameOf({ game, network }: Experiment): Game {
  const entry = <S>(table: ReadonlyMap<string, S>, { id, params }: Chosen): { spec: S; params: Chosen["params"] } => {
    const spec = table.get(id);
    if (spec === undefined) throw new Error(`There is no entry "${id}"`);
    return { spec, params };
  };
  const terminal = entry(specs.functional, game.terminal);
  return {
    dynamics: entry(specs.dynamics, game.dynamics),
    lagrangian: entry(specs.lagrangian, game.lagrangian),
    interactions: game.interactions.map((interaction) => {
      const { spec, params } = entry(specs.functional, interaction);
      return { spec: standing(spec, terminal.spec), params };
    }),
    terminal,
    discount: game.discount,
    output: network.output,
  };
}

/** Features of the population itself and of the target: what a point of the box, or of the noised data, knows nothing of. */
const crowdOf = (spec: FunctionalSpec): boolean =>
  missing(spec.title, spec.needs, { kind: "box", targetDensity: false, critic: true }) !== undefined;

/** Paths are pulled back from the data when the terminal cost is an average over them. */
const pulls = ({ game, rollsOut }: Given): boolean => rollsOut && game.terminal.spec.measure === "target";

const hjbRules: readonly Rule[] = [
  ({ game }) => {
    const bent = game.interactions.find(({ spec }) => spec.needs.includes("score"));
    if (bent === undefined) return undefined;
    return {
      path: "regularisers.hjb.weight",
      reason: `The price of ${bent.spec.title.toLowerCase()} asks how the crowd's density bends, which nobody knows while a network learns.`,
      nearest: { "regularisers.hjb.weight": 0 },
    };
  },
  ({ game }) => {
    const { hamiltonianFormula } = game.lagrangian.spec;
    return typeof hamiltonianFormula === "function"
      ? undefined
      : { path: "regularisers.hjb.weight", reason: hamiltonianFormula.reason, nearest: { "regularisers.hjb.weight": 0 } };
  },
  ({ game }) =>
    game.output === "field"
      ? {
          path: "regularisers.hjb.weight",
          reason: "The HJB equation is about a value function U; a free vector field has none. Let the network be a potential.",
          nearest: { "network.output": "potential" },
        }
      : undefined,
  ({ experiment, objective, rollsOut, noises }) =>
    experiment.regularisers.hjb.points === "particles" && !rollsOut
      ? {
          path: "regularisers.hjb.points",
          reason: `${objective.title} simulates no particles, so there are no paths to enforce the equation on.`,
          nearest: { "regularisers.hjb.points": noises ? "noised-data" : "box" },
        }
      : undefined,
  ({ experiment, noises, rollsOut }) =>
    experiment.regularisers.hjb.points === "noised-data" && !noises
      ? {
          path: "regularisers.hjb.points",
          reason: "These dynamics do not reverse a noising process, so there are no noised data to enforce the equation on.",
          nearest: { "regularisers.hjb.points": rollsOut ? "particles" : "box" },
        }
      : undefined,
  ({ experiment, noises }) =>
    experiment.regularisers.hjb.scale === "log-snr" && !noises
      ? {
          path: "regularisers.hjb.scale",
          reason: "These dynamics do not reverse a noising process, so there is no signal-to-noise ratio to measure the residual in.",
          nearest: { "regularisers.hjb.scale": "none" },
        }
      : undefined,
  ({ experiment, game }) => {
    const crowd = game.interactions.find(({ spec }) => crowdOf(spec));
    return crowd !== undefined && experiment.regularisers.hjb.points !== "particles"
      ? {
          path: "regularisers.hjb.points",
          reason: `${crowd.spec.title} asks what is known along the paths only.`,
          nearest: { "regularisers.hjb.points": "particles" },
        }
      : undefined;
  },
  (given) => {
    const crowd = given.game.interactions.find(({ spec }) => spec.needs.includes("logDensity"));
    return crowd !== undefined && pulls(given) && !given.logDensity
      ? {
          path: "regularisers.hjb.weight",
          reason: `On paths pulled back from the data the price of ${crowd.spec.title.toLowerCase()} needs the density of the data, and your own points have none.`,
          nearest: { "regularisers.hjb.weight": 0 },
        }
      : undefined;
  },
];

const FIELD = "The end conditions are about a value function U; a free vector field has none.";

const endRules: readonly Rule[] = [
  ({ experiment: { regularisers }, objective }) => {
    const wanted = (["terminal", "initial"] as const).find((end) => regularisers[end].weight > 0);
    return wanted !== undefined && (objective.at === "lines" || objective.at === "bridges")
      ? {
          path: `regularisers.${wanted}.weight`,
          reason: `${objective.title} fits a velocity between ends that are given: U is known up to a constant at each time, and no end condition binds it.`,
          nearest: { "regularisers.terminal.weight": 0, "regularisers.initial.weight": 0 },
        }
      : undefined;
  },
  ({ experiment, game }) =>
    experiment.regularisers.terminal.weight > 0 && game.output === "field"
      ? { path: "regularisers.terminal.weight", reason: FIELD, nearest: { "network.output": "potential" } }
      : undefined,
  ({ experiment, rollsOut }) =>
    experiment.regularisers.terminal.weight > 0 &&
    rollsOut &&
    (experiment.network.time === "log-snr" || experiment.network.preconditioning === "gaussian")
      ? {
          path: "regularisers.terminal.weight",
          reason: "The terminal condition reads U where the noise ends, and there this network's scaling by the noise is infinite.",
          nearest: { "network.time": "raw", "network.preconditioning": "none" },
        }
      : undefined,
  ({ experiment, game }) =>
    experiment.regularisers.terminal.weight > 0 && game.terminal.spec.priceless === true
      ? {
          path: "regularisers.terminal.weight",
          reason: `${game.terminal.spec.title} compares whole samples: it has no price at a point that U could be held against.`,
          nearest: { "regularisers.terminal.weight": 0 },
        }
      : undefined,
  (given) =>
    given.experiment.regularisers.terminal.weight > 0 && pulls(given)
      ? {
          path: "regularisers.terminal.weight",
          reason: "On paths pulled back from the data the end condition stands at the reference: use the initial condition.",
          nearest: { "regularisers.terminal.weight": 0, "regularisers.initial.weight": given.experiment.regularisers.terminal.weight },
        }
      : undefined,
  (given) =>
    given.experiment.regularisers.terminal.weight > 0 &&
    given.rollsOut &&
    !pulls(given) &&
    !given.logDensity &&
    given.game.terminal.spec.needs.includes("targetLogDensity")
      ? {
          path: "regularisers.terminal.weight",
          reason: "The terminal condition needs the density of the data; your own points have none.",
          nearest: { "regularisers.terminal.weight": 0 },
        }
      : undefined,
  ({ experiment, game }) =>
    experiment.regularisers.initial.weight > 0 && game.output === "field"
      ? { path: "regularisers.initial.weight", reason: FIELD, nearest: { "network.output": "potential" } }
      : undefined,
  (given) =>
    given.experiment.regularisers.initial.weight > 0 && given.rollsOut && !pulls(given)
      ? {
          path: "regularisers.initial.weight",
          reason: "On paths pushed from the reference U is known at the data end only: use the terminal condition.",
          nearest: { "regularisers.initial.weight": 0, "regularisers.terminal.weight": given.experiment.regularisers.initial.weight },
        }
      : undefined,
  (given) =>
    given.experiment.regularisers.initial.weight > 0 && pulls(given) && !given.logDensity
      ? {
          path: "regularisers.initial.weight",
          reason: "The end condition of the pulled-back game needs the density of the data; your own points have none.",
          nearest: { "regularisers.initial.weight": 0 },
        }
      : undefined,
];

/** Going straight down its cost the crowd is what noisy paths make of it too. */
const spreads = ({ terminal: { spec, params } }: Game): boolean => (entropyWeightOf(spec, params) ?? 0) > 0;

const samplingRules: readonly Rule[] = [
  ({ experiment, game, objective }) =>
    experiment.sampling.method === "sde" && !game.dynamics.spec.noisy && !(objective.at === "particles" && spreads(game))
      ? { path: "sampling.method", reason: "These dynamics have no noise: draw along the ODE.", nearest: { "sampling.method": "ode" } }
      : undefined,
  ({ experiment, game, rollsOut, objective }) =>
    experiment.sampling.method === "ode" && game.dynamics.spec.noisy && (rollsOut || objective.at === "grid" || objective.at === "bridges")
      ? {
          path: "sampling.method",
          reason: "The deterministic flow of a noisy game needs the score of its population, which is not known here: draw with noise.",
          nearest: { "sampling.method": "sde" },
        }
      : undefined,
];

/** Particles that start as a Gaussian stand outside a bounded support from the first step on. */
function outside(given: Given): Misfit | undefined {
  const { data, experiment, game, rollsOut } = given;
  if (data === null || experiment.data === null) return undefined;
  const positive = data.bounded?.(experiment.data.params)?.nearest;
  const reads = [game.terminal, ...game.interactions].find(({ spec }) => spec.needs.includes("targetLogDensity"));
  if (positive === undefined || !rollsOut || pulls(given) || reads === undefined) return undefined;
  const reason = `${data.title} has no mass outside its support: the logarithm of its density is −∞ there, and so is what ${reads.spec.title} costs a particle that is not inside yet. The same law with a little noise is positive everywhere.`;
  return { reason, nearest: Object.fromEntries(Object.entries(positive).map(([name, value]) => [`data.params.${name}`, value])) };
}

const repeatRule: Rule = ({ game: { interactions, terminal } }) => {
  const own = interactions.find(({ spec }) => spec.repeats !== undefined);
  return own === undefined || repeatable(terminal.spec)
    ? undefined
    : {
        path: INTERACTIONS,
        reason: `${terminal.spec.title} can be paid at the end only: what it compares with is not at hand on the way.`,
        nearest: { [INTERACTIONS]: interactions.filter((each) => each !== own).map(({ spec: { id }, params }) => ({ id, params })) },
      };
};

/** Where the equation and its end are what is fitted or solved, nothing is left to penalise. */
const nothingToPenalise =
  (reason: string): Rule =>
  ({ experiment: { regularisers } }) => {
    const weights = ["hjb", "terminal", "initial"] as const;
    const wanted = weights.find((name) => regularisers[name].weight > 0);
    return wanted === undefined
      ? undefined
      : {
          path: `regularisers.${wanted}.weight`,
          reason,
          nearest: Object.fromEntries(weights.map((name) => [`regularisers.${name}.weight`, 0])),
        };
  };

const gridRules: readonly Rule[] = [
  nothingToPenalise("The equation and its ends are solved here, not learned: there is nothing to penalise."),
];

const costateRules: readonly Rule[] = [
  nothingToPenalise("Costates come from the equation and its end: there is nothing more to penalise."),
  unscaled("Costates are read"),
];

const learningRules = ({ regularisers }: Experiment): readonly Rule[] => [...(regularisers.hjb.weight > 0 ? hjbRules : []), ...endRules];

const rulesOf = (experiment: Experiment, { at }: ObjectiveSpec): readonly Rule[] => {
  if (at === "grid" || at === "particles" || at === "data") return [repeatRule, ...gridRules, ...samplingRules];
  const special = at === "stages" ? stageRules : at === "bridges" ? bridgeRules : [];
  const own = at === "costates" ? costateRules : [...special, ...learningRules(experiment)];
  return [repeatRule, ...own, ...networkRules, ...fieldRules, ...samplingRules];
};

/** Everything that does not fit, the objective first. */
export function misfits(experiment: Experiment): readonly MisfitAt[] {
  const mixed = settingMisfit(experiment); // What else is wrong would be said of a game that there is not.
  if (mixed !== undefined) return [mixed];
  const game = gameOf(experiment);
  const data = experiment.data === null ? null : specs.density.get(experiment.data.id)!;
  const objective: ObjectiveSpec = specs.objective.get(experiment.objective.id)!;
  if (objective.at === "at once") return atOnceMisfits(experiment, game, objective);
  const given: Given = {
    experiment,
    game,
    data,
    logDensity: data !== null && experiment.data !== null && hasLogDensity(data, experiment.data.params),
    noises: game.dynamics.spec.noises(game.dynamics.params),
    objective,
    rollsOut: objective.at === "paths" || objective.at === "costates" || objective.at === "stages",
  };
  const lacking = withoutData(given);
  // What else is missing would be said of data that there are none of.
  if (lacking !== undefined) return [lacking, ...formulaMisfits(experiment)];
  const fits = outside(given) ?? objective.fits(game, experiment.objective.params, given.logDensity);
  const rules = rulesOf(experiment, objective);
  return [
    ...(fits === true ? [] : [{ ...fits, path: "objective.id" }]),
    ...[...worldRules, ...rules].map((rule) => rule(given)).filter((misfit) => misfit !== undefined),
    ...formulaMisfits(experiment),
  ];
}
