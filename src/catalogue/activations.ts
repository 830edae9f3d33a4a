/**
 * @file Every activation, by id and in the order of the ids: what kernels are built of, and held against. The page knows their specs alone.
 *
 * Apart from the registry, because the compiler of the wasm kernels reads it (engine/kernels/wasm/assembly-plugin.ts).
 */
import type { Activation } from "./activation.ts";
import { type Entries, type EntryFile, table } from "./entries.ts";

export const activations: Entries<Activation> = table("activation", import.meta.glob<EntryFile>("./activations/*.ts", { eager: true }));
