/** @file A device whose kernels are known to compute right. */
import { faultsOf, selfTest } from "../self-test.ts";
import { findAdapter, type Gpu, gpuOfNavigator, openDevice } from "./device.ts";
import { createWebgpuKernel } from "./kernel.ts";

/**
 * One activation: a software adapter compiles for seconds, and the others differ from it in a few lines.
 *
 * @throws Error if there is no adapter, or its derivatives are wrong
 */
export async function openCheckedDevice(): Promise<Gpu> {
  const gpu = await openDevice(await findAdapter(gpuOfNavigator()));
  const report = await selfTest((shape) => createWebgpuKernel(shape, gpu), undefined, ["tanh"]);
  if (report.ok) return gpu;
  gpu.device.destroy();
  throw new Error(`The WGSL kernels fail the derivative check on ${gpu.name} (${faultsOf(report)}).`);
}
