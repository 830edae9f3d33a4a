/** @file What page and worker hold after the collection of garbage, in megabytes: objects and the buffers of typed arrays. */

/** @typedef {{ usedSize: number; backingStorageSize?: number }} Usage */

const MEGABYTE = 2 ** 20;

/** A collection may leave what a finalizer still has to see; the next one takes it. */
const COLLECTIONS = 2;

const megabytes = (/** @type {Usage} */ { usedSize, backingStorageSize = 0 }) => (usedSize + backingStorageSize) / MEGABYTE;

/**
 * @param {import("playwright").Page} page
 * @returns {Promise<() => Promise<{ page: number; worker: number | null }>>} asks both; null: there is no worker
 */
export async function heapProbe(page) {
  const session = await page.context().newCDPSession(page);
  /** @type {string | null} */
  let worker = null;
  let next = 0;
  /** @type {Map<number, (result: unknown) => void>} */
  const waiting = new Map();
  session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
    if (targetInfo.type === "worker") worker = sessionId;
  });
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, result } = /** @type {{ id: number; result: unknown }} */ (JSON.parse(message));
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  /** @returns {Promise<unknown>} */
  const askWorker = (/** @type {string} */ sessionId, /** @type {string} */ method) =>
    new Promise((/** @type {(result: unknown) => void} */ resolve) => {
      next += 1;
      waiting.set(next, resolve);
      void session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id: next, method }) });
    });
  return async () => {
    for (let k = 0; k < COLLECTIONS; k += 1) {
      await session.send("HeapProfiler.collectGarbage");
      if (worker !== null) await askWorker(worker, "HeapProfiler.collectGarbage");
    }
    return {
      page: megabytes(await session.send("Runtime.getHeapUsage")),
      worker: worker === null ? null : megabytes(/** @type {Usage} */ (await askWorker(worker, "Runtime.getHeapUsage"))),
    };
  };
}
