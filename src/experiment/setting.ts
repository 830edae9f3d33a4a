/** @file Which setting an experiment is of, and what may stand in its slots: choices of two settings do not make one game. */
import type { Spec } from "../catalogue/define.ts";
import type { Setting } from "../catalogue/setting.ts";
import { specs } from "../catalogue/specs.ts";
import type { Experiment } from "./experiment.ts";
import type { MisfitAt } from "./misfit-at.ts";
import { INTERACTIONS, slots, type SlotKind, specOfKind } from "./slots.ts";
import { valueAtPath } from "./tree.ts";

/** undefined: a population that flows from a start to an end. */
export const settingOf = ({ game }: Pick<Experiment, "game">): Setting | undefined => specs.dynamics.get(game.dynamics.id)?.setting;

/** It belongs to no other setting. Costs of places may stand in a crowd at rest too; who solves it, and how people move, is its own. */
export const belongs = (kind: SlotKind, spec: Spec, setting: Setting | undefined): boolean =>
  spec.setting === setting || (spec.setting === undefined && (isFree(spec) || (setting === "stationary" && !OWN.includes(kind))));

const OWN: readonly SlotKind[] = ["dynamics", "objective"];

const isFree = (spec: Spec): boolean => "free" in spec && spec.free === true;

const PEOPLE: Readonly<Record<Setting, string>> = {
  states: "people who change between states",
  stationary: "a crowd at rest that something crosses",
};

const peopleOf = (setting: Setting | undefined): string => (setting === undefined ? "a population that moves" : PEOPLE[setting]);

/** The first model whose game is of the setting. */
function modelOf(setting: Setting | undefined): string | undefined {
  return [...specs.model.values()].find(({ defaults }) => {
    const id = valueAtPath(defaults, "game.dynamics.id");
    return typeof id === "string" && specs.dynamics.get(id)?.setting === setting;
  })?.id;
}

const chosenIn = (experiment: Experiment): readonly (readonly [string, SlotKind])[] => [
  ...Object.entries(slots).filter(([path]) => path !== "reference" && path !== "data"),
  ...experiment.game.interactions.map((_, i) => [`${INTERACTIONS}.${i}`, "functional"] as const),
];

/** What stands in a slot and belongs to another setting than the dynamics do. */
export function settingMisfit(experiment: Experiment): MisfitAt | undefined {
  const setting = settingOf(experiment);
  for (const [path, kind] of chosenIn(experiment)) {
    const spec = specOfKind(kind, valueAtPath(experiment, `${path}.id`) as string);
    if (spec === undefined || belongs(kind, spec, setting)) continue;
    const own = modelOf(setting);
    const other = modelOf(spec.setting);
    const [wanted, nearest] = experiment.model === own ? [spec.setting, other] : [setting, own];
    return {
      path: `${path}.id`,
      reason: `${spec.title} is about ${peopleOf(spec.setting)}, and these dynamics are about ${peopleOf(setting)}. Take a whole model of ${peopleOf(wanted)}.`,
      ...(nearest === undefined ? {} : { nearest: { model: nearest } }),
      game: true,
    };
  }
  if (setting !== undefined && experiment.data !== null)
    return { path: "data", reason: `Nobody is sent to data here: the game is about ${peopleOf(setting)}.`, nearest: { data: null } };
  return undefined;
}
