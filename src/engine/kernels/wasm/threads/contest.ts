/**
 * @file Are a team's threads worth having here? The same training step on one thread and on all, in the same milliseconds.
 *
 *     U = MLP 3-64-64-1 tanh,  1,024 points,  jets (U, ∇U, ∂τU, ΔU) forward, and gJ → gTheta after it
 *
 * Cores that exist may be busy, or half of what they seem. Both ways compute the same bits, so the choice is only one of time.
 */
import { random } from "../../../../math/random.ts";
import { initialise } from "../../initialise.ts";
import type { JetKernel, NetworkShape } from "../../jets.ts";
import { createWasmKernel } from "../kernel.ts";
import type { Team } from "./team.ts";

const SHAPE: NetworkShape = { dimension: 2, outputs: 1, width: 64, depth: 2, activation: "tanh", fourier: 0, quadraticRank: 0 };
const N = 1024;

/** Steps that pay for compilation and for threads that have to wake up. */
const BEFORE = 2;

/** A page that has just begun is busy elsewhere: rounds until the gain is plain, at most so many. */
const LEAST_ROUNDS = 4;
const MOST_ROUNDS = 12;
const PLAIN = 1.5;

/** A gain that a reading of a few milliseconds may show by chance is none. */
const MARGIN = 1.15;

export interface Verdict {
  readonly worth: boolean;
  /** Times as fast as one thread, by the best readings. */
  readonly gain: number;
  /** Whether every bit was that of one thread. */
  readonly same: boolean;
}

export function judgeTeam(team: Team, module: WebAssembly.Module, clock: () => number): Verdict {
  const one = stepper(createWasmKernel(SHAPE, module));
  const all = stepper(createWasmKernel(SHAPE, module, team));
  let [alone, together] = [Infinity, Infinity];
  for (let round = -BEFORE; round < MOST_ROUNDS && !(round >= LEAST_ROUNDS && alone / together > PLAIN); round++) {
    const times = [one, all].map(({ step }) => {
      const start = clock();
      step();
      return clock() - start;
    }) as [number, number];
    if (round < 0) continue;
    alone = Math.min(alone, times[0]);
    together = Math.min(together, times[1]);
  }
  const same = one.kernel.gTheta.every((value, i) => Object.is(value, all.kernel.gTheta[i]));
  for (const { kernel } of [one, all]) kernel.dispose();
  const gain = alone / together;
  return { worth: same && !team.isLost() && gain >= MARGIN, gain, same };
}

function stepper(kernel: JetKernel) {
  const { normal } = random(5, "step time");
  initialise(SHAPE, normal, {}, kernel.theta);
  const points = Float32Array.from({ length: 3 * N }, normal);
  const input = { n: N, points, channels: { gradient: true, time: true, second: "laplacian" } } as const;
  const jets = new Float32Array(5 * N);
  const gJets = Float32Array.from({ length: 5 * N }, normal);
  return {
    kernel,
    step(): void {
      void kernel.forward(input, jets);
      void kernel.backward(input, gJets);
    },
  };
}
