/** @file What rulers and pictures ask a critic. */
import { POINTS_PER_CALL } from "./networks.ts";
import type { Session } from "./session.ts";
import { witnessOf } from "./witness.ts";

/** What a critic thinks of points [n, d], n ≤ 4,096, at the end of the paths, [n]; null without one. */
export function opinionOf(session: Session, x: Float32Array, n: number): Promise<Float64Array> | null {
  const setup = session.setup();
  const critic = session.networks().find(({ role }) => role === "critic");
  if (critic === undefined || setup.witness === undefined) return null;
  const { samplers, uniformNames: uniform, experiment } = setup;
  const asked = witnessOf(critic, setup.witness, { seed: experiment.seed, capacity: POINTS_PER_CALL, samplers, uniform }, true);
  const [value, slope] = [new Float64Array(n), new Float64Array(n * setup.dimension)];
  return asked.at(x, n, 1, setup.uniforms, value, slope).then(() => value);
}
