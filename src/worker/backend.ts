/**
 * @file Which machine does the work: asked, not guessed, and checked before the first step.
 *
 * Our wasm kernels are the default route: on a CPU they are an order of magnitude faster than composed tfjs operations, and a
 * software WebGPU adapter is slower than either. The reference route (composed tfjs operations) runs when it is asked for by
 * `?backend=webgpu` or `?backend=cpu`, or when this browser has no wasm SIMD. Either has to pass the self-test.
 */
import type { KernelFactory } from "../engine/session.ts";
import { selfTest } from "../engine/kernels/self-test.ts";
import { createWasmKernel } from "../engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../engine/kernels/wasm/module.ts";
import type { BackendId } from "../protocol/messages.ts";

export interface ChosenBackend {
  readonly id: BackendId;
  readonly route: "wasm" | "webgpu" | "reference";
  /** One sentence for the user. */
  readonly reason: string;
  readonly makeKernel: KernelFactory;
}

export async function chooseBackend(wanted: BackendId | "auto", clock: () => number): Promise<ChosenBackend> {
  if (wanted === "webgpu" || wanted === "cpu")
    return reference(wanted, `The composed tfjs operations on ${wanted}, as asked for; our wasm kernels are faster.`);
  try {
    const module = await loadWasmModule();
    const makeKernel: KernelFactory = (shape) => createWasmKernel(shape, module);
    const report = await selfTest(makeKernel, clock);
    if (report.ok) {
      const asked = wanted === "wasm" ? "as asked for" : "the fastest route here";
      return {
        id: "wasm",
        route: "wasm",
        reason: `Fused WebAssembly SIMD kernels, ${asked}; the derivative check passed in ${Math.round(report.milliseconds ?? 0).toString()} ms.`,
        makeKernel,
      };
    }
    if (wanted === "wasm")
      throw new Error(
        `The wasm kernels fail their derivative check on this machine (${report.rows
          .filter((row) => !row.ok)
          .map((row) => row.name)
          .join(", ")}).`,
      );
    return await reference(
      "cpu",
      "The wasm kernels fail their derivative check on this machine, so training runs on composed tfjs operations, which is slow.",
    );
  } catch (error) {
    if (wanted === "wasm") throw error;
    const why = error instanceof Error ? error.message : String(error);
    return reference("cpu", `${why} Training runs on composed tfjs operations instead, which is slow.`);
  }
}

async function reference(id: "webgpu" | "cpu", reason: string): Promise<ChosenBackend> {
  const tf = await import("@tensorflow/tfjs-core");
  if (id === "webgpu") {
    if (
      !("gpu" in navigator) ||
      (await (navigator as unknown as { gpu: { requestAdapter(): Promise<unknown> } }).gpu.requestAdapter()) === null
    )
      throw new Error("This browser has no WebGPU adapter. Leave out ?backend=webgpu: the wasm kernels need none.");
    await import("@tensorflow/tfjs-backend-webgpu");
  } else await import("@tensorflow/tfjs-backend-cpu");
  if (!(await tf.setBackend(id))) throw new Error(`The tfjs backend ${id} did not start.`);
  const { createReferenceKernel } = await import("../engine/kernels/reference/kernel.ts");
  const report = await selfTest(createReferenceKernel);
  if (!report.ok)
    throw new Error(
      `The tfjs backend ${id} fails the derivative check (${report.rows
        .filter((row) => !row.ok)
        .map((row) => row.name)
        .join(", ")}).`,
    );
  return { id, route: "reference", reason, makeKernel: createReferenceKernel };
}
