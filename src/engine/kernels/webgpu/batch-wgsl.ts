/**
 * @file The two shaders of the kernel in mirror mode: points in, jets out; points and gJ in, gradient and gPoints out.
 *
 * A workgroup goes through the batch in strides: tile `group`, `group + groups`, …  Points beyond n are zeros with gJ = 0.
 */
import { type TileLibrary, type TileRequest, tileLibrary } from "./tile-wgsl.ts";

/** Binding numbers; scratch and partial are the library's. */
export const BINDING = { theta: 0, scratch: 1, partial: 2, batch: 3, points: 4, directions: 5, gJets: 6, out: 7 } as const;

export type BatchRequest = Omit<TileRequest, "bindings">;

/** Entry point `batch`. `out` is J [n, outputs · C], with the adjoint gPoints [n, d]. */
export function batchWgsl(request: BatchRequest): TileLibrary {
  const library = tileLibrary({ ...request, bindings: BINDING });
  const { adjoint, points } = request;
  const directional = request.channels.second === "direction";
  const input = (name: keyof typeof BINDING) => `@group(0) @binding(${String(BINDING[name])}) var<storage, read> ${name}: array<f32>;`;
  const columns = "OUTPUTS * CHANNELS";
  const wgsl = `${library.wgsl}
struct Batch { n: u32, groups: u32, pad0: u32, pad1: u32 }
@group(0) @binding(${String(BINDING.batch)}) var<uniform> batch_size: Batch;
${input("points")}
${directional ? input("directions") : ""}
${adjoint ? input("gJets") : ""}
@group(0) @binding(${String(BINDING.out)}) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(LANES)
fn batch(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) workgroup: vec3<u32>) {
  let group = workgroup.x;
  let n = batch_size.n;
  for (var first = group * TILE; first < n; first += batch_size.groups * TILE) {
    ${fill("tile_points", "points", "DIMENSION + 1u")}
    ${directional ? fill("tile_directions", "directions", "DIMENSION") : ""}
    ${adjoint ? fill("tile_gjets", "gJets", columns) : ""}
    jets_forward(lane, group);
    ${adjoint ? "jets_backward(lane, group);" : drain("tile_jets", columns)}
    ${adjoint && points ? drain("tile_gpoints", "DIMENSION") : ""}
    workgroupBarrier();
  }
}
`;
  return { ...library, wgsl };
}

function fill(tile: string, from: string, columns: string): string {
  return `for (var t = lane; t < TILE * (${columns}); t += LANES) {
      let at = first * (${columns}) + t;
      if (at < n * (${columns})) { ${tile}[t] = ${from}[at]; } else { ${tile}[t] = 0.0; }
    }`;
}

function drain(tile: string, columns: string): string {
  return `for (var t = lane; t < TILE * (${columns}); t += LANES) {
      let at = first * (${columns}) + t;
      if (at < n * (${columns})) { out[at] = ${tile}[t]; }
    }`;
}
