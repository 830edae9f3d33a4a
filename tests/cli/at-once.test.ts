/** @file Games that are solved at once, as a user starts them: by the name of a model, at a place, into a folder, and what is refused. */
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { answered, lab } from "./run-lab.ts";

interface Ran {
  readonly metrics: Readonly<Record<string, number>>;
  readonly solved: { readonly converged: boolean };
}

const contact = { attackRate: 0.64735, peak: 0.08647, peakDay: 35.4, cost: 211.33 };

describe("a game that is solved at once", { timeout: 90_000 }, () => {
  beforeAll(() => lab("list"), 90_000); // bundles, if sources are newer

  it("is run by the name of its model, and writes its table", async () => {
    const folder = mkdtempSync(join(tmpdir(), "at-once-"));
    const { metrics, solved } = answered(await lab("run", "epidemic-contact", "--out", folder)) as Ran;
    expect(solved.converged).toBe(true);
    for (const [name, value] of Object.entries(contact)) expect(Math.abs(metrics[name]! / value - 1)).toBeLessThan(3e-3);
    expect(metrics["exploitability"]! / metrics["cost"]!).toBeLessThan(1e-4);
    const [header, ...rows] = readFileSync(join(folder, "solution.csv"), "utf8").trim().split("\n");
    expect(header).toMatch(/^time,share\.S,share\.I,share\.R,policy\.S/);
    expect(rows).toHaveLength(2001);
    expect(rows.at(-1)).toMatch(/^360,/);
  });

  it("answers at a place of a crossed crowd: people a square metre, U, its slope, their velocity", async () => {
    const { metrics, value } = answered(
      await lab("exact", "crowd-intruder", "--set", "objective.params.cells=81", "--at", "0,0.77", "--at", "0,-0.77"),
    ) as { metrics: { densest: number }; value: { density: number; U: number; gradient: number[]; velocity: number[] }[] };
    expect(metrics.densest).toBeCloseTo(1.33, 2);
    expect(value[0]!.density / 2.5).toBeCloseTo(0.347, 2);
    // Who sees it coming leaves room before and behind alike, and has paid more where it comes.
    expect(value[1]!.density).toBeCloseTo(value[0]!.density, 8);
    expect(value[0]!.U).toBeGreaterThan(value[1]!.U);
    expect(value[0]!.gradient).toHaveLength(2);
    expect(value[0]!.velocity[1]).toBeGreaterThan(0);
  });

  it.each<[name: string, args: string[], message: RegExp]>([
    ["a place in the disc", ["exact", "crowd-intruder", "--at", "0,0.1"], /--at: given "0,0.1", where nobody stands/],
    ["a place with a time", ["exact", "crowd-intruder", "--at", "1,1,0"], /--at: given "1,1,0"; allowed: "x,y"/],
    ["a place of people who are in none", ["exact", "epidemic-contact", "--at", "1,1"], /--at: given for people who are nowhere/],
    ["cells", ["exact", "crowd-intruder", "--grid", "--cells", "64"], /--cells: given for a game that is solved at once/],
    [
      "a disc larger than its box",
      ["run", "crowd-intruder", "--set", "game.dynamics.params.radius=2", "--set", "objective.params.halfBox=1.5"],
      /game\.dynamics: it cannot be solved\. The intruder's radius is 2 m, and the box ends 1\.5 m/,
    ],
    ["too coarse", ["run", "crowd-intruder", "--set", "game.dynamics.params.speed=3"], /With 161 nodes a half box of [\d.]+ m would do/],
    ["a negative rate", ["run", "epidemic-activity", "--set", "game.dynamics.params.onset=-1"], /game\.dynamics\.params\.onset/],
    ["data", ["run", "epidemic-activity", "--set", "data.id=moons"], /data: Nobody is sent to data here/],
    [
      "another setting's solver",
      ["run", "crowd-intruder", "--set", "objective.id=roll-out"],
      /objective\.id: Roll-out is about a population that moves/,
    ],
  ])("%s: exit 2, nothing on stdout, and the reason", async (_name, args, message) => {
    const { code, out, err } = await lab(...args);
    expect(code, err).toBe(2);
    expect(out).toBe("");
    expect(err).toMatch(message);
  });
});
