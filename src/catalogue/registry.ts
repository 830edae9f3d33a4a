/** @file Every entry's numerics, by kind and id: for the training worker and the headless runner. The page never loads this. */
import type { DensityEntry, Dynamics, Functional, Lagrangian } from "./define.ts";
import type { Objective } from "./terms.ts";
import { byId } from "./specs.ts";

export interface Entries<T> {
  /** @throws if there is no such entry. */
  get(id: string): T;
  readonly all: ReadonlyMap<string, T>;
}

export interface Registry {
  readonly density: Entries<DensityEntry>;
  readonly dynamics: Entries<Dynamics>;
  readonly lagrangian: Entries<Lagrangian>;
  readonly functional: Entries<Functional>;
  readonly objective: Entries<Objective>;
}

type Module = Readonly<Record<string, unknown>>;

/** The numerics of an entry's file: the one export that carries the file's own `spec`. */
function numericsOf(file: string, module: Module): unknown {
  const found = Object.values(module).filter(
    (value) => typeof value === "object" && value !== null && "spec" in value && value.spec === module["spec"],
  );
  if (found.length !== 1) throw new Error(`${file} must export its spec and one entry that carries it; it exports ${found.length}`);
  return found[0];
}

function table<T extends { readonly spec: { readonly id: string } }>(kind: string, modules: Readonly<Record<string, Module>>): Entries<T> {
  const files = Object.entries(modules).map(([file, module]) => [file, numericsOf(file, module) as T] as const);
  const all = byId(kind, Object.fromEntries(files), ({ spec }) => spec.id);
  return {
    all,
    get(id) {
      const entry = all.get(id);
      if (entry === undefined) throw new Error(`There is no ${kind} "${id}"; there are ${[...all.keys()].join(", ")}`);
      return entry;
    },
  };
}

export const registry: Registry = {
  density: table("density", import.meta.glob<Module>("./densities/*.ts", { eager: true })),
  dynamics: table("dynamics", import.meta.glob<Module>("./dynamics/*.ts", { eager: true })),
  lagrangian: table("lagrangian", import.meta.glob<Module>("./lagrangians/*.ts", { eager: true })),
  functional: table("functional", import.meta.glob<Module>("./functionals/*.ts", { eager: true })),
  objective: table("objective", import.meta.glob<Module>("./objectives/*.ts", { eager: true })),
};
