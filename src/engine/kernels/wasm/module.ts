/**
 * @file Compiles the wasm module, once per thread that needs it: in Node its address is a `data:` URL, in the browser a file.
 *
 * Two builds of one source. The repeatable one is the default, because a seed promises the same bits on every machine. The
 * fast one rounds a b + c once where the machine can (relaxed SIMD): a kernel up to a third faster, the same bits only on the
 * same kind of machine. It is never chosen unasked.
 */
import repeatable from "./jets.assembly.ts?as";

export type WasmBuild = "repeatable" | "fast";

/** The shortest module with a SIMD instruction: `() → v128.const 0; i8x16.popcnt; drop`. */
const SIMD_PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** The same for relaxed SIMD: `() → f32x4.relaxed_madd(0, 0, 0)`. */
const RELAXED_PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0],
  ...[65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 11],
);

/** Whether this engine runs the fast build. */
export function runsFastBuild(): boolean {
  return typeof WebAssembly !== "undefined" && WebAssembly.validate(RELAXED_PROBE);
}

/** For the sentence that says why a backend was chosen. */
export function buildReason(build: WasmBuild): string {
  return build === "fast"
    ? "fused products (relaxed SIMD), as asked for: the same seed gives the same bits only on machines of one kind"
    : "plain SIMD: the same seed gives the same bits on every machine";
}

/** @throws Error "no wasm SIMD" where the engine has no 128-bit vectors, "no relaxed SIMD" where the fast build cannot run. */
export async function loadWasmModule(build: WasmBuild = "repeatable"): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined" || !WebAssembly.validate(SIMD_PROBE)) throw new Error("no wasm SIMD");
  if (build === "fast" && !runsFastBuild()) throw new Error("no relaxed SIMD");
  const response = await fetch(build === "fast" ? (await import("./jets.assembly.ts?as=fast")).default : repeatable);
  if (!response.ok) throw new Error(`the jet module did not load: ${String(response.status)} ${response.statusText}`);
  return WebAssembly.compile(await response.arrayBuffer());
}
