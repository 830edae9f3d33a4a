/** @file What objectives that learn from straight lines share: how ends are paired, and which games no line is bent by. */
import type { FunctionalSpec } from "./define.ts";
import type { EndCoupling } from "./lines.ts";
import { integer, type ParamValues, real } from "./params.ts";
import type { Misfit } from "./reason.ts";
import type { Game } from "./terms.ts";

/** Couplings of straight lines. */
export const LINES = ["independent", "minibatch", "entropic"] as const;

export const COUPLINGS = [
  { id: "independent", title: "Independent" },
  { id: "minibatch", title: "Minibatch" },
  { id: "entropic", title: "Entropic" },
] as const;

export const blockSize = (couplings: readonly string[]) =>
  integer({
    symbol: "n",
    about: "Samples of a block, at most the batch: the more, the straighter the flow and the slower a step.",
    default: 32,
    min: 16,
    max: 1024,
    scale: "log",
    where: { coupling: couplings },
    applies: "resample",
  });

export const blurWidth = /* @__PURE__ */ real({
  symbol: String.raw`\sigma`,
  about: "Ends pair as Brownian motion of this standard deviation would: small the shortest way, large as drawn.",
  default: 0.5,
  min: 0.05,
  max: 20,
  scale: "log",
  where: { coupling: ["entropic"] },
  applies: "resample",
});

/** How ends are paired; undefined: as drawn. */
export function couplingOf({ coupling, pairs, blur }: ParamValues): EndCoupling | undefined {
  if (coupling === "independent") return undefined;
  return { pairs: Number(pairs), blur: coupling === "entropic" ? Number(blur) : 0 };
}

/** Whether lines that are drawn beforehand are the game's; else the reason, and what would do. */
export function nothingBends({ dynamics, lagrangian, interactions, terminal }: Game, reason: string): true | Misfit {
  const nearest: Record<string, unknown> = {};
  if (dynamics.spec.noisy || dynamics.spec.drifts) nearest["game.dynamics.id"] = "deterministic";
  if (!lagrangian.spec.free && lagrangian.spec.linearReply !== true) nearest["game.lagrangian.id"] = "kinetic";
  if (interactions.length > 0) nearest["game.interactions"] = [];
  if (terminal.spec.concentrates === true || terminal.spec.needs.includes("witness") || !comparesWithData(terminal.spec))
    nearest["game.terminal.id"] = "reverse-kl";
  return Object.keys(nearest).length === 0 ? true : { reason, nearest };
}

/** It is about the data at all. */
const comparesWithData = ({ measure, needs }: FunctionalSpec): boolean =>
  measure === "target" || needs.some((need) => need === "targetLogDensity" || need === "kernelTarget");
