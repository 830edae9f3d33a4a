/**
 * @file `lab publish PRESET`: freezes a preset's link among those that must open the same for ever (tests/experiment/published.json).
 *
 * The link sets a seed and a batch besides, so that it also says how settings over a preset are written. What is there is never
 * written over: a published preset keeps its meaning, a new meaning is a new id.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeLink } from "../experiment/link.ts";
import { presets } from "../experiment/presets.ts";
import { setPaths, type Settings } from "../experiment/edit.ts";
import { valueAtPath } from "../experiment/tree.ts";
import { printed } from "../experiment/report.ts";
import { resolve } from "../experiment/resolve.ts";
import { parse } from "./arguments.ts";
import { BadInput } from "./failure.ts";
import { printAnswer, say } from "./say.ts";

const FILE = "tests/experiment/published.json";

const BESIDES: Settings = { seed: 7, "training.batch": 96 };

export interface PublishedLink {
  readonly link: string;
  /** What the experiment behind the link says, by path. */
  readonly says: Readonly<Record<string, unknown>>;
}

function pathsOf(node: unknown, path = ""): [string, unknown][] {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return [[path, node]];
  return Object.entries(node).flatMap(([name, value]) => pathsOf(value, path === "" ? name : `${path}.${name}`));
}

/**
 * @throws BadInput if there is no such preset, or if it is no experiment
 * @internal
 */
export function publishedLink(id: string): PublishedLink {
  const preset = presets.get(id);
  if (preset === undefined)
    throw new BadInput(`publish: there is no preset ${JSON.stringify(id)}; allowed: ${[...presets.keys()].join(", ")}`);
  const { experiment, problems } = resolve(setPaths(preset.experiment, BESIDES), "strict");
  if (experiment === null) throw new BadInput(...problems.map(printed));
  const { search, hash } = encodeLink(experiment, id);
  // As resolved: a list is compared whole, and the defaults of its entries are a part of it.
  const said = pathsOf(preset.experiment).map(([path]) => [path, valueAtPath(experiment, path)] as const);
  return { link: `${search}${hash}`, says: { ...Object.fromEntries(said), ...BESIDES } };
}

/**
 * The file with one entry more, first of its kind: every other line stays as it is, so that branches that add one do not collide.
 * @internal
 */
export function withEntry(text: string, id: string, { link, says }: PublishedLink): string {
  const opening = '"overPresets": {\n';
  const at = text.indexOf(opening) + opening.length;
  const values = Object.entries(says).map(([path, value]) => `${JSON.stringify(path)}: ${JSON.stringify(value)}`);
  const lines = [
    `    ${JSON.stringify(id)}: {`,
    `      "link": ${JSON.stringify(link)},`,
    `      "says": { ${values.join(", ")} }`,
    "    },",
  ];
  return `${text.slice(0, at)}${lines.join("\n")}\n${text.slice(at)}`;
}

export function publish(args: readonly string[]): void {
  const { words } = parse(args, {});
  const [id, ...more] = words;
  if (id === undefined || more.length > 0) throw new BadInput("publish: given no preset, or several; allowed: one preset's id");
  const entry = publishedLink(id);
  const file = join(process.cwd(), FILE);
  if (!existsSync(file))
    throw new BadInput(`publish: ${FILE} is not here; allowed: in the lab's own folder, by npm run -s lab -- publish ${id}`);
  const text = readFileSync(file, "utf8");
  const known = JSON.parse(text) as { overPresets: Record<string, PublishedLink> };
  if (known.overPresets[id] !== undefined)
    throw new BadInput(`publish: ${JSON.stringify(id)} is published already, and keeps its meaning; allowed: a preset with a new id`);
  writeFileSync(file, withEntry(text, id, entry));
  say(`${id} is frozen in ${FILE}`);
  printAnswer({ schema: 1, id, ...entry });
}
