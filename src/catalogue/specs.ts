/**
 * @file Every entry's spec, by kind and id: what the page needs to know of the catalogue, and nothing numeric.
 *
 * Only the export `spec` is asked for, so the bundler drops the numerics beside it.
 */
import { byId, type Files } from "./entries.ts";
import type { ActivationSpec } from "./activation.ts";
import type { DensitySpec, DynamicsSpec, FunctionalSpec, LagrangianSpec, ModelSpec } from "./define.ts";
import type { ObjectiveSpec } from "./terms.ts";
import type { WorldSpec } from "./world.ts";

const table = <T extends { readonly id: string }>(kind: string, files: Files<T>): ReadonlyMap<string, T> =>
  byId(kind, files, ({ id }) => id);

export const specs = {
  world: table("world", import.meta.glob<WorldSpec>("./worlds/*.ts", { import: "spec", eager: true })),
  density: table("density", import.meta.glob<DensitySpec>("./densities/*.ts", { import: "spec", eager: true })),
  dynamics: table("dynamics", {
    ...import.meta.glob<DynamicsSpec>("./dynamics/*.ts", { import: "spec", eager: true }),
    ...import.meta.glob<DynamicsSpec>("./rates/*.ts", { import: "spec", eager: true }),
  }),
  lagrangian: table("lagrangian", {
    ...import.meta.glob<LagrangianSpec>("./lagrangians/*.ts", { import: "spec", eager: true }),
    ...import.meta.glob<LagrangianSpec>("./state-costs/*.ts", { import: "spec", eager: true }),
  }),
  functional: table("functional", import.meta.glob<FunctionalSpec>("./functionals/*.ts", { import: "spec", eager: true })),
  objective: table("objective", import.meta.glob<ObjectiveSpec>("./objectives/*.ts", { import: "spec", eager: true })),
  activation: table("activation", import.meta.glob<ActivationSpec>("./activations/*.ts", { import: "spec", eager: true })),
  model: table("model", import.meta.glob<ModelSpec>("./models/*.ts", { import: "spec", eager: true })),
} as const;
