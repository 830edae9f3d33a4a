/** @file The native step: compiled with whatever C compiler there is, for vectors of four, with fused products and without. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { arch } from "node:os";
import { join } from "node:path";

const BUILT = join(import.meta.dirname, "../../.cache/bench-native");

/** 128-bit vectors, because WebAssembly has no others. */
const VECTORS = arch() === "x64" ? ["-mavx2", "-mprefer-vector-width=128"] : [];

/** Rounding a b + c once is what the fast build may do; the repeatable one may not. */
const PRODUCTS = { fused: ["-ffp-contract=fast", ...(arch() === "x64" ? ["-mfma"] : [])], plain: ["-ffp-contract=off"] };

/** @returns {{ name: string, version: string } | null} */
function compiler() {
  for (const name of ["cc", "gcc", "clang"]) {
    const { status, stdout } = spawnSync(name, ["--version"], { encoding: "utf8" });
    if (status === 0) return { name, version: stdout.split("\n")[0] ?? "" };
  }
  return null;
}

/**
 * @param {readonly number[]} given weights and points
 * @param {keyof typeof PRODUCTS} products
 * @returns {{ skipped: string } | { by: string, norm: number, read: () => Promise<number[]> }} `norm`: of the first gradient
 */
export function nativeStep(given, products, milliseconds = 300) {
  const found = compiler();
  if (found === null) return { skipped: "no C compiler (cc, gcc, clang) on this machine" };
  mkdirSync(BUILT, { recursive: true });
  const [program, file] = [join(BUILT, `jet-step-${products}`), join(BUILT, "given.f32")];
  const flags = ["-O3", ...VECTORS, ...PRODUCTS[products]];
  const { status, stderr } = spawnSync(found.name, [...flags, "-o", program, join(import.meta.dirname, "jet-step.c"), "-lm"], {
    encoding: "utf8",
  });
  if (status !== 0) return { skipped: `${found.version} does not compile it: ${stderr.split("\n")[0] ?? ""}` };
  writeFileSync(file, Float32Array.from(given));
  const run = (/** @type {number} */ time) =>
    execFileSync(program, [file, String(time)], { encoding: "utf8" })
      .trim()
      .split("\n")
      .map(Number);
  const norm = run(0)[0] ?? NaN;
  return { by: `${found.version}, ${flags.join(" ")}`, norm, read: () => Promise.resolve(run(milliseconds).slice(1)) };
}
