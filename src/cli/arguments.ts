/**
 * @file The command line as data. An option always takes the next word, so `--at -1.3,0.8,0` is a point and not an option
 * (util.parseArgs calls that ambiguous).
 */
import { BadInput } from "./failure.ts";

/** flag: no value. one: a value, the last one counts. many: collected. */
export type Options = Readonly<Record<string, "flag" | "one" | "many">>;

export interface Arguments {
  readonly words: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

export function parse(args: readonly string[], options: Options): Arguments {
  const words: string[] = [];
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!;
    if (!word.startsWith("--")) {
      words.push(word);
      continue;
    }
    const cut = word.indexOf("=");
    const name = word.slice(2, cut < 0 ? undefined : cut);
    const kind = Object.hasOwn(options, name) ? options[name] : undefined;
    if (kind === undefined)
      throw new BadInput(
        `--${name}: there is no such option; allowed: ${
          Object.keys(options)
            .map((known) => `--${known}`)
            .join(" ") || "none"
        }`,
      );
    if (kind === "flag") {
      if (cut >= 0) throw new BadInput(`--${name}: takes no value (given: ${word.slice(cut + 1)})`);
      flags.add(name);
      continue;
    }
    const value = cut < 0 ? args[++i] : word.slice(cut + 1);
    if (value === undefined) throw new BadInput(`--${name}: needs a value`);
    const before = kind === "many" ? (values.get(name) ?? []) : [];
    values.set(name, [...before, value]);
  }
  return { words, flags, values };
}

/** The value of an option that may be given once. */
export function optionOf({ values }: Arguments, name: string): string | undefined {
  return values.get(name)?.at(-1);
}

/** @throws BadInput unless the option is absent or a number within the bounds. */
export function numberOf(given: Arguments, name: string, bounds: { min: number; max: number; whole: boolean }): number | undefined {
  const text = optionOf(given, name);
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const right = Number.isFinite(value) && value >= bounds.min && value <= bounds.max && (!bounds.whole || Number.isInteger(value));
  if (!right)
    throw new BadInput(
      `--${name}: given ${JSON.stringify(text)}; allowed: a ${bounds.whole ? "whole " : ""}number from ${bounds.min} to ${bounds.max}`,
    );
  return value;
}

export function oneOf<T extends string>(given: Arguments, name: string, allowed: readonly T[]): T | undefined {
  const text = optionOf(given, name);
  if (text === undefined) return undefined;
  const found = allowed.find((option) => option === text);
  if (found === undefined) throw new BadInput(`--${name}: given ${JSON.stringify(text)}; allowed: ${allowed.join(", ")}`);
  return found;
}

/** Exactly one word after the command. */
export function onlyWord({ words }: Arguments, what: string): string {
  const [word, ...more] = words;
  if (word === undefined) throw new BadInput(`missing: ${what}`);
  if (more.length > 0)
    throw new BadInput(
      `given ${more.map((extra) => JSON.stringify(extra)).join(" ")} beside ${JSON.stringify(word)}; allowed: one ${what}`,
    );
  return word;
}
