/**
 * @file The reference step through both kernels: the same gradient, and how many times faster the fused one is than tfjs wasm.
 *
 * The ratio is printed, not asserted, because machines are shared. Both sides do the same work between the same typed arrays.
 */
import { expect, test } from "vitest";
import { createReferenceKernel } from "../../../src/engine/kernels/reference/kernel.ts";
import { createWasmKernel } from "../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../src/engine/kernels/wasm/module.ts";
import { relativeError } from "./cases.ts";
import { median, medianTime, REFERENCE, startTfjsWasm, stepOf } from "./reference-step.ts";

test("fused wasm against tfjs wasm on the reference step", async () => {
  await startTfjsWasm();
  const fused = createWasmKernel(REFERENCE, await loadWasmModule());
  const composed = createReferenceKernel(REFERENCE);
  const fast = stepOf(fused);
  const slow = stepOf(composed);
  await fast.gradient();
  await slow.gradient();
  expect(relativeError(fused.gTheta, composed.gTheta)).toBeLessThan(1e-5);

  // Interleaved rounds, after the compilers have had their turn.
  await medianTime(fast, 40);
  await medianTime(slow, 3);
  const rounds: { fast: number; slow: number }[] = [];
  for (let round = 0; round < 3; round++) rounds.push({ fast: await medianTime(fast, 15), slow: await medianTime(slow, 3) });
  const [fused1, composed1] = [median(rounds.map((round) => round.fast)), median(rounds.map((round) => round.slow))];
  const ratio = median(rounds.map((round) => round.slow / round.fast));
  console.log(`reference step: fused wasm ${fused1.toFixed(2)} ms, tfjs wasm eager ${composed1.toFixed(1)} ms, ratio ${ratio.toFixed(1)}`);
});
