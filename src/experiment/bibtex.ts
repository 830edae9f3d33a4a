/**
 * @file The references of what an experiment uses, as BibTeX.
 *
 *     key = first author's family name + year + the title's first three words of weight,  e.g. onken2021fastaccuratecontinuous
 *
 * A key depends on its reference alone, so it is the same in every experiment and a bibliography can be put together from many.
 */
import type { Reference } from "../catalogue/define.ts";
import { references } from "../catalogue/references.ts";
import type { Experiment } from "./experiment.ts";
import { slots } from "./slots.ts";
import { isSolved } from "./solved.ts";
import { valueAtPath } from "./tree.ts";

/** Words that say nothing about which paper it is. */
const LIGHT = new Set("a an and at by for from how in its of on some the through to using via with your".split(" "));

/** ASCII only: BibTeX of before 2010 takes nothing else in a key. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/[^A-Za-z0-9 -]/g, "");
}

/** "Wu Fung, S." → "wufung" */
function family(authors: string): string {
  return plain(authors.split(",")[0] ?? "")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase();
}

/** @internal */
export function citationKey({ authors, title, year }: Reference): string {
  const words = plain(title.replaceAll("-", " ").toLowerCase())
    .split(" ")
    .filter((word) => word !== "" && !LIGHT.has(word));
  return `${family(authors)}${year}${words.slice(0, 3).join("")}`;
}

/** "Onken, D., Wu Fung, S., Li, X. and Ruthotto, L." → "Onken, D. and Wu Fung, S. and Li, X. and Ruthotto, L." @internal */
export function authorList(authors: string): string {
  const people = authors.split(/ and /).flatMap((part) => {
    const words = part.split(", ");
    return words.length === 1
      ? words
      : Array.from({ length: Math.ceil(words.length / 2) }, (_, i) => words.slice(2 * i, 2 * i + 2).join(", "));
  });
  return people.join(" and ");
}

/** What TeX would take for a command; letters with accents are left to a UTF-8 bibliography. */
function escaped(text: string): string {
  return text.replace(/[&%$#_{}]/g, String.raw`\$&`);
}

/** @internal */
export function entryOf(reference: Reference): string {
  const { authors, title, year, arxiv } = reference;
  const fields: readonly (readonly [string, string])[] = [
    ["author", escaped(authorList(authors))],
    // Double braces: the style must not put FFJORD or Schrödinger in lower case.
    ["title", `{${escaped(title)}}`],
    ["year", String(year)],
    ...(arxiv === undefined
      ? []
      : ([
          ["eprint", arxiv],
          ["archivePrefix", "arXiv"],
          ["url", `https://arxiv.org/abs/${arxiv}`],
        ] as const)),
  ];
  const lines = fields.map(([name, value]) => `  ${name} = {${value}}`);
  // misc: an article would owe its journal.
  return `@misc{${citationKey(reference)},\n${lines.join(",\n")}\n}`;
}

/**
 * Of all that an experiment uses, its model, whatever stands in a slot and what its networks are made of: each reference once, by key.
 * @internal
 */
export function referencesOf(experiment: Experiment): readonly Reference[] {
  const used: readonly (readonly [keyof typeof references, string])[] = [
    ["model", experiment.model],
    ...Object.entries(slots).map(([path, kind]) => [kind, String(valueAtPath(experiment, `${path}.id`))] as const),
    ...experiment.game.interactions.map(({ id }) => ["functional", id] as const),
    ...(isSolved(experiment) ? [] : [["activation", experiment.network.activation] as const]),
  ];
  const all = used.flatMap(([kind, id]) => references[kind].get(id) ?? []);
  const byKey = new Map(all.map((reference) => [citationKey(reference), reference]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, reference]) => reference);
}

export function bibtexOf(experiment: Experiment): string {
  return `${referencesOf(experiment).map(entryOf).join("\n\n")}\n`;
}
