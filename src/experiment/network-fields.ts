/** @file The fields of the network. */
import { DEPTH, WIDTH } from "../catalogue/limits.ts";
import { choice, integer, real } from "../catalogue/params.ts";
import { specs } from "../catalogue/specs.ts";
import type { Field } from "./field.ts";

export const networkFields: Readonly<Record<string, Field>> = {
  "network.output": {
    label: "Output",
    spec: choice({
      about: "A potential U, whose gradient moves the particles, or a free vector field, which may also rotate them.",
      default: "potential",
      options: [
        { id: "potential", title: "potential U" },
        { id: "field", title: "vector field" },
      ],
      applies: "restart",
    }),
  },
  "network.width": {
    label: "Width",
    spec: integer({ about: "Units in each hidden layer.", default: 64, ...WIDTH, scale: "log", applies: "restart" }),
  },
  "network.depth": { label: "Depth", spec: integer({ about: "Hidden layers.", default: 3, ...DEPTH, applies: "restart" }) },
  "network.activation": {
    label: "Activation",
    spec: choice({
      about: "The non-linearity between layers; it must be smooth, because the equation needs second derivatives.",
      default: "tanh",
      options: [...specs.activation.values()],
      applies: "restart",
    }),
  },
  "network.time": {
    label: "Time feature",
    spec: choice({
      about: "How the network is told the time: as it is, as waves, or as the log of the signal-to-noise ratio.",
      default: "raw",
      options: [
        { id: "raw", title: "t" },
        { id: "fourier", title: "Fourier" },
        { id: "log-snr", title: "log-SNR" },
      ],
      applies: "restart",
    }),
  },
  "network.quadraticRank": {
    label: "Quadratic rank",
    spec: integer({
      about: "Rank of a quadratic form added to the potential; 0 leaves it out.",
      default: 0,
      min: 0,
      max: 10,
      applies: "restart",
    }),
  },
  "network.preconditioning": {
    label: "Preconditioning",
    spec: choice({
      about: "Start from the potential of a Gaussian with the data's spread, and learn only the rest.",
      default: "none",
      options: [
        { id: "none", title: "none" },
        { id: "gaussian", title: "Gaussian base" },
      ],
      applies: "restart",
    }),
  },
  "network.lastLayerScale": {
    label: "Last layer at the start",
    spec: real({
      about: "Factor on the last layer when training starts; small values start near a flow that stands still.",
      default: 1,
      min: 0,
      max: 10,
      scale: "log",
      applies: "restart",
    }),
  },
};
