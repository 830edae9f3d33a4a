/** @file `lab exact` as a user starts it: closed forms, games solved on a grid, and what it refuses. */
import { beforeAll, describe, expect, it } from "vitest";
import { answered, lab } from "./run-lab.ts";

describe("lab exact", { timeout: 90_000 }, () => {
  beforeAll(() => lab("list"), 90_000); // bundles, if sources are newer

  it.each<[name: string, args: string[], messages: RegExp[]]>([
    ["no known solution", ["exact", "moons-ot"], [/data: no known solution/]],
    ["no point", ["exact", "gaussian-ot", "--at", "1,2"], [/--at: given "1,2"; allowed: "x1,x2,t"/]],
    ["a time after the end", ["exact", "gaussian-ot", "--at", "1,2,3"], [/--at: given t = 3; allowed: from 0 to the horizon 1/]],
    ["no noise for scaling", ["exact", "gaussian-ot", "--grid", "--solver", "scaling"], [/game\.dynamics: the grid solver cannot.*noise/]],
    [
      "a solver that there is not",
      ["exact", "gaussian-ot", "--grid", "--solver", "magic"],
      [/--solver: given "magic"; allowed: scaling, hopf-lax, finite/],
    ],
    ["a solver of no grid", ["exact", "gaussian-ot", "--solver", "scaling"], [/--solver: given without --grid/]],
    ["cells of no grid", ["exact", "gaussian-ot", "--cells", "64"], [/--cells: given without --grid/]],
    ["too few cells", ["exact", "steered-noise", "--grid", "--cells", "3"], [/--cells/]],
    [
      "more pairs of nodes than the memory holds",
      ["exact", "steered-noise", "--grid", "--set", 'game.interactions=[{"id":"kernel-congestion"}]', "--cells", "384"],
      [/--cells.*64/],
    ],
    [
      "a formula of the game that is no number, beside the grid",
      [
        "exact",
        "steered-noise",
        "--grid",
        "--set",
        'game.interactions=[{"id":"typed-potential","params":{"potential":{"text":"log(x1)","values":{}}}}]',
      ],
      [/game\.interactions\.0\.params\.potential/],
    ],
    [
      "data without mass outside, beside the grid",
      ["exact", "steered-noise", "--grid", "--set", 'data={"id":"checkerboard"}'],
      [/data: the grid solver cannot.*outside their support/],
    ],
    ["a mistake beside the grid", ["exact", "steered-noise", "--grid", "--set", "game.horizon=nonsense"], [/game\.horizon/]],
  ])("%s: exit 2, nothing on stdout, and the field is named", async (_name, args, messages) => {
    const { code, out, err } = await lab(...args);
    expect(code, err).toBe(2);
    expect(out).toBe("");
    for (const message of messages) expect(err).toMatch(message);
  });

  it("knows the exact solution where there is one; a point may begin with a minus", async () => {
    const found = answered(await lab("exact", "gaussian-ot", "--at", "-1.3,0.8,0", "--at", "-1,0,1")) as {
      kind: string;
      mean: number[];
      value: { at: number[]; U: number; gradient: number[]; meanAt: number[] }[];
    };
    expect(Object.keys(found)).toEqual(["schema", "kind", "about", "mean", "covariance", "cost", "energy", "value"]);
    expect(found.value.map(({ at }) => at)).toEqual([
      [-1.3, 0.8, 0],
      [-1, 0, 1],
    ]);
    for (const { U, gradient } of found.value) expect([U, ...gradient].every(Number.isFinite)).toBe(true);
    // At the end the population is the one that is stated.
    found.mean.forEach((m, k) => expect(found.value[1]!.meanAt[k]).toBeCloseTo(m, 10));
  });

  it("solves a noisy game on a grid, also one that nothing here can learn", async () => {
    const noisy = [
      "--set",
      'game.dynamics={"id":"constant-noise","params":{"sigma":0.7}}',
      "--set",
      'game.terminal={"id":"reverse-kl","params":{"weight":1}}',
    ];
    const line = [
      'data={"id":"gaussian","params":{"mean":[1],"covariance":[[0.64]]}}',
      'reference={"id":"gaussian","params":{"mean":[-1],"covariance":[[0.25]]}}',
    ].flatMap((setting) => ["--set", setting]);
    const found = answered(await lab("exact", "gaussian-ot", ...noisy, ...line, "--grid", "--cells", "300", "--at", "0.3,0.5")) as {
      kind: string;
      converged: boolean;
      mean: number[];
      covariance: number[][];
      value: { meanAt: number[]; covarianceAt: number[][]; skew: number }[];
    };
    expect(Object.keys(found)).toEqual(
      [
        "schema",
        "kind",
        "solver",
        "about",
        "converged",
        "iterations",
        "change",
        "mass",
        "cells",
        "box",
        "mean",
        "covariance",
        "skew",
      ].concat(["cost", "energy", "value"]),
    );
    expect(found).toMatchObject({ kind: "grid", solver: "scaling", converged: true, cells: 300 });
    expect(found.mean[0]).toBeCloseTo(0.219512, 6);
    expect(Math.sqrt(found.covariance[0]![0]!)).toBeCloseTo(0.819893, 5);
    expect(Object.keys(found.value[0]!)).toEqual(["at", "U", "gradient", "laplacian", "dt", "density", "meanAt", "covarianceAt", "skew"]);
  });

  it("solves what scaling does not fit by finite differences, and says so", async () => {
    const line = ["data", "reference"].flatMap((law) => [
      "--set",
      `${law}={"id":"gaussian","params":{"mean":[${law === "data" ? 1 : 0}]}}`,
    ]);
    const end = ["--set", 'game.terminal={"id":"cross-entropy","params":{"weight":0.5}}', "--set", "game.discount=0.3"];
    const found = answered(await lab("exact", "gaussian-ot", ...line, ...end, "--grid", "--cells", "64", "--at", "0.3,0.5")) as Record<
      string,
      unknown
    >;
    expect(found).toMatchObject({ kind: "grid", solver: "finite-differences", converged: true, cells: 64, steps: 32 });
    expect(Math.abs((found["mass"] as number) - 1)).toBeLessThan(1e-12);
  });

  it("a game on the line takes x,t", async () => {
    const found = answered(
      await lab(
        "exact",
        "gaussian-ot",
        "--set",
        'data={"id":"gaussian","params":{"mean":[2]}}',
        "--set",
        'reference={"id":"gaussian","params":{"mean":[0]}}',
        "--at",
        "-1,0.5",
      ),
    ) as { mean: number[]; value: unknown[] };
    expect(found.mean).toHaveLength(1);
    // between N(0, 1) and N(2, 1) by reverse KL, λ = 5, T = 1: m = λ m₁/(λ + 1)
    expect(found.mean[0]).toBeCloseTo(10 / 6, 10);
  });
});
