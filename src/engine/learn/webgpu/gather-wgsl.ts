/**
 * @file The losses of all steps of a submit, and the squared norms of their gradients, in one dispatch: what the host reads back.
 *
 *     told[slot] = [Σ_groups sums[slot, group, part] … , Σ norms[slot]]        one workgroup a slot, summed in a fixed order
 */
import { LANES } from "../../kernels/webgpu/plan.ts";

export const GATHER_BINDINGS = { sums: 0, report: 1, told: 2 } as const;

/** @param rows of `sums` a step has; @param norms squared norms a step leaves in the report, after the mark at its beginning */
export function gatherWgsl(parts: number, rows: number, norms: number): string {
  const { sums, report, told } = GATHER_BINDINGS;
  return `
@group(0) @binding(${String(sums)}) var<storage, read> sums: array<f32>;
@group(0) @binding(${String(report)}) var<storage, read> report: array<f32>;
@group(0) @binding(${String(told)}) var<storage, read_write> told: array<f32>;
const PARTS = ${String(parts)}u;
const ROWS = ${String(rows)}u;
const NORMS = ${String(norms)}u;
const LANES = ${String(LANES)}u;
var<workgroup> lane_sums: array<f32, LANES>;

@compute @workgroup_size(LANES)
fn gather(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) lane: u32) {
  let slot = workgroup.x;
  for (var part = 0u; part <= PARTS; part++) {
    var sum = 0.0f;
    if (part < PARTS) {
      for (var k = lane; k < ROWS; k += LANES) { sum += sums[(slot * ROWS + k) * PARTS + part]; }
    } else {
      for (var k = lane; k < NORMS; k += LANES) { sum += report[1u + slot * NORMS + k]; }
    }
    lane_sums[lane] = sum;
    workgroupBarrier();
    if (lane == 0u) {
      for (var k = 1u; k < LANES; k++) { sum += lane_sums[k]; }
      told[slot * (PARTS + 1u) + part] = sum;
    }
    workgroupBarrier();
  }
}
`;
}
