/** @file Games that are solved on a grid, through the runner: what it prints, and what it refuses with which words. */
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { answered, lab } from "./run-lab.ts";

interface Solved {
  readonly route: string;
  readonly steps: number;
  readonly solved: { readonly converged: boolean; readonly mass: number };
  readonly losses: { readonly parts: Readonly<Record<string, readonly number[]>> };
  readonly metrics: {
    readonly valueError: { readonly oneConstant: number };
    readonly hjbResidual: { readonly particles: { readonly relative: number } };
  };
  readonly exact: { readonly kind: string };
}

describe("lab run", { timeout: 90_000 }, () => {
  beforeAll(() => lab("list"), 90_000); // bundles, if sources are newer

  it("solves a bridge, measures it beside its closed form, and writes everything but weights", async () => {
    const folder = mkdtempSync(join(tmpdir(), "solved-"));
    const result = answered(await lab("run", "bridge-gaussian", "--measure", "quick", "--out", folder)) as Solved;
    expect(result.route).toBe("grid");
    expect(result.solved.converged).toBe(true);
    expect(result.solved.mass).toBeCloseTo(1, 9);
    expect(result.losses.parts["change"]).toHaveLength(result.steps);
    expect(result.exact.kind).toBe("gaussian-bridge");
    expect(result.metrics.valueError.oneConstant).toBeLessThan(1e-6);
    expect(result.metrics.hjbResidual.particles.relative).toBeLessThan(1e-3);
    const files = readdirSync(folder);
    expect(files).toContain("trajectories.csv");
    expect(files).not.toContain("weights.safetensors");
    expect(readFileSync(join(folder, "losses.csv"), "utf8").split("\n")[0]).toBe("step,total,change");
  });

  it("holds what was learned against the grid where no closed form is known", async () => {
    const result = answered(await lab("run", "steered-noise", "--steps", "20", "--measure", "quick")) as Solved & { exact: { by: string } };
    expect(result.exact).toMatchObject({ by: "grid", known: true });
    expect(result.solved).toBeNull();
    expect(result.metrics.valueError.oneConstant).toBeGreaterThan(0.01);
  });

  it.each([
    [
      "noise far wider than the data are thin",
      ["run", "bridge-moons", "--set", "game.dynamics.params.sigma=10"],
      /data: it cannot be solved.*too far/,
    ],
    ["a prescribed end without noise", ["run", "bridge-moons", "--set", "game.dynamics.id=deterministic"], /objective\.id.*needs noise/],
    [
      "a prescribed end that somebody is to learn",
      ["run", "steered-noise", "--set", "game.terminal.id=hard"],
      /objective\.id.*no gradient leads there/,
    ],
    ["training steps of what takes none", ["bench", "bridge-moons"], /objective\.id.*solved, not learned/],
  ])("%s: exit 2, nothing on stdout, and the field is named", async (_, args, message) => {
    const { code, out, err } = await lab(...args);
    expect([code, out], err).toEqual([2, ""]);
    expect(err).toMatch(message);
  });
});
