/** @file Where an engine has no relaxed SIMD, or no SIMD at all: what is loaded, chosen and said instead. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { parse } from "../../../src/cli/arguments.ts";
import { machineFor } from "../../../src/cli/machine.ts";
import { buildReason, loadWasmModule, runsFastBuild } from "../../../src/engine/kernels/wasm/module.ts";
import { backendChooser } from "../../../src/worker/backend.ts";

afterEach(() => vi.restoreAllMocks());

/** An engine of so many probes: the first asks for vectors of 128 bits (31 bytes), the second for fused products (40). */
function engine({ simd, relaxed }: { readonly simd: boolean; readonly relaxed: boolean }): void {
  vi.spyOn(WebAssembly, "validate").mockImplementation((probe) => (probe.byteLength < 36 ? simd : relaxed));
}

describe("an engine without relaxed SIMD", () => {
  it("does not run the fast build, and the other one as ever", async () => {
    engine({ simd: true, relaxed: false });
    expect(runsFastBuild()).toBe(false);
    await expect(loadWasmModule("fast")).rejects.toThrow("no relaxed SIMD");
    expect(await loadWasmModule()).toBeInstanceOf(WebAssembly.Module);
  });

  it("gives the page the build that repeats, with the reason, whatever backend was wished for", async () => {
    engine({ simd: true, relaxed: false });
    const choose = backendChooser(() => performance.now());
    const { id, route, reason } = await choose("wasm", true);
    expect({ id, route }).toEqual({ id: "wasm", route: "wasm" });
    expect(reason).toContain("this browser has no relaxed SIMD");
    expect(reason).toContain(buildReason("repeatable"));
    expect((await choose("wasm", false)).reason).not.toContain("relaxed");
  });

  it("is refused on the command line, and only mentioned for a link", async () => {
    engine({ simd: true, relaxed: false });
    const options = { fast: "flag", backend: "one" } as const;
    await expect(machineFor(parse(["--fast"], options), "auto")).rejects.toThrow(/no relaxed SIMD.*allowed: without --fast/);
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const { id, reason } = await machineFor(parse([], options), "wasm", { fast: true });
    expect({ id, reason }).toEqual({ id: "wasm", reason: "asked for" });
    expect(said.mock.calls.join("")).toContain("no relaxed SIMD");
  });
});

it("an engine with relaxed SIMD is found by the probe alone", () => {
  engine({ simd: true, relaxed: true });
  expect(runsFastBuild()).toBe(true);
});

it("an engine without SIMD runs neither build", async () => {
  engine({ simd: false, relaxed: false });
  await expect(loadWasmModule()).rejects.toThrow("no wasm SIMD");
  await expect(loadWasmModule("fast")).rejects.toThrow("no wasm SIMD");
});
