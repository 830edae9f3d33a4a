/** @file Compiles the wasm module, once per thread that needs it: in Node its address is a `data:` URL, in the browser a file. */
import address from "./jets.assembly.ts?as";

/** The shortest module with a SIMD instruction: `() → v128.const 0; i8x16.popcnt; drop`. */
const SIMD_PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** @throws Error "no wasm SIMD" where the engine has no 128-bit vectors. */
export async function loadWasmModule(): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined" || !WebAssembly.validate(SIMD_PROBE)) throw new Error("no wasm SIMD");
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the jet module did not load: ${String(response.status)} ${response.statusText}`);
  return WebAssembly.compile(await response.arrayBuffer());
}
