/** @file A few points of a density for a thumbnail, drawn by its own sampler. Parameters that make no density give no points. */
import { defaultsOf } from "../../catalogue/params.ts";
import type { Registry } from "../../catalogue/registry.ts";
import type { Chosen } from "../../experiment/experiment.ts";
import { random } from "../../math/random.ts";
import type { ToWorker } from "../messages.ts";
import type { ServerHost } from "./host.ts";

function sketch(
  registry: Registry,
  chosen: Chosen,
  count: number,
): { readonly dimension: 1 | 2; readonly points: Float32Array<ArrayBuffer> } {
  try {
    const entry = registry.density.get(chosen.id);
    const density = entry.build({ ...defaultsOf(entry.spec.params), ...chosen.params });
    const points = new Float32Array(count * density.dimension);
    density.sample(random(1, "sketch"), count, points);
    return { dimension: density.dimension, points };
  } catch {
    return { dimension: 2, points: new Float32Array(0) };
  }
}

/** Under its own key, whatever run is on. */
export function answerSketch(host: ServerHost, { runId, key, density, count }: Extract<ToWorker, { kind: "sketch" }>): void {
  const { dimension, points } = sketch(host.registry, density, count);
  host.post({ kind: "sketch", runId, key, dimension, points }, [points.buffer]);
}
