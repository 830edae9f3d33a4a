/** @file To the end of the flow by one evaluation of a network that knows the way: a step of the whole length along its mean velocity. */
import { tableauOf } from "../../math/integrators.ts";
import { POINTS_PER_CALL, networkOf } from "./networks.ts";
import { roller } from "./roll-out.ts";
import type { Session } from "./session.ts";

/** Moves points [n, d] in place, and gives them back. */
export type Jump = (x: Float32Array, n: number, averaged: boolean) => Promise<Float32Array>;

/** Undefined where no network knows the way to the end. */
export function jumpOf(session: Session): Jump | undefined {
  const { objective, dimension: d, uniforms, uniformNames: uniform, experiment } = session.setup();
  if (objective.atOnce !== true) return undefined;
  const network = networkOf(session.networks(), "jump");
  const step = { drift: network.here.drift(), rates: [], tableau: tableauOf("euler") };
  const paths = roller({ network, ...step, uniform, capacity: POINTS_PER_CALL, storedSteps: 0 });
  return async (x, n, averaged) => {
    for (let first = 0; first < n; first += POINTS_PER_CALL) {
      const piece = x.slice(first * d, Math.min(n, first + POINTS_PER_CALL) * d);
      await paths.forward(piece, new Float64Array(0), piece.length / d, [0, experiment.game.horizon], uniforms, { averaged });
      x.set(piece, first * d);
    }
    return x;
  };
}
