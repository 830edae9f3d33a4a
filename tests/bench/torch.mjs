/** @file The same training steps in PyTorch, where a python3 with torch is on this machine. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { firstPython } from "./python.mjs";

const PROGRAM = join(import.meta.dirname, "torch_steps.py");

/**
 * What would slow PyTorch down and is not PyTorch: kernels of a BLAS that somebody chose for this machine, and an allocator that gives
 * the arrays of a step back to the system after each (2 to 5 times slower where page faults are dear).
 */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("OPENBLAS_"))),
  ...{ MALLOC_MMAP_THRESHOLD_: String(2 ** 30), MALLOC_TRIM_THRESHOLD_: String(2 ** 30) },
};

/** @typedef {{ python: string, version: string, speed: number }} Torch `speed`: of products like those of the steps, GFLOP/s on one thread */

/** Products of a layer, once they are warm. */
const PROBE = `
import time, torch
torch.set_num_threads(1)
a, b = torch.randn(1024, 64), torch.randn(64, 64)
times = []
for _ in range(50):
    start = time.perf_counter(); a @ b; times.append(time.perf_counter() - start)
print(torch.__version__, 2 * 1024 * 64 * 64 / min(times) / 1e9)`;

/** Any optimised BLAS makes more; the reference one, which Debian takes where no other is installed, 5 to 7. */
const LEAST = 15;

/** @returns {Torch | { skipped: string }} */
export function findTorch() {
  const found = firstPython(PROBE, environment);
  if (found === null) return { skipped: "no python3 with torch on this machine" };
  const [version = "", speed] = found.printed.split(" ");
  if (Number(speed) >= LEAST) return { python: found.python, version, speed: Number(speed) };
  return {
    skipped: `PyTorch ${version} multiplies at ${Number(speed).toFixed(0)} GFLOP/s here: by no optimised BLAS (Debian: libopenblas0)`,
  };
}

/**
 * @param {Torch} torch
 * @param {"score" | "hjb" | "flow"} model
 * @param {"autograd" | "hand"} route
 * @param {number} threads
 * @returns {{ norm: number, read: () => Promise<number[]> }} `norm`: of the first gradient
 */
export function torchStep({ python }, model, route, threads, milliseconds = 1200) {
  const run = (/** @type {number} */ time) =>
    execFileSync(python, [PROGRAM, model, route, String(threads), String(time)], { encoding: "utf8", env: environment })
      .trim()
      .split("\n")
      .map(Number);
  const norm = run(0)[0] ?? NaN;
  const read = () => {
    const steps = run(milliseconds).slice(1);
    // A new process: caches and branch predictors are cold, memory is not there yet.
    return Promise.resolve(steps.slice(Math.floor(steps.length / 3)));
  };
  return { norm, read };
}
