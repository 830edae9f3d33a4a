/** @file The fields of the game that are no slots, and of the regularisers. */
import { HORIZON } from "../catalogue/limits.ts";
import { choice, integer, real } from "../catalogue/params.ts";
import type { Field } from "./field.ts";

export const gameFields: Readonly<Record<string, Field>> = {
  "game.horizon": {
    label: "Horizon",
    spec: real({
      symbol: "T",
      about: "How long the game lasts. A longer game makes moving cheaper.",
      default: 1,
      ...HORIZON,
      scale: "log",
      applies: "restart",
    }),
  },
  "game.discount": {
    label: "Discount",
    spec: real({
      symbol: String.raw`\kappa`,
      about: "How much less a cost counts the later it is paid: a factor e^(−κt).",
      default: 0,
      min: 0,
      max: 20,
      applies: "restart",
    }),
  },
};

export const regulariserFields: Readonly<Record<string, Field>> = {
  "regularisers.hjb.weight": {
    label: "HJB weight",
    spec: real({
      symbol: String.raw`\alpha`,
      about: "How strongly the Hamilton-Jacobi-Bellman equation is enforced, as a mean over times; 0 turns the penalty off.",
      default: 0,
      min: 0,
      max: 100,
      scale: "log",
      applies: "live",
    }),
  },
  "regularisers.hjb.norm": {
    label: "Norm",
    spec: choice({
      about: "Mean of |r| or of r²: the first forgives a few large residuals, the second does not.",
      default: "l1",
      options: [
        { id: "l1", title: "L¹: mean |r|" },
        { id: "l2", title: "L²: mean r²" },
      ],
      applies: "restart",
    }),
  },
  "regularisers.hjb.points": {
    label: "Points",
    spec: choice({
      about: "Where the equation is enforced: along the paths, at noised data, or uniformly on a box around the data.",
      default: "particles",
      options: [
        { id: "particles", title: "along the paths" },
        { id: "noised-data", title: "noised data" },
        { id: "box", title: "uniform on the box" },
      ],
      applies: "restart",
    }),
  },
  "regularisers.hjb.scale": {
    label: "Scale",
    spec: choice({
      about: "Measured in log-SNR time (r std²/σ²) every noise level counts alike; unscaled, the smallest noise drowns the rest.",
      default: "none",
      options: [
        { id: "none", title: "r" },
        { id: "log-snr", title: "r std²/σ²" },
      ],
      applies: "restart",
    }),
  },
  "regularisers.hjb.ramp": {
    label: "Ramp",
    spec: integer({
      about: "Steps over which the weight grows from 0, so that the network first learns what to regularise.",
      default: 0,
      min: 0,
      max: 100_000,
      scale: "log",
      unit: "steps",
      applies: "live",
    }),
  },
  "regularisers.terminal.weight": {
    label: "Terminal condition",
    spec: real({
      about: "Penalty on ∇U at t = T against the gradient of the terminal price; 0 turns it off.",
      default: 0,
      min: 0,
      max: 100,
      scale: "log",
      applies: "live",
    }),
  },
  "regularisers.initial.weight": {
    label: "Initial condition",
    spec: real({
      about: "Penalty on ∇U at t = 0 against the score of the reference; 0 turns it off.",
      default: 0,
      min: 0,
      max: 100,
      scale: "log",
      applies: "live",
    }),
  },
};
