/**
 * @file Is the GPU of this machine worth using? It has to be hardware, to pass the derivative check, and to be faster than the
 * route that needs none, on the same step in the same minute.
 */
import { faultsOf, selfTest } from "../self-test.ts";
import { stepTime } from "../step-time.ts";
import { findAdapter, type Gpu, gpuOfNavigator, isSoftware, openDevice } from "./device.ts";
import { createWebgpuKernel } from "./kernel.ts";

export type Contest =
  | { readonly won: true; readonly gpu: Gpu; readonly reason: string }
  /** The device is closed again. */
  | { readonly won: false; readonly reason: string };

/** @param rival milliseconds of the other route's step, null if there is none */
export async function contest(
  rival: { readonly name: string; readonly milliseconds: number } | null,
  clock: () => number,
): Promise<Contest> {
  let gpu: Gpu;
  try {
    const adapter = await findAdapter(gpuOfNavigator());
    if (isSoftware(adapter)) return { won: false, reason: "the WebGPU adapter here computes on the CPU" };
    gpu = await openDevice(adapter);
  } catch (error) {
    return { won: false, reason: sentence(error) };
  }
  const reason = await judge(gpu, rival, clock);
  if (reason.won) return { ...reason, gpu };
  gpu.device.destroy();
  return { won: false, reason: reason.reason };
}

async function judge(
  gpu: Gpu,
  rival: { readonly name: string; readonly milliseconds: number } | null,
  clock: () => number,
): Promise<{ readonly won: boolean; readonly reason: string }> {
  try {
    const make = (shape: Parameters<typeof createWebgpuKernel>[0]) => createWebgpuKernel(shape, gpu);
    const report = await selfTest(make);
    if (!report.ok) return { won: false, reason: `the GPU fails the derivative check (${faultsOf(report)})` };
    if (rival === null) return { won: true, reason: `WGSL kernels on the GPU (${gpu.name}); the derivative check passed` };
    const milliseconds = await stepTime(make, clock);
    const figures = `${milliseconds.toFixed(2)} ms a step on the GPU (${gpu.name}), ${rival.milliseconds.toFixed(2)} ms on ${rival.name}`;
    return { won: milliseconds < rival.milliseconds, reason: figures };
  } catch (error) {
    return { won: false, reason: sentence(error) };
  }
}

/** Without its full stop: it becomes part of one. */
function sentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
