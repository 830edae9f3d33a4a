/** @file The line or the plane, as far as anybody goes. */
import type { Reference } from "../define.ts";
import { worldSpec } from "../world.ts";

export const references: readonly Reference[] = [{ authors: "Lasry, J.-M. and Lions, P.-L.", title: "Mean field games", year: 2007 }];

export const spec = worldSpec({
  id: "open",
  title: "Open",
  about: "The line or the plane without bounds.",
  section: "Worlds",
  formula: String.raw`x\in\mathbb R^d`,
  params: {},
});
