/** @file The lines of rulers on a card, and the bar of one that has a noise floor. */
import type { RulerCard, RulerLine, RulerSpec } from "../../engine/measure/ruler.ts";
import { rulerSpecs } from "../../engine/measure/ruler-specs.ts";
import type { ExactSummary, Metrics } from "../../engine/results.ts";
import { type Bullet, bullet } from "../../plots/bullet.ts";

export interface CardLine {
  readonly spec: RulerSpec;
  readonly line: RulerLine;
}

export function cardLines(card: RulerCard, measured: Partial<Metrics>, exact: ExactSummary | null): readonly CardLine[] {
  return rulerSpecs.flatMap((spec) =>
    spec
      .lines(measured, exact)
      .filter((line) => (line.card ?? spec.card) === card)
      .map((line) => ({ spec, line })),
  );
}

/** null: not measured, or nothing to hold it against. */
export function bulletOf({ value, floor, interval }: RulerLine): Bullet | null {
  if (typeof value !== "number" || typeof floor !== "number" || interval === undefined) return null;
  return bullet({ value, noise: floor, interval });
}
