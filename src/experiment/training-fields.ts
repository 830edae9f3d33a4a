/** @file The fields of training: how a gradient becomes a step, and when it is enough. */
import { SECONDS, STEPS } from "../catalogue/limits.ts";
import { choice, integer, real } from "../catalogue/params.ts";
import type { Field } from "./field.ts";

export const trainingFields: Readonly<Record<string, Field>> = {
  "training.batch": {
    label: "Batch",
    spec: integer({ about: "Points or paths in each step.", default: 512, min: 8, max: 16_384, scale: "log", applies: "restart" }),
  },
  "training.optimiser.id": {
    label: "Optimiser",
    spec: choice({
      about: "How a gradient becomes a step.",
      default: "adam",
      options: [{ id: "adam", title: "Adam" }],
      applies: "restart",
    }),
  },
  "training.optimiser.params.rate": {
    label: "Learning rate",
    spec: real({
      about: "Size of a step. Too large and training diverges, too small and it crawls.",
      default: 0.005,
      min: 1e-6,
      max: 1,
      scale: "log",
      applies: "live",
    }),
  },
  "training.schedule": {
    label: "Schedule",
    spec: choice({
      about: "Whether the learning rate falls to 0 along a cosine until the stop, or stays.",
      default: "cosine",
      options: [
        { id: "cosine", title: "cosine" },
        { id: "constant", title: "constant" },
      ],
      applies: "live",
    }),
  },
  "training.warmup": {
    label: "Warm-up",
    spec: integer({
      about: "Steps over which the learning rate grows from 0.",
      default: 50,
      min: 0,
      max: 10_000,
      scale: "log",
      unit: "steps",
      applies: "live",
    }),
  },
  "training.clip": {
    label: "Clip",
    spec: real({
      about: "Longest gradient that is followed as it is; 0 turns clipping off.",
      default: 0,
      min: 0,
      max: 1000,
      scale: "log",
      applies: "live",
    }),
  },
  "training.ema": {
    label: "Averaging",
    spec: real({
      about: "How slowly the averaged weights, which are measured and drawn, follow the trained ones; 0 turns averaging off.",
      default: 0.999,
      min: 0,
      max: 0.99999,
      applies: "live",
    }),
  },
  "training.stop.steps": {
    label: "Stop after",
    spec: integer({
      about: "Training stops after this many steps.",
      default: 4000,
      ...STEPS,
      scale: "log",
      unit: "steps",
      applies: "live",
    }),
  },
  "training.stop.seconds": {
    label: "Stop after",
    spec: real({
      about: "Training stops after this much time, set-up and measuring not counted.",
      default: 60,
      ...SECONDS,
      scale: "log",
      unit: "s",
      applies: "live",
    }),
  },
};
