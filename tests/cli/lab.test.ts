/** @file `lab` as a user starts it: runs, their files, refusals, exit codes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeLink } from "../../src/experiment/link.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { answered, lab, labIn } from "./run-lab.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A run that takes no time. */
const small = ["--steps", "3", "--set", "network.width=8", "--set", "training.batch=16"];
/** One that is asked for its losses. */
const brief = [...small, "--measure", "none"];

interface RunAnswer {
  readonly experiment: Record<string, unknown>;
  readonly backend: string;
  readonly route: string;
  readonly reason: string;
  readonly threads: number;
  readonly steps: number;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly losses: { readonly step: number[]; readonly total: number[]; readonly parts: Record<string, number[]> };
}
describe("lab", { timeout: 90_000 }, () => {
  beforeAll(() => lab("list"), 90_000); // bundles, if sources are newer

  it("lists every entry and preset with defaults", async () => {
    const list = answered(await lab("list")) as Record<string, { id: string; params: Record<string, { default: unknown }> }[]>;
    expect(Object.keys(list)).toEqual([
      "schema",
      "models",
      "worlds",
      "densities",
      "dynamics",
      "lagrangians",
      "functionals",
      "objectives",
      "activations",
      "fields",
      "presets",
      "lessons",
    ]);
    expect(list["lagrangians"]?.find(({ id }) => id === "kinetic")?.params["weight"]?.default).toBe(1);
    expect(list["presets"]!.length).toBeGreaterThanOrEqual(10);
  });

  it("trains, and the same seed trains to the same losses; a link and a file say the same as the preset", async () => {
    const args = ["run", "eight-gaussians-diffusion", "--seed", "5", ...brief];
    const [first, again] = (await Promise.all([lab(...args), lab(...args)])).map((ended) => answered(ended) as RunAnswer);
    expect(first?.losses.step).toEqual([1, 2, 3]);
    expect(first?.losses).toEqual(again?.losses);
    expect(first?.losses.total.every(Number.isFinite)).toBe(true);
    expect(first).toMatchObject({ schema: 1, backend: "wasm", route: "wasm", steps: 3, experiment: { seed: 5, network: { width: 8 } } });
    expect(first!.stepsPerSecond).toBeCloseTo(3 / first!.seconds);

    const { experiment } = resolve(first!.experiment, "strict");
    const { search, hash } = encodeLink(experiment!, "eight-gaussians-diffusion");
    const file = join(folder, "given.json");
    writeFileSync(file, JSON.stringify(first!.experiment));
    const [linked, filed] = (
      await Promise.all([
        lab("run", `https://example.org/lab/${search}${hash}`, "--measure", "none"),
        lab("run", file, "--measure", "none"),
      ])
    ).map((ended) => answered(ended) as RunAnswer);
    expect(linked?.losses).toEqual(first?.losses);
    expect(filed?.losses).toEqual(first?.losses);
  });

  it("trains on as many threads as it is told to, to the same bits; more than there may be are refused, and any where there are none", async () => {
    const args = ["run", "gaussian-ot", "--steps", "3", "--measure", "none", "--threads"];
    const [one, two] = (await Promise.all([lab(...args, "1"), lab(...args, "2")])).map((ended) => answered(ended) as RunAnswer);
    expect([one!.threads, two!.threads]).toEqual([1, 2]);
    expect(two!.losses).toEqual(one!.losses);
    const refused = await Promise.all([lab(...args, "9"), lab(...args, "2", "--backend", "cpu")]);
    for (const { code, out, err } of refused) {
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain("--threads");
    }
  });

  it("computes with fused products where it is told to, by the flag or by a link, and refuses where the engine has none", async () => {
    const [major = 0] = process.versions.node.split(".").map(Number);
    const switchedOn = major < 22 ? ["--experimental-wasm-relaxed-simd"] : [];
    const args = ["run", "gaussian-ot", "--seed", "5", ...brief];
    const [plain, fast, linked] = (
      await Promise.all([
        lab(...args),
        labIn(switchedOn, ...args, "--fast"),
        labIn(switchedOn, "run", "https://example.org/lab/?preset=gaussian-ot&fast=1", ...args.slice(2)),
      ])
    ).map((ended) => answered(ended) as RunAnswer);
    expect(fast).toMatchObject({ backend: "wasm", reason: expect.stringContaining("relaxed SIMD") as string });
    expect(linked).toMatchObject({ losses: fast!.losses, reason: fast!.reason });
    expect(plain!.reason).not.toContain("relaxed SIMD");
    fast!.losses.total.forEach((loss, k) => expect(loss).toBeCloseTo(plain!.losses.total[k]!, 3));
    if (switchedOn.length === 0) return;
    const refused = await lab(...args, "--fast");
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toMatch(/--fast: this Node has no relaxed SIMD.*; allowed: without --fast/);
    const sent = await lab("run", "https://example.org/lab/?preset=gaussian-ot&fast=1", ...args.slice(2));
    expect((answered(sent) as RunAnswer).losses).toEqual(plain!.losses);
    expect(sent.err).toMatch(/fast: this Node has no relaxed SIMD/);
  });

  it("writes what --out promises, and the weights carry their experiment", async () => {
    const out = join(folder, "out");
    const { experiment, losses } = answered(await lab("run", "gaussian-ot", "--out", out, ...small, "--measure", "quick")) as RunAnswer;
    const read = (name: string) => readFileSync(join(out, name), "utf8").trim().split("\n");
    expect(JSON.parse(readFileSync(join(out, "experiment.json"), "utf8"))).toEqual(experiment);
    expect(read("losses.csv")[0]).toMatch(/^step,total,/);
    expect(
      read("losses.csv")
        .slice(1)
        .map((line) => Number(line.split(",")[1])),
    ).toEqual(losses.total);
    expect(read("samples.csv")[0]).toBe("x1,x2");
    expect(read("samples.csv")).toHaveLength(4097);
    expect(read("trajectories.csv")[0]).toBe("particle,t,x1,x2");
    const grid = read("value-grid.csv");
    expect(grid[0]).toBe("t,x1,x2,U,residual");
    expect(grid).toHaveLength(9 * 96 * 96 + 1);
    expect(new Set(grid.slice(1).map((line) => line.split(",")[0])).size).toBe(9);
    const bytes = readFileSync(join(out, "weights.safetensors"));
    const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUint64LE(0))).toString()) as {
      __metadata__: { experiment: string; version: string };
    };
    expect(JSON.parse(header.__metadata__.experiment)).toEqual(experiment);
    expect(header.__metadata__.version).toBe("2");
  });

  it("adjusts leniently, and says so", async () => {
    const ended = await lab("run", "gaussian-ot", "--lenient", "--set", "game.horizon=-1", ...brief);
    expect((answered(ended) as RunAnswer).experiment).toMatchObject({ game: { horizon: 0.05 } });
    expect(ended.err).toMatch(/game\.horizon.*0\.05 is taken/);
  });

  const broken = join(folder, "broken.json");
  writeFileSync(broken, '{"model": ');
  it.each<[string, string[], RegExp[]]>([
    ["no command", [], [/no command/, /run,.* list/]],
    ["an unknown command", ["fly"], [/"fly"/, /run,.* list/]],
    ["nothing to run", ["run"], [/missing: <preset/]],
    ["an unknown preset", ["run", "nothing"], [/"nothing"/, /moons-ot/]],
    ["an unknown option", ["run", "moons-ot", "--stepz", "3"], [/--stepz/, /--steps/]],
    ["steps that are no number", ["run", "moons-ot", "--steps", "NaN"], [/--steps: given "NaN"; allowed: a whole number/]],
    ["steps and seconds", ["run", "moons-ot", "--steps", "3", "--seconds", "3"], [/--seconds/]],
    ["an unknown backend", ["run", "moons-ot", "--backend", "gpu"], [/--backend: given "gpu"; allowed: auto, cpu, wasm, webgpu/]],
    ["fused products beside a backend", ["run", "moons-ot", "--fast", "--backend", "cpu"], [/--fast: given beside --backend/]],
    ["out of range", ["run", "moons-ot", "--set", "game.horizon=0"], [/game\.horizon.*given: 0.*from 0\.05 to 20/]],
    ["not JSON", ["run", "moons-ot", "--set", "data.params={a"], [/--set data\.params: given {a/]],
    ["no path", ["run", "moons-ot", "--set", "weight"], [/path=value/]],
    ["an unknown field", ["run", "moons-ot", "--set", "game.horizn=1"], [/game\.horizn: there is no such field.*horizon/]],
    ["a misfit", ["run", "moons-ot", "--set", "objective.id=score-matching"], [/objective\.id/]],
    [
      "not positive definite",
      ["run", "gaussian-ot", "--set", "data.params.covariance=[[1,2],[2,1]]"],
      [/data\.params\.covariance.*\[\[1,2\],\[2,1\]\].*positive definite/],
    ],
    ["a broken file", ["run", broken], [/broken\.json: is not JSON/]],
    ["a missing file", ["run", join(folder, "missing.json")], [/missing\.json: cannot be read/]],
    ["a damaged link", ["run", "https://example.org/#AAAA"], [/link: /]],
    ["a link to nothing", ["run", "https://example.org/?theme=dark"], [/neither a preset nor a model/]],
    ["a folder that cannot be", ["run", "moons-ot", "--out", join(broken, "out")], [/--out/]],
  ])("%s: exit 2, nothing on stdout, and the field is named", async (_name, args, messages) => {
    const { code, out, err } = await lab(...args);
    expect(code, err).toBe(2);
    expect(out).toBe("");
    for (const message of messages) expect(err).toMatch(message);
  });

  it("divergence: exit 1, nothing on stdout, the step, the term and what to try", async () => {
    const settings = [
      "network.quadraticRank=10",
      "game.horizon=20",
      "objective.params.integrator=euler",
      "objective.params.steps=64",
      "training.batch=8",
      "training.optimiser.params.rate=1",
      "training.warmup=0",
    ];
    const { code, out, err } = await lab("run", "moons-ot", "--steps", "200", ...settings.flatMap((setting) => ["--set", setting]));
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toMatch(/diverged at step \d+.*\n.*learning rate/i);
  });

  it("what nobody foresaw: exit 1, nothing on stdout, the message and what to do; the place in the sources with --trace only", async () => {
    const planted = ["--import", "data:text/javascript,JSON.stringify=()=>{throw new TypeError('planted')}"];
    const [silent, traced] = await Promise.all([labIn(planted, "list"), labIn(planted, "list", "--trace")]);
    for (const { code, out, err } of [silent, traced]) {
      expect(code, err).toBe(1);
      expect(out).toBe("");
      expect(err).toMatch(/TypeError: planted\n.*please report it/);
    }
    expect(silent.err).not.toMatch(/^\s+at /m);
    expect(traced.err).toMatch(/at .*src\/cli\/say\.ts:\d+:\d+/);
  });

  it("checks derivatives and parity", async () => {
    const { ok, rows } = answered(await lab("check")) as { ok: boolean; rows: { ok: boolean }[] };
    expect(ok).toBe(true);
    expect(rows.length).toBeGreaterThan(30);
  });
});
