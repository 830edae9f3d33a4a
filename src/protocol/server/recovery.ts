/** @file When the GPU or a helper thread is lost, kernels go on by themselves; what remains is to tell the page what now does the work, and why. */
import type { Backend, ServerHost } from "./host.ts";

/** @param isCurrent whether this run is still the one on the page */
export function tellWhenRerouted(host: ServerHost, backend: Backend, runId: number, isCurrent: () => boolean): void {
  void backend.lost?.then(({ id, route, reason }) => {
    if (isCurrent()) host.post({ kind: "rerouted", runId, backend: id, route, reason });
  });
}
