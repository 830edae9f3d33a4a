/**
 * @file The least and the most of every field and parameter are either refused in words, or set up, and one step is finite.
 *
 * Each is tried in a preset that has its entry, with a small network: a game that works, of which one thing is changed. Where that preset
 * refuses it, one of another model may take it. Choices and flags are drawn at random in accepted-trains.test.ts.
 */
import { describe, expect, it } from "vitest";
import { MOST_PARAMETER } from "../../src/catalogue/formula.ts";
import type { ParamSpec, ParamValue } from "../../src/catalogue/params.ts";
import { registry } from "../../src/catalogue/registry.ts";
import { specs } from "../../src/catalogue/specs.ts";
import { createWasmKernel } from "../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../src/engine/kernels/wasm/module.ts";
import { NoAnswer, openAtOnce } from "../../src/engine/at-once.ts";
import { openSession } from "../../src/engine/open-session.ts";
import { NotSolvable } from "../../src/engine/solve/solving.ts";
import type { Experiment, Problem } from "../../src/experiment/experiment.ts";
import { fields } from "../../src/experiment/fields.ts";
import { presets } from "../../src/experiment/presets.ts";
import { printed } from "../../src/experiment/report.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { isAtOnce, isSolved } from "../../src/experiment/solved.ts";
import { INTERACTIONS, type SlotKind, slots } from "../../src/experiment/slots.ts";
import { type Tree, valueAtPath, withValue } from "../../src/experiment/tree.ts";

const module = await loadWasmModule();

const END = ["least", "most"] as const;

type Rows = readonly (readonly number[])[];

/**
 * The least or the most of it, in the shape of what is there now. The rows of points and of means are at the bound and across from it, for
 * rows that agree are no set. Undefined for what has no order.
 */
function extremeOf(spec: ParamSpec, end: (typeof END)[number], now: unknown): ParamValue | undefined {
  const of = (min: number, max: number): number => (end === "least" ? min : max);
  const diagonal = (rows: Rows, value: number): Rows => rows.map((row, i) => row.map((_, j) => (i === j ? value : 0)));
  switch (spec.kind) {
    case "real":
    case "integer":
      return of(spec.min, spec.max);
    case "vector":
      return (now as readonly number[]).map(() => of(spec.min, spec.max));
    case "matrix": {
      const bound = of(spec.min, spec.max);
      return spec.positiveDefinite
        ? diagonal(now as Rows, bound)
        : (now as Rows).map((row, i) => row.map(() => (i % 2 === 0 ? bound : -bound)));
    }
    case "matrices":
      return (now as readonly Rows[]).map((rows) => diagonal(rows, of(1e-4, 1e4)));
    case "formula": {
      const { text, values } = spec.default;
      return { text, values: Object.fromEntries(Object.keys(values).map((name) => [name, of(-MOST_PARAMETER, MOST_PARAMETER)])) };
    }
    case "choice":
    case "flag":
      return undefined;
    default:
      return spec satisfies never;
  }
}

/** Fewer nodes of space, or of time. */
const coarse = ({ objective }: Experiment): readonly (readonly [string, unknown])[] =>
  [["cells", 61] as const, ["steps", 200] as const].flatMap(([name, value]) =>
    specs.objective.get(objective.id)?.params[name] === undefined ? [] : [[`objective.params.${name}`, value] as const],
  );

/** With the smallest network and batch, and on the coarsest grid. */
function small(experiment: Experiment): Tree {
  const grid = specs.objective.get(experiment.objective.id)?.params["resolution"];
  const quick: readonly (readonly [string, unknown])[] = [
    ["network.width", 4],
    ["network.depth", 1],
    ["training.batch", 8],
    ...(grid?.kind === "choice" ? [["objective.params.resolution", grid.options[0]!.id] as const] : []),
    ...(isAtOnce(experiment) ? coarse(experiment) : []),
  ];
  return quick.reduce((tree, [path, value]) => withValue(tree, path, value), experiment as unknown as Tree);
}

/** What takes little time first: learned, on the line. */
const games: readonly Experiment[] = [...presets.values()]
  .flatMap(({ experiment }) => resolve(experiment, "strict").experiment ?? [])
  .map((game) => ({
    game,
    time: 4 * Number(isSolved(game)) + (specs.density.get(game.reference.id)?.dimension(game.reference.params) ?? 2),
  }))
  .sort((a, b) => a.time - b.time)
  .map(({ game }) => game);

/** A game, and where in it stands what is changed. */
interface Place<G = Tree> {
  readonly path: string;
  readonly game: G;
}

/** The first of each model. */
const ofEachModel = (places: readonly Place<Experiment>[]): readonly Place<Experiment>[] =>
  places.filter(({ game: { model } }, i) => places.findIndex(({ game }) => game.model === model) === i);

const SLOTS: readonly (readonly [string, SlotKind])[] = [...Object.entries(slots), [`${INTERACTIONS}.0`, "functional"]];

