/** @file Kernels that answer a turn later, as on a GPU: messages are heard in the middle of whatever asks them. */
import type { JetKernel } from "../../src/engine/kernels/jets.ts";
import type { KernelFactory } from "../../src/engine/learn/session.ts";

export const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Reads its weights when it is asked, answers a turn later, and complains of questions after its end. */
export function late(make: KernelFactory): KernelFactory {
  return (shape) => {
    const kernel = make(shape);
    let disposed = false;
    const alive = async (): Promise<void> => {
      await turn();
      if (disposed) throw new Error("This kernel was disposed of.");
    };
    return {
      ...kernel,
      forward: async (...question: Parameters<JetKernel["forward"]>) => {
        await alive();
        await kernel.forward(...question);
      },
      backward: async (...question: Parameters<JetKernel["backward"]>) => {
        await alive();
        await kernel.backward(...question);
      },
      dispose: () => {
        disposed = true;
      },
    };
  };
}
