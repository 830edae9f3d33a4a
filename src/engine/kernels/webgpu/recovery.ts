/**
 * @file Kernels that outlive their device. Weights, moments and gradient lie here, so nothing is lost with a GPU: the question that
 * was on its way is put again to whatever takes over, first the GPU once more, then what the caller falls back to.
 */
import { adamUpdate } from "../reference/adam.ts";
import { type JetKernel, type NetworkShape, parameterCount } from "../jets.ts";
import { DeviceLost, type Gpu } from "./device.ts";
import { createWebgpuKernel } from "./kernel.ts";

type KernelMaker = (shape: NetworkShape) => JetKernel;

export interface RecoveredRoute {
  /** Why. */
  readonly reason: string;
  /** What goes on: the GPU, opened again, or the route that needs none. */
  readonly to: "webgpu" | "fallback";
}

export interface LastingRoute {
  readonly makeKernel: KernelMaker;
  /** The device at this moment; null on the fallback. */
  gpu(): Gpu | null;
}

/** A device that goes again this soon is not opened a third time. */
const MOST_REOPENED = 2;

/**
 * @param reopen another device, found to work
 * @param fallback a route that needs no device
 * @param told after each change of route
 */
export function lastingRoute(
  first: Gpu,
  reopen: () => Promise<Gpu>,
  fallback: () => Promise<KernelMaker>,
  told: (rerouted: RecoveredRoute) => void,
): LastingRoute {
  let gpu: Gpu | null = null;
  let make: KernelMaker;
  let version = 0;
  let reopened = 0;
  let replacing: Promise<void> | null = null;

  const use = (next: Gpu): void => {
    gpu = next;
    make = (shape) => createWebgpuKernel(shape, next);
    version++;
    const mine = version;
    // If nothing can take over, the next question to a kernel says so.
    next.lost.then((reason) => replace(mine, reason)).catch(() => undefined);
  };

  /** Once for a version, however many kernels find out. */
  const replace = (lost: number, reason: string): Promise<void> => {
    if (lost !== version) return replacing ?? Promise.resolve();
    replacing ??= change(reason).finally(() => {
      replacing = null;
    });
    return replacing;
  };

  const change = async (reason: string): Promise<void> => {
    if (reopened++ < MOST_REOPENED) {
      try {
        use(await reopen());
        told({ reason, to: "webgpu" });
        return;
      } catch {
        // The GPU does not come back: what follows says so.
      }
    }
    const next = await fallback();
    gpu = null;
    make = next;
    version++;
    told({ reason, to: "fallback" });
  };
  use(first);

  return {
    gpu: () => gpu,
    makeKernel: (shape) =>
      lastingKernel(shape, {
        version: () => version,
        make: (each) => make(each),
        replace,
      }),
  };
}

interface Source {
  version(): number;
  make(shape: NetworkShape): JetKernel;
  replace(lost: number, reason: string): Promise<void>;
}

function lastingKernel(shape: NetworkShape, source: Source): JetKernel {
  const array = () => new Float32Array(parameterCount(shape));
  const [theta, gTheta, average] = [array(), array(), array()];
  let version = source.version();
  let inner = source.make(shape);
  let disposed = false;

  /** Asks the kernel of the present route; after a loss once more, with the same weights. */
  const ask = async (work: (kernel: JetKernel) => Promise<void>): Promise<void> => {
    if (disposed) throw new Error("This kernel was disposed of.");
    if (version !== source.version()) {
      inner.dispose();
      version = source.version();
      inner = source.make(shape);
    }
    const asked = version;
    try {
      await work(inner);
    } catch (error) {
      if (!(error instanceof DeviceLost)) throw error;
      await source.replace(asked, error.message);
      await ask(work);
    }
  };

  const kernel: JetKernel = {
    shape,
    route: "webgpu",
    theta,
    gTheta,
    average,
    moments: { first: array(), second: array() },
    forward: (input, jets, averaged = false) =>
      ask(async (each) => {
        (averaged ? each.average : each.theta).set(averaged ? average : theta);
        await each.forward(input, jets, averaged);
      }),
    backward: (input, gJets, gPoints) =>
      ask(async (each) => {
        each.theta.set(theta);
        await each.backward(input, gJets, gPoints);
        for (let i = 0; i < gTheta.length; i++) gTheta[i]! += each.gTheta[i]!;
        each.gTheta.fill(0);
      }),
    update: (settings) => adamUpdate(kernel, settings),
    dispose() {
      disposed = true;
      inner.dispose();
    },
  };
  return kernel;
}
