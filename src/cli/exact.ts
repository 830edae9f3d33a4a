/** @file `lab exact`: what is known of a game without training it, or which of its slots has no known solution. */
import { registry } from "../catalogue/registry.ts";
import { exactOf } from "../engine/game/exact-problem.ts";
import { setUp } from "../engine/game/setup.ts";
import { parse } from "./arguments.ts";
import { BadInput } from "./failure.ts";
import { answer } from "./say.ts";
import { SOURCE_OPTIONS, sourceOf } from "./source.ts";

/** "x1,x2,t", on the line "x,t". */
function pointOf(text: string, dimension: 1 | 2, horizon: number): readonly number[] {
  const cells = text.split(",").map((cell) => cell.trim());
  const numbers = cells.map((cell) => (cell === "" ? Number.NaN : Number(cell)));
  const form = dimension === 1 ? '"x,t"' : '"x1,x2,t"';
  const [t = Number.NaN] = numbers.slice(-1);
  if (numbers.length !== dimension + 1 || !numbers.every(Number.isFinite))
    throw new BadInput(`--at: given ${JSON.stringify(text)}; allowed: ${form}, numbers`);
  if (t < 0 || t > horizon) throw new BadInput(`--at: given t = ${t}; allowed: from 0 to the horizon ${horizon}`);
  return numbers;
}

export function exact(args: readonly string[]): void {
  const given = parse(args, { ...SOURCE_OPTIONS, at: "many" });
  const { experiment } = sourceOf(given);
  const setup = setUp(experiment, registry);
  const points = (given.values.get("at") ?? []).map((text) => pointOf(text, setup.dimension, experiment.game.horizon));
  const solved = exactOf(setup);
  if ("reason" in solved)
    throw new BadInput(
      `${solved.slot === "data" || solved.slot === "reference" ? "" : "game."}${solved.slot}: no known solution. ${solved.reason}`,
    );
  const { kind, about, mean, covariance, cost, energy } = solved;
  const value = points.map((at) => ({ at, ...solved.value(at.slice(0, -1), at.at(-1)!) }));
  answer({ schema: 1, kind, about, mean, covariance, cost, energy, value });
}
