/** @file Which experiment is meant: a preset, a file or a link, with what --set, --seed, --steps and --seconds change in it. */
import { existsSync, readFileSync } from "node:fs";
import { SECONDS, SEED, STEPS } from "../catalogue/limits.ts";
import { specs } from "../catalogue/specs.ts";
import { setPaths } from "../experiment/edit.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { BACKENDS } from "../experiment/flags.ts";
import { readLink } from "../experiment/link-decode.ts";
import { presets } from "../experiment/presets.ts";
import { printed } from "../experiment/report.ts";
import { type Mode, resolve } from "../experiment/resolve.ts";
import { isTree, type Tree } from "../experiment/tree.ts";
import { type Arguments, numberOf, onlyWord, type Options, optionOf } from "./arguments.ts";
import { BadInput } from "./failure.ts";
import { say } from "./say.ts";

/** Options of every command that reads an experiment. */
export const SOURCE_OPTIONS: Options = { set: "many", seed: "one", steps: "one", seconds: "one", lenient: "flag" };

interface Named {
  readonly partial: Tree;
  readonly backend: (typeof BACKENDS)[number];
  readonly fast: boolean;
}

const NO_WISH = { backend: "auto", fast: false } as const;

function fromFile(file: string): Named {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new BadInput(`${file}: cannot be read (${error instanceof Error ? error.message : "unknown"})`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadInput(`${file}: is not JSON (${error instanceof Error ? error.message : "unknown"})`);
  }
  if (!isTree(value)) throw new BadInput(`${file}: an experiment is an object; allowed: { "model": …, … }`);
  return { partial: value, ...NO_WISH };
}

function fromLink(link: string, mode: Mode): Named {
  const { partial, problems, flags } = readLink(link, mode);
  for (const problem of problems) if (problem.severity === "adjusted") say(printed(problem));
  const fatal = problems.filter(({ severity }) => severity === "fatal");
  if (fatal.length > 0) throw new BadInput(...fatal.map(printed));
  if (partial === null) throw new BadInput("link: names neither a preset nor a model (given: an address without an experiment)");
  return { partial, backend: flags.backend, fast: flags.fast };
}

function named(word: string, mode: Mode): Named {
  const preset = presets.get(word);
  if (preset !== undefined) return { partial: preset.experiment, ...NO_WISH };
  if (/[?#]/.test(word) && !existsSync(word)) return fromLink(word, mode);
  if (word.endsWith(".json") || existsSync(word)) return fromFile(word);
  if (specs.model.has(word)) return { partial: { model: word }, ...NO_WISH };
  throw new BadInput(`${JSON.stringify(word)}: there is no such preset, model, file or link; presets: ${[...presets.keys()].join(", ")}`);
}

/** `path=value` with a JSON value; a bare word stands for itself, so that `--set data.id=moons` needs no quotes. */
function setting(text: string): readonly [string, unknown] {
  const cut = text.indexOf("=");
  if (cut <= 0) throw new BadInput(`--set: given ${JSON.stringify(text)}; allowed: path=value, e.g. game.terminal.params.weight=10`);
  const [path, value] = [text.slice(0, cut), text.slice(cut + 1)];
  try {
    return [path, JSON.parse(value) as unknown];
  } catch {
    if (/^[A-Za-z][\w-]*$/.test(value)) return [path, value];
    throw new BadInput(`--set ${path}: given ${value}; allowed: a JSON value, e.g. 10, [1, 0], "moons"`);
  }
}

function settings(given: Arguments): Tree {
  const pairs = (given.values.get("set") ?? []).map(setting);
  const seed = numberOf(given, "seed", { ...SEED, whole: true });
  const steps = numberOf(given, "steps", { ...STEPS, whole: true });
  const seconds = numberOf(given, "seconds", { ...SECONDS, whole: false });
  if (steps !== undefined && seconds !== undefined) throw new BadInput("--seconds: given beside --steps; allowed: one of them");
  return {
    ...Object.fromEntries(pairs),
    ...(seed === undefined ? {} : { seed }),
    ...(steps === undefined ? {} : { "training.stop": { steps } }),
    ...(seconds === undefined ? {} : { "training.stop": { seconds } }),
  };
}

export interface ExperimentSource {
  readonly experiment: Experiment;
  readonly backend: (typeof BACKENDS)[number];
  /** A link that asks for fused products. */
  readonly fast: boolean;
}

/**
 * @param untrained the game alone is asked for: what only training cannot put together is fine
 * @throws BadInput with a line for each problem.
 */
export function sourceOf(given: Arguments, untrained = false): ExperimentSource {
  const mode: Mode = given.flags.has("lenient") ? "lenient" : "strict";
  const { partial, backend, fast } = named(onlyWord(given, "<preset | model | file.json | link>"), mode);
  const resolved = resolve(setPaths(partial, settings(given)), mode);
  const ofTraining = untrained ? resolved.misfits.filter(({ game }) => game !== true) : [];
  const problems = resolved.problems.filter(
    ({ path, message }) => !ofTraining.some((misfit) => misfit.path === path && misfit.reason === message),
  );
  const fatal = problems.filter(({ severity }) => severity === "fatal");
  const experiment = untrained && fatal.length === 0 ? resolved.draft : resolved.experiment;
  if (experiment === null) throw new BadInput(...fatal.map(printed));
  for (const problem of problems) say(printed(problem));
  const wanted = optionOf(given, "backend");
  if (wanted === undefined) return { experiment, backend, fast };
  const found = BACKENDS.find((id) => id === wanted);
  if (found === undefined) throw new BadInput(`--backend: given ${JSON.stringify(wanted)}; allowed: ${BACKENDS.join(", ")}`);
  return { experiment, backend: found, fast };
}
