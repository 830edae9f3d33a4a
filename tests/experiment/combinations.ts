/** @file Random combinations of everything that the catalogue has. Nothing here knows an entry by name. */
import type { Spec } from "../../src/catalogue/define.ts";
import { specs } from "../../src/catalogue/specs.ts";
import { type Tree, valueAtPath } from "../../src/experiment/tree.ts";
import type { Random } from "../../src/math/random.ts";

const pick = <T>(from: readonly T[], stream: Random): T => from[stream.integer(from.length)]!;

/** An entry with each choice and flag at random, numbers at their defaults. */
function chosen(spec: Spec, stream: Random): Tree {
  const params = Object.entries(spec.params).flatMap(([name, param]): (readonly [string, string | boolean])[] =>
    param.kind === "choice"
      ? [[name, pick(param.options, stream).id] as const]
      : param.kind === "flag"
        ? [[name, stream.uniform() < 0.5] as const]
        : [],
  );
  return { id: spec.id, params: Object.fromEntries(params) };
}

/** Populations that flow: of the other settings each has its own few (settings.test.ts). */
const flowing = <T extends Spec>(table: ReadonlyMap<string, T>): T[] => [...table.values()].filter(({ setting }) => setting === undefined);

const models = [...specs.model.values()].flatMap(({ id, defaults }) => {
  const dynamics = valueAtPath(defaults, "game.dynamics.id");
  return typeof dynamics === "string" && specs.dynamics.get(dynamics)?.setting === undefined ? [id] : [];
});

const functionals = (slot: "interaction" | "terminal") => [...specs.functional.values()].filter(({ slots }) => slots.includes(slot));

/** Any model, and every slot and choice at random; a small network. */
export function combination(stream: Random): Tree {
  const any = (table: ReadonlyMap<string, Spec>) => chosen(pick(flowing(table), stream), stream);
  const interactions = functionals("interaction");
  const several = stream.integer(4) === 3 ? interactions : stream.integer(3) === 0 ? [] : [pick(interactions, stream)];
  return {
    model: pick(models, stream),
    world: stream.uniform() < 0.2 ? any(specs.world) : { id: "open" },
    data: stream.uniform() < 0.1 ? null : any(specs.density),
    game: {
      discount: stream.uniform() < 0.3 ? 0.5 : 0,
      dynamics: any(specs.dynamics),
      lagrangian: any(specs.lagrangian),
      interactions: several.map((spec) => chosen(spec, stream)),
      terminal: chosen(pick(functionals("terminal"), stream), stream),
    },
    objective: any(specs.objective),
    regularisers: {
      hjb: { weight: pick([0, 1], stream), norm: pick(["l1", "l2"], stream), points: pick(["particles", "noised-data", "box"], stream) },
      terminal: { weight: pick([0, 0, 1], stream) },
      initial: { weight: pick([0, 0, 1], stream) },
    },
    network: {
      output: pick(["potential", "field"], stream),
      width: 4,
      depth: 1,
      time: pick(["raw", "fourier", "log-snr"], stream),
      preconditioning: pick(["none", "gaussian"], stream),
    },
    training: { batch: 16 },
    sampling: { method: pick(["ode", "sde"], stream) },
  };
}
