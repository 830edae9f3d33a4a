/** @file What the page needs to know of each ruler, and nothing numeric: only the export `spec` is asked for. */
import type { RulerSpec } from "./ruler.ts";

export const rulerSpecs: readonly RulerSpec[] = Object.values(
  import.meta.glob<RulerSpec>("./rulers/*.ts", { import: "spec", eager: true }),
).sort((a, b) => a.place - b.place);
