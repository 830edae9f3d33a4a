/**
 * @file The fixed fields of an experiment as parameter specs, by path, so that controls, validation and links are derived
 * from them as they are from the entries of the catalogue.
 */
import { POINTS, SEED } from "../catalogue/limits.ts";
import { choice, integer } from "../catalogue/params.ts";
import type { Field } from "./field.ts";
import { gameFields, regulariserFields } from "./game-fields.ts";
import { networkFields } from "./network-fields.ts";
import { trainingFields } from "./training-fields.ts";

const rest: Readonly<Record<string, Field>> = {
  "data.samples": {
    label: "Samples",
    spec: integer({
      about: "Size of the training set, or as many as are asked for. A small set can be memorised.",
      default: 1024,
      ...POINTS,
      scale: "log",
      applies: "resample",
    }),
    words: ["infinite"],
  },
  "sampling.method": {
    label: "Sampler",
    spec: choice({
      about: "Draw with noise (SDE), or along the deterministic flow with the same densities (ODE).",
      default: "ode",
      options: [
        { id: "ode", title: "ODE" },
        { id: "sde", title: "SDE" },
      ],
      applies: "live",
    }),
  },
  "sampling.steps": {
    label: "Steps",
    spec: integer({
      about: "Time steps when drawing samples; more steps, smaller error.",
      default: 64,
      min: 1,
      max: 2000,
      scale: "log",
      applies: "live",
    }),
  },
  seed: {
    label: "Seed",
    spec: integer({
      about: "Fixes every random number: the same seed repeats the run.",
      default: 1,
      ...SEED,
      applies: "restart",
    }),
  },
};

/** Every fixed field by its path. `training.stop` has exactly one of its two. */
export const fields: Readonly<Record<string, Field>> = {
  ...rest,
  ...gameFields,
  ...regulariserFields,
  ...networkFields,
  ...trainingFields,
};
