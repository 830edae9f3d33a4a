/** @file A device of a test's own, so that what it breaks stays broken for nobody else. */
import { findAdapter, type Gpu, openDevice } from "../../../src/engine/kernels/webgpu/device.ts";

/**
 * Node's WebGPU is the same Dawn as Chromium's behind other bindings. What the shaders compute is held in Chromium, case by case;
 * here some of the cases do, one of each kind, and everything that goes through the bindings: buffers, maps, submits, loss of a device.
 */
export const UNDER_NODE = navigator.userAgent === "node";

export async function ownDevice(): Promise<Gpu> {
  return openDevice(await findAdapter(navigator.gpu));
}
