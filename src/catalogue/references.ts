/**
 * @file What every entry refers to, by kind and id: its file's export `references`, and nothing else of it.
 *
 * A bibliography is asked for seldom. The query makes another module of the same file, so that the page's first bytes hold specs alone.
 */
import type { Reference } from "./define.ts";

type Files = Readonly<Record<string, readonly Reference[]>>;

/** "./densities/moons.ts?references" → "moons" */
const table = (files: Files): ReadonlyMap<string, readonly Reference[]> =>
  new Map(Object.entries(files).map(([file, references]) => [/([^/]+)\.ts/.exec(file)![1]!, references]));

export const references = {
  world: table(import.meta.glob<readonly Reference[]>("./worlds/*.ts", { import: "references", query: "?references", eager: true })),
  density: table(import.meta.glob<readonly Reference[]>("./densities/*.ts", { import: "references", query: "?references", eager: true })),
  dynamics: table({
    ...import.meta.glob<readonly Reference[]>("./dynamics/*.ts", { import: "references", query: "?references", eager: true }),
    ...import.meta.glob<readonly Reference[]>("./rates/*.ts", { import: "references", query: "?references", eager: true }),
  }),
  lagrangian: table({
    ...import.meta.glob<readonly Reference[]>("./lagrangians/*.ts", { import: "references", query: "?references", eager: true }),
    ...import.meta.glob<readonly Reference[]>("./state-costs/*.ts", { import: "references", query: "?references", eager: true }),
  }),
  functional: table(
    import.meta.glob<readonly Reference[]>("./functionals/*.ts", { import: "references", query: "?references", eager: true }),
  ),
  objective: table(
    import.meta.glob<readonly Reference[]>("./objectives/*.ts", { import: "references", query: "?references", eager: true }),
  ),
  activation: table(
    import.meta.glob<readonly Reference[]>("./activations/*.ts", { import: "references", query: "?references", eager: true }),
  ),
  model: table(import.meta.glob<readonly Reference[]>("./models/*.ts", { import: "references", query: "?references", eager: true })),
} as const;
