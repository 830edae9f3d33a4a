/**
 * @file What the optimiser is told at a step.
 *
 *     rate   base · min(1, n/warm-up) · ½(1 + cos πφ),    φ = fraction of the stop used
 *     ema    min(ema, (1 + n)/(10 + n)): the average forgets the initial weights at once
 */
import type { Phase } from "../../catalogue/terms.ts";
import { cosOf } from "../../math/elementary.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import type { AdamSettings } from "../kernels/jets.ts";

/**
 * @param taken steps so far. @param fraction share of a stop in seconds that is used up; a stop in steps knows its own
 * @param own numbers of a phase, instead of the run's
 */
export function settingsAt(training: Experiment["training"], taken: number, fraction: number, own: Phase["adam"] = {}): AdamSettings {
  const next = taken + 1;
  const used = "steps" in training.stop ? taken / training.stop.steps : fraction;
  return {
    step: next,
    rate: rateAt(training, taken, used, own.rate ?? Number(training.optimiser.params["rate"])),
    beta1: own.beta1 ?? Number(training.optimiser.params["beta1"] ?? 0.9),
    beta2: own.beta2 ?? Number(training.optimiser.params["beta2"] ?? 0.999),
    epsilon: 1e-8,
    clip: training.clip,
    ema: Math.min(training.ema, (1 + next) / (10 + next)),
  };
}

function rateAt(training: Experiment["training"], step: number, used: number, base: number): number {
  const warm = training.warmup > 0 ? Math.min(1, (step + 1) / training.warmup) : 1;
  const decay = training.schedule === "cosine" ? 0.5 * (1 + cosOf(Math.PI * Math.min(1, used))) : 1;
  return base * warm * decay;
}
