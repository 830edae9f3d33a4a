/** @file Every entry's numerics, by kind and id: for the training worker and the headless runner. The page never loads this. */
import type { DensityEntry, Dynamics, Functional, Lagrangian } from "./define.ts";
import type { Objective } from "./terms.ts";
import { type Entries, type EntryFile, table } from "./entries.ts";

export interface Registry {
  readonly density: Entries<DensityEntry>;
  readonly dynamics: Entries<Dynamics>;
  readonly lagrangian: Entries<Lagrangian>;
  readonly functional: Entries<Functional>;
  readonly objective: Entries<Objective>;
}

export const registry: Registry = {
  density: table("density", import.meta.glob<EntryFile>("./densities/*.ts", { eager: true })),
  dynamics: table("dynamics", import.meta.glob<EntryFile>("./dynamics/*.ts", { eager: true })),
  lagrangian: table("lagrangian", import.meta.glob<EntryFile>("./lagrangians/*.ts", { eager: true })),
  functional: table("functional", import.meta.glob<EntryFile>("./functionals/*.ts", { eager: true })),
  objective: table("objective", import.meta.glob<EntryFile>("./objectives/*.ts", { eager: true })),
};
