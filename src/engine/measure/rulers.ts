/** @file Every ruler with its numerics, in the order in which they are asked: for the worker and the headless runner. */
import type { Ruler } from "./ruler.ts";

type Module = Readonly<Record<string, unknown>>;

/** The one export of a ruler's file that carries its `spec`. */
function rulerOf([file, module]: readonly [string, Module]): Ruler {
  const found = Object.values(module).filter(
    (value) => typeof value === "object" && value !== null && "spec" in value && value.spec === module["spec"],
  );
  const [ruler] = found as Ruler[];
  if (ruler === undefined || found.length > 1)
    throw new Error(`engine/measure/${file} must export its spec and one ruler that carries it; it exports ${String(found.length)}`);
  const id = file.replace(/^.*\/|\.ts$/g, "");
  if (ruler.spec.id !== id) throw new Error(`engine/measure/${file}: its spec says "${ruler.spec.id}"; a ruler's id is its file's name`);
  return ruler;
}

export const rulers: readonly Ruler[] = Object.entries(import.meta.glob<Module>("./rulers/*.ts", { eager: true }))
  .map(rulerOf)
  .sort((a, b) => a.spec.place - b.spec.place);
