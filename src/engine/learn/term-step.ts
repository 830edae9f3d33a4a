/** @file What the trainer knows of a term: run it once, get the parts of the loss, find its gradient in the kernel. */
import type { Expr } from "../../math/expressions/expression.ts";
import type { Uniforms } from "../game/evaluation.ts";

export interface TermStep {
  /** Names of the parts of the loss, in the order of `parts`. */
  readonly names: readonly string[];
  /** Adds the gradient to the kernel's gTheta and writes the weighted parts. Steps count from 1, and name the draws. */
  run(step: number, uniforms: Uniforms, parts: Float64Array): Promise<void>;
}

/** The weight of a term at a step, its ramp included. Weights are numbers or one live leaf. */
export function weightOf(term: { readonly weight: Expr | number; readonly ramp: number }, step: number, uniforms: Uniforms): number {
  const ramp = term.ramp > 0 ? Math.min(1, step / term.ramp) : 1;
  if (typeof term.weight === "number") return term.weight * ramp;
  if (term.weight.op !== "in") throw new Error("A term's weight is a number or one live parameter.");
  return uniforms(term.weight.name) * ramp;
}
