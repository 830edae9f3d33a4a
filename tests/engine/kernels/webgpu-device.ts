/** @file A device of a test's own, so that what it breaks stays broken for nobody else. */
import { findAdapter, type Gpu, watch } from "../../../src/engine/kernels/webgpu/device.ts";

export async function ownDevice(): Promise<Gpu> {
  const adapter = await findAdapter(navigator.gpu);
  return watch(await adapter.requestDevice(), adapter);
}
