/** @file The fixed skeleton of an experiment: which fields there are, and what to do with fields that there are not. */
import { fields } from "./fields.ts";
import type { Tell } from "./report.ts";
import { INTERACTIONS, slots } from "./slots.ts";
import { isTree, shown, type Tree } from "./tree.ts";

/** A group of fields, or `any` where a field or an entry checks what is inside. */
interface Group {
  readonly [name: string]: Group | "any";
}

function grown(group: Group, [name = "", ...rest]: readonly string[]): Group {
  if (rest.length === 0) return { ...group, [name]: "any" };
  const inner = group[name];
  return { ...group, [name]: grown(inner === undefined || inner === "any" ? {} : inner, rest) };
}

const PATHS = ["model", ...Object.keys(fields), INTERACTIONS, ...Object.keys(slots).flatMap((path) => [`${path}.id`, `${path}.params`])];

const SKELETON = PATHS.reduce<Group>((group, path) => grown(group, path.split(".")), {});

/** What a game may be without: null stands for none. */
const MAY_BE_ABSENT = ["data", "game.terminal"];

function trimmed(given: Tree, group: Group, path: string, tell: Tell): Tree {
  const kept: [string, unknown][] = [];
  for (const [name, value] of Object.entries(given)) {
    const here = path === "" ? name : `${path}.${name}`;
    const inner = Object.hasOwn(group, name) ? group[name] : undefined;
    if (inner === undefined) {
      tell({
        path: here,
        given: shown(value),
        allowed: Object.keys(group).join(", "),
        message: "there is no such field",
        instead: "it is left out",
        severity: "adjusted",
      });
    } else if (inner === "any" || (value === null && MAY_BE_ABSENT.includes(here))) {
      kept.push([name, value]);
    } else if (isTree(value)) {
      kept.push([name, trimmed(value, inner, here, tell)]);
    } else {
      tell({
        path: here,
        given: shown(value),
        allowed: `an object with ${Object.keys(inner).join(", ")}`,
        message: "is not an object",
        instead: "the default is taken",
        severity: "adjusted",
      });
    }
  }
  return Object.fromEntries(kept);
}

/** The given fields without those that do not exist or are no objects where objects belong. */
export function knownFields(given: Tree, tell: Tell): Tree {
  return trimmed(given, SKELETON, "", tell);
}
