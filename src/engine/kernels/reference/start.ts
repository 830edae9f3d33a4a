/** @file TensorFlow.js on its cpu backend. The other backends of it ship with nothing: a GPU computes with our own kernels. */

/** Leaves a backend alone that runs already. @throws Error if it does not start */
export async function startTfjs(): Promise<void> {
  const tf = await import("@tensorflow/tfjs-core");
  if (tf.getBackend()) return;
  await import("@tensorflow/tfjs-backend-cpu");
  // Its advice to install a backend for Node is for somebody else.
  tf.enableProdMode();
  if (!(await tf.setBackend("cpu"))) throw new Error("The tfjs backend cpu did not start.");
}
