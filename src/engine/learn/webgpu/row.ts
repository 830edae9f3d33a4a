/**
 * @file What a shader is told of its step: one row of a uniform buffer, chosen by a dynamic offset, so that N steps go into one
 * submit and a slider that moves needs no new shader.
 *
 *     row    [step, slot | weight of each part, divided by the batch | live parameters]        32 bits each, in vec4<u32>
 */
import type { Uniforms } from "../../game/evaluation.ts";

/** What dynamic offsets have to be a multiple of everywhere. */
const ALIGNMENT = 256;

const HEAD = 2;

export interface StepRow {
  /** Bytes from row to row. */
  readonly stride: number;
  readonly declaration: string;
  /** WGSL text of the number of the step, of its slot (u32), of a part's weight, of a live parameter (f32). */
  readonly step: string;
  readonly slot: string;
  weight(part: number): string;
  /** @throws for a leaf that is no live parameter */
  live(name: string): string;
  write(view: DataView, slot: number, step: number, weights: readonly number[], uniforms: Uniforms): void;
}

/** @param names of everything that is one number per step; only what a shader asked for is ever looked up */
export function rowOf(binding: number, parts: number, names: ReadonlySet<string>): StepRow {
  const order = [...names];
  const used = new Set<number>();
  const length = HEAD + parts + order.length;
  const stride = ALIGNMENT * Math.ceil((4 * length) / ALIGNMENT);
  const word = (i: number): string => `row[${String(i >> 2)}u].${"xyzw"[i & 3]!}`;
  const float = (i: number): string => `bitcast<f32>(${word(i)})`;
  return {
    stride,
    declaration: `@group(0) @binding(${String(binding)}) var<uniform> row: array<vec4<u32>, ${String(stride / 16)}>;`,
    step: word(0),
    slot: word(1),
    weight: (part) => float(HEAD + part),
    live(name) {
      const at = order.indexOf(name);
      if (at < 0) throw new Error(`Nobody provides ${name}.`);
      used.add(at);
      return float(HEAD + parts + at);
    },
    write(view, slot, step, weights, uniforms) {
      const at = slot * stride;
      view.setUint32(at, step, true);
      view.setUint32(at + 4, slot, true);
      weights.forEach((weight, k) => {
        view.setFloat32(at + 4 * (HEAD + k), weight, true);
      });
      for (const k of used) view.setFloat32(at + 4 * (HEAD + parts + k), uniforms(order[k]!), true);
    },
  };
}
