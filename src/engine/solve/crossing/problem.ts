/** @file A crowd at rest that a disc crosses, as numbers, and what cannot be asked of its box. */
import { MOST_NODES } from "../../../catalogue/limits.ts";
import type { Crossing } from "../../../catalogue/setting.ts";
import type { SolveCrossing } from "../../../catalogue/solve.ts";

/** Lengths in metres, times in seconds, agents of mass 1. */
export interface CrossingProblem extends Crossing, Omit<SolveCrossing, "solver"> {
  /** γ, per second: how soon what is to come does not matter. */
  readonly discount: number;
}

/** σ², of the pedestrians' own noise. */
export const noiseOf = ({ healing, sound }: Crossing): number => 2 * healing * sound;

/** |g|: what a person pays a second for each person a square metre where he stands. */
export const priceOf = ({ sound, density }: Crossing): number => (2 * sound * sound) / density;

export const spacing = ({ halfBox, cells }: Pick<CrossingProblem, "halfBox" | "cells">): number => (2 * halfBox) / (cells - 1);

/** The numbers that decide what the crowd does: lengths against ξ, speeds against c_s, and how far ahead anybody looks in both. */
export const ratiosOf = ({ healing, sound, speed, radius, discount }: CrossingProblem) => ({
  radiusToHealing: radius / healing,
  speedToSound: speed / sound,
  discountByHealing: (healing * discount) / sound,
  discountByPassing: (radius * discount) / speed,
});

/** Why it cannot be solved, with the slot that stands in the way; undefined: nothing is wrong. */
export function unsound(problem: CrossingProblem): { readonly slot: string; readonly reason: string } | undefined {
  const { healing, sound, speed, radius, halfBox } = problem;
  if (radius >= halfBox)
    return {
      slot: "dynamics",
      reason: `The intruder's radius is ${radius} m, and the box ends ${halfBox} m from its centre: nobody fits in between. Take a half box of ${Math.ceil(4 * radius)} m or more.`,
    };
  const h = spacing(problem);
  if (radius + 2 * h >= halfBox)
    return { slot: "dynamics", reason: "Fewer than two nodes lie between the intruder and the edge of the box. Take a larger half box." };
  if (radius < h)
    return {
      slot: "dynamics",
      reason: `The intruder, of radius ${radius} m, falls between nodes ${h.toPrecision(2)} m apart. Take ${needed((2 * halfBox) / radius)} nodes or more.`,
    };
  const peclet = (speed * h) / (2 * sound * healing);
  if (peclet >= 1)
    return {
      slot: "dynamics",
      reason: `The crowd is carried over ${peclet.toFixed(1)} times what its noise levels out between two nodes. ${remedy(problem)}`,
    };
  return undefined;
}

function remedy({ healing, sound, speed, halfBox }: CrossingProblem): string {
  const nodes = needed((speed * halfBox) / (sound * healing));
  if (nodes <= MOST_NODES) return `Take ${nodes} nodes or more, a smaller box, or a slower intruder.`;
  const room = (0.95 * (MOST_NODES - 1) * sound * healing) / speed;
  return `With ${MOST_NODES} nodes a half box of ${room.toPrecision(2)} m would do, or an intruder of ${((speed * room) / halfBox).toPrecision(2)} m/s.`;
}

/** Nodes for that many spacings over the box, and one to spare. */
const needed = (spacings: number): number => Math.ceil(spacings) + 2;