const placesOf = (kind: SlotKind, id: string): readonly Place<Experiment>[] =>
  ofEachModel(
    games.flatMap((game) =>
      SLOTS.filter(([path, its]) => its === kind && valueAtPath(game, `${path}.id`) === id).map(([path]) => ({ path, game })),
    ),
  );

/** One value, and the games in which it is tried until one takes it. */
interface Extreme {
  readonly name: string;
  readonly tries: readonly Tree[];
}

const extremesAt = (name: string, spec: ParamSpec, places: readonly Place[]): readonly Extreme[] =>
  END.map((end) => ({
    name: `${name}, the ${end}`,
    tries: places.flatMap(({ path, game }) => {
      const value = extremeOf(spec, end, valueAtPath(game, path));
      return value === undefined ? [] : [withValue(game, path, value)];
    }),
  }));

/** The parameters of all entries of a kind, where they say something. That each stands in a preset is for presets.test.ts to see. */
const extremesOf = (kind: SlotKind): readonly Extreme[] =>
  [...specs[kind].values()].flatMap(({ id, params }) => {
    const places = placesOf(kind, id);
    return Object.entries(params).flatMap(([name, param]) => {
      const where = Object.entries(param.where ?? {});
      const told = places.map(({ path, game }) => ({
        path: `${path}.params.${name}`,
        game: where.reduce((tree, [other, [allowed]]) => withValue(tree, `${path}.params.${other}`, allowed), small(game)),
      }));
      return extremesAt(`${id}.${name}`, param, told);
    });
  });

const extremesOfFields = (): readonly Extreme[] =>
  Object.entries(fields).flatMap(([path, { spec }]) =>
    extremesAt(
      path,
      spec,
      ofEachModel(games.map((game) => ({ path, game }))).map(({ game }) => ({
        path,
        // A run stops after steps or after seconds.
        game: path.startsWith("training.stop.") ? withValue(small(game), "training.stop", {}) : small(game),
      })),
    ),
  );

/** A refusal is a sentence, or says what is allowed; these are neither. */
const wordless = (problems: readonly Problem[]): readonly string[] =>
  problems.length === 0
    ? ["refused without a word"]
    : problems
        .filter(({ message, allowed }) => /undefined|NaN|\[object/.test(message) || (!/[.?!]$/.test(message) && allowed === ""))
        .map(printed);

const UNHURRIED = { breathe: () => Promise.resolve(), tell: () => undefined, soon: () => undefined, now: () => 0 };

/** Set up, and one step: whether it was finite, or why it cannot be solved. @throws whatever else happens */
async function stepped(experiment: Experiment): Promise<"finite" | "not finite" | { readonly reason: string }> {
  try {
    if (isAtOnce(experiment)) {
      const { answer } = await openAtOnce(registry).solve(experiment, UNHURRIED);
      const said = Object.values(answer.metrics).flatMap((metric) =>
        metric === null ? [] : typeof metric === "number" ? [metric] : Object.values(metric),
      );
      return said.every(Number.isFinite) ? "finite" : "not finite";
    }
    const session = await openSession(experiment, registry, (shape) => createWasmKernel(shape, module));
    await session.advance(0);
    const said = session.learned ? [...session.history().since(0)] : [session.outcome()?.change ?? Number.NaN];
    session.dispose();
    return said.length > 0 && said.every(Number.isFinite) ? "finite" : "not finite";
  } catch (error) {
    if (error instanceof NotSolvable || error instanceof NoAnswer) return { reason: error.message };
    throw error;
  }
}

/** Whether one of the games took it, and what was wrong on the way. */
async function tried({ name, tries }: Extreme): Promise<{ readonly taken: boolean; readonly wrong: readonly string[] }> {
  const wrong: string[] = [];
  for (const given of tries) {
    const { experiment, problems } = resolve(given, "strict");
    if (experiment === null) {
      wrong.push(...wordless(problems).map((line) => `${name}: ${line}`));
      continue;
    }
    const found = await stepped(experiment).catch((error: unknown) => String(error));
    if (found === "finite") return { taken: true, wrong };
    if (typeof found === "string" || !/[.?!]$/.test(found.reason))
      wrong.push(`${name}: ${typeof found === "string" ? found : found.reason}`);
  }
  return { taken: false, wrong };
}

describe("the least and the most", () => {
  const groups: readonly (readonly [string, () => readonly Extreme[]])[] = [
    ...(["world", "density", "dynamics", "lagrangian", "functional", "objective"] as const).map(
      (kind) => [`of what a ${kind} is told`, () => extremesOf(kind)] as const,
    ),
    ["of every other field", extremesOfFields],
  ];

  it.each(groups)("%s", async (_name, extremes) => {
    const all = extremes().filter(({ tries }) => tries.length > 0);
    const results = [];
    for (const extreme of all) results.push(await tried(extreme));
    expect(results.flatMap(({ wrong }) => wrong)).toEqual([]);
    const taken = results.filter(({ taken }) => taken).length;
    // Of a room's four two leave nothing inside.
    expect(taken).toBeGreaterThanOrEqual(all.length / 2);
    console.info(`${all.length} extremes, ${taken} of them taken`);
  });
});
