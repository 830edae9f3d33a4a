/**
 * @file The networks of a run, by role. Each has weights, moments and an average of its own; to the rest of the lab they are one
 * vector: the network that moves the particles first, the others after it in the order of the objective.
 *
 *     θ = (θ_value | θ_critic …)       names of blocks: W1, b1 …, then critic.W1, critic.b1 …
 *     initial weights                  stream "init" for the first, "init/critic" … for the others
 */
import type { Role } from "../../catalogue/role.ts";
import type { PathEnd } from "../../catalogue/place.ts";
import { random } from "../../math/random.ts";
import type { Network } from "../game/evaluation.ts";
import type { Setup } from "../game/setup.ts";
import { initialise } from "../kernels/initialise.ts";
import { stagedKernel } from "../kernels/staged.ts";
import { type JetKernel, type NetworkShape, type ParameterBlock, parameterBlocks, parameterCount } from "../kernels/jets.ts";

/** Points per call of a kernel when it is asked, not trained; larger batches go through in pieces. */
export const POINTS_PER_CALL = 4096;

/** A network with what terms may say of it at a point. */
export interface RoleNetwork extends Network {
  readonly role: Role;
  readonly here: PathEnd;
}

/** Role and shape of every network, the one that moves the particles first. */
export function shapesOf(setup: Setup): readonly { readonly role: Role; readonly shape: NetworkShape; readonly blank?: true }[] {
  return [{ role: setup.need.role, shape: setup.shape }, ...setup.others];
}

/** The networks over their kernels, which come in the order of `shapesOf` and outlive any set-up. */
export function networksOf(setup: Setup, kernels: readonly JetKernel[]): readonly RoleNetwork[] {
  const { binding, here } = setup.composed;
  return [{ role: setup.need.role, binding, here }, ...setup.others].map((network, i) => {
    // Of a flow in stages the first network answers for all of them.
    const kernel = i === 0 && setup.stages > 1 ? stagedKernel(kernels.slice(0, setup.stages)) : kernels[i];
    if (kernel === undefined) throw new Error(`There is no kernel for the network of role ${network.role}.`);
    return { role: network.role, binding: network.binding, here: network.here, kernel };
  });
}

/** @throws Error where the objective has asked for no such network */
export function networkOf(networks: readonly RoleNetwork[], role: Role): RoleNetwork {
  const found = networks.find((network) => network.role === role);
  if (found === undefined)
    throw new Error(`A term is about a network of role ${role}; there are ${networks.map((n) => n.role).join(", ")}.`);
  return found;
}

/** Weights of the seed, averages that start there, and no moments. */
export function initialiseAll(setup: Setup, kernels: readonly JetKernel[]): void {
  const { network, seed } = setup.experiment;
  shapesOf(setup).forEach(({ role, shape, blank }, i) => {
    const kernel = kernels[i]!;
    const init = random(seed, i === 0 ? "init" : `init/${role}`);
    if (blank === true) kernel.theta.fill(0);
    else initialise(shape, () => init.normal(), { lastLayerScale: i === 0 ? network.lastLayerScale : 1 }, kernel.theta);
    kernel.average.set(kernel.theta);
    kernel.moments.first.fill(0);
    kernel.moments.second.fill(0);
  });
}

/** The named blocks of the whole vector. */
export function blocksOf(setup: Setup): readonly ParameterBlock[] {
  let offset = 0;
  return shapesOf(setup).flatMap(({ role, shape }, i) => {
    const first = offset;
    offset += parameterCount(shape);
    return parameterBlocks(shape).map((block) => ({
      ...block,
      name: i === 0 ? block.name : `${role}.${block.name}`,
      offset: first + block.offset,
    }));
  });
}

/** Gives a network the average of another one of its shape, as weights that are good for all time. */
export function freeze(from: JetKernel, into: JetKernel): void {
  into.theta.set(from.average);
  into.average.set(from.average);
}

/** What a kernel keeps per weight. */
export type PerWeight = "theta" | "average" | "first" | "second";

const arrayOf = (kernel: JetKernel, which: PerWeight): Float32Array =>
  which === "first" || which === "second" ? kernel.moments[which] : kernel[which];

/** How many weights there are. */
export const weightCount = (kernels: readonly JetKernel[]): number => kernels.reduce((total, { theta }) => total + theta.length, 0);

/** A copy of all networks' arrays as one vector. */
export function readAll(kernels: readonly JetKernel[], which: PerWeight): Float32Array {
  const vector = new Float32Array(weightCount(kernels));
  let offset = 0;
  for (const kernel of kernels) {
    vector.set(arrayOf(kernel, which), offset);
    offset += kernel.theta.length;
  }
  return vector;
}

/** Spreads a vector over the networks. */
export function writeAll(kernels: readonly JetKernel[], which: PerWeight, vector: Float32Array): void {
  let offset = 0;
  for (const kernel of kernels) {
    arrayOf(kernel, which).set(vector.subarray(offset, offset + kernel.theta.length));
    offset += kernel.theta.length;
  }
}
