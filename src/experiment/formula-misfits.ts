/** @file Typed formulas that cannot be used where they stand: of another dimension, no number where particles come by, not convex. */
import type { Spec } from "../catalogue/define.ts";
import { failingPlace, wrongDimension } from "../catalogue/formula.ts";
import type { FormulaValue } from "../catalogue/params.ts";
import { specs } from "../catalogue/specs.ts";
import type { Chosen, Experiment } from "./experiment.ts";
import type { MisfitAt } from "./misfit-at.ts";
import { same } from "./tree.ts";

/** Each typed formula of the game with its path: it must be a number wherever particles come by. */
export function formulaMisfits({ game, reference, data, network }: Experiment): readonly MisfitAt[] {
  const space = data ?? reference;
  const dimension = specs.density.get(space.id)!.dimension(space.params);
  const chosen: readonly (readonly [string, Spec | undefined, Chosen])[] = [
    ...(data === null ? [] : ([["data", specs.density.get(data.id), data]] as const)),
    ["reference", specs.density.get(reference.id), reference],
    ["game.lagrangian", specs.lagrangian.get(game.lagrangian.id), game.lagrangian],
    ["game.terminal", specs.functional.get(game.terminal.id), game.terminal],
    ...game.interactions.map((choice, i) => [`game.interactions.${i}`, specs.functional.get(choice.id), choice] as const),
  ];
  return chosen.flatMap(([path, spec, { params }]) =>
    Object.entries(spec?.params ?? {}).flatMap(([name, param]) => {
      if (param.kind !== "formula") return [];
      const value = params[name] as FormulaValue;
      const reason =
        wrongDimension(param, value, dimension) ??
        failingPlace(param, value, dimension, game.horizon) ??
        spec?.refuses?.(params, dimension, network.output)?.reason;
      if (reason === undefined) return [];
      const offered = dimension === 1 ? (param.onLine ?? param.default) : param.default;
      const at = `${path}.params.${name}`;
      return [{ path: at, reason, game: true as const, ...(same(offered, value) ? {} : { nearest: { [at]: offered } }) }];
    }),
  );
}
