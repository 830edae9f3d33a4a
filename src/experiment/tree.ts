/**
 * @file Reading and writing plain data by path ("game.terminal.params.weight"). Only own properties are ever seen, and nothing
 * is written in place, so a link with "__proto__" in it finds nothing to harm.
 */

export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own property of an object or an element of an array, or undefined. */
export function child(parent: unknown, name: string): unknown {
  return typeof parent === "object" && parent !== null && Object.hasOwn(parent, name) ? (parent as Tree)[name] : undefined;
}

export function valueAtPath(root: unknown, path: string): unknown {
  return path.split(".").reduce(child, root);
}

function withSegments(parent: unknown, segments: readonly string[], value: unknown): unknown {
  const [name, ...rest] = segments;
  if (name === undefined) return value;
  const inner = withSegments(child(parent, name), rest, value);
  if (Array.isArray(parent) && /^\d+$/.test(name) && Number(name) <= parent.length) {
    const items: unknown[] = [...(parent as readonly unknown[])];
    items[Number(name)] = inner;
    return items;
  }
  // fromEntries defines properties; assignment to "__proto__" would not.
  const own = isTree(parent) ? Object.entries(parent) : [];
  const at = own.findIndex(([key]) => key === name);
  return Object.fromEntries(at < 0 ? [...own, [name, inner]] : own.with(at, [name, inner]));
}

/** A copy with the value at the path; objects on the way appear, anything else on the way is replaced. */
export function withValue(root: Tree, path: string, value: unknown): Tree {
  return withSegments(root, path.split("."), value) as Tree;
}

/** A copy without what is at the path. */
export function without(root: Tree, path: string): Tree {
  const segments = path.split(".");
  const name = segments[segments.length - 1] ?? "";
  const parentPath = segments.slice(0, -1).join(".");
  const parent = parentPath === "" ? root : valueAtPath(root, parentPath);
  if (!isTree(parent) || !Object.hasOwn(parent, name)) return root;
  const rest = Object.fromEntries(Object.entries(parent).filter(([key]) => key !== name));
  return parentPath === "" ? rest : withValue(root, parentPath, rest);
}

/** Equality of plain data, whatever the order of keys. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(child(a, key), child(b, key)));
}

/** `after`, in which everything that is as it was before is the very object of before: who looks at a part of it sees that it stayed. */
export function keeping<T>(before: unknown, after: T): T {
  if (same(before, after)) return before as T;
  if (Array.isArray(after)) return after.map((item, i) => keeping(child(before, String(i)), item as unknown)) as T;
  if (!isTree(after)) return after;
  return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, keeping(child(before, name), value)])) as T;
}

const LONGEST = 60;

/** JSON, or a word for what has none (a cycle, a big integer). */
function printedOr(word: string, value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return word;
  }
}

/** A value for a message: short, whatever it is. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return String(value); // NaN and Infinity are null in JSON
  if (Array.isArray(value) && value.length > 40) return `a list of ${value.length}`;
  if (isTree(value) && Object.keys(value).length > 20) return `an object with ${Object.keys(value).length} fields`;
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  const text = printedOr("something that is not plain data", value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
