/**
 * @file A critic asked for its opinion of particles, φ(x) and ∇φ(x), as a density is asked for log π and its score.
 *
 *     witness(x) = φ(x) − A_π φ,      A_π = E_π or log E_π e^·  over a batch of data
 *
 * A test function is known up to a constant; this one makes the witness of KL log ρ/π itself, and its mean under ρ the divergence.
 * Its weights do not move here: a particle's cost reaches the flow through ∇φ alone.
 */
import { samplerAt } from "./draws.ts";
import type { Dual } from "../../catalogue/dual.ts";
import { column } from "../../math/expressions/plan.ts";
import { rowDrawer } from "../../math/laws/sampler.ts";
import { evaluation, type Uniforms } from "../game/evaluation.ts";
import type { DrawsGiven } from "./draws.ts";
import { averageOf } from "./average.ts";
import type { RoleNetwork } from "./networks.ts";
import type { Setup } from "../game/setup.ts";

/** Points of one question. */
const MOST = 4096;

export interface Witness {
  /** Writes the witness [n] and its gradient [n, d] at points [n, d], n at most the batch. @param step names the draw of data */
  at(x: Float32Array, n: number, step: number, uniforms: Uniforms, value: Float64Array, slope: Float64Array): Promise<void>;
}

/** @param averaged asks the moving average of the weights: pictures and rulers, not training */
export function witnessOf(
  { kernel, binding, here }: RoleNetwork,
  average: Dual["average"],
  draws: Omit<DrawsGiven, "reference">,
  averaged = false,
): Witness {
  const { capacity, uniform, samplers, seed } = draws;
  const d = kernel.shape.dimension;
  const network = { kernel, binding };
  const asked = evaluation({ network, roots: [here.value(), ...here.momentum()], uniform, capacity });
  const compared = evaluation({ network, roots: [here.value()], uniform, capacity });
  const [jets, dataJets] = [asked.newJets(), compared.newJets()];
  const drawData = rowDrawer(samplerAt(samplers, "data"), seed, "critic/gauge");
  const data = new Float32Array(capacity * d);
  const ofData = new Float64Array(capacity);
  const columnsOf = (x: Float32Array) => Object.fromEntries(Array.from({ length: d }, (_, i) => [`x${String(i + 1)}`, column(x, i, d)]));
  return {
    async at(x, n, step, uniforms, value, slope) {
      drawData(step, capacity, data);
      await compared.forward(capacity, columnsOf(data), uniforms, [column(ofData)], dataJets, averaged);
      const gauge = averageOf(average, ofData);
      const slopes = Array.from({ length: d }, (_, i) => column(slope, i, d));
      await asked.forward(n, columnsOf(x), uniforms, [column(value), ...slopes], jets, averaged);
      for (let i = 0; i < n; i++) value[i]! -= gauge;
    },
  };
}

/** What is asked of a session here. */
interface Played {
  setup(): Setup;
  networks(): readonly RoleNetwork[];
}

/** What a critic thinks of points [n, d], n ≤ 4,096, at the end of the paths, [n]; null without one. Rulers and pictures ask. */
export function opinionOf(session: Played, x: Float32Array, n: number): Promise<Float64Array> | null {
  const setup = session.setup();
  const critic = session.networks().find(({ role }) => role === "critic");
  if (critic === undefined || setup.witness === undefined) return null;
  const { samplers, uniformNames: uniform, experiment } = setup;
  const asked = witnessOf(critic, setup.witness, { seed: experiment.seed, capacity: MOST, samplers, uniform }, true);
  const [value, slope] = [new Float64Array(n), new Float64Array(n * setup.dimension)];
  return asked.at(x, n, 1, setup.uniforms, value, slope).then(() => value);
}
