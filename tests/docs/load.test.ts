/**
 * @file docs/load.py knows the weights from docs/files.md alone: what it computes is held against what the lab wrote beside them.
 *
 * The lab computes in f32, Python in f64 and by differences: tolerances are relative to the largest value of the column.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { OUTPUT_FILES, writeOutput } from "../../src/cli/output.ts";
import { lossesOf, train } from "../../src/cli/train.ts";
import { flowOf } from "../../src/engine/learn/flow.ts";
import { sessionOf } from "../engine/experiment-of.ts";

const DOCS = join(import.meta.dirname, "../../docs");
const hasTorch = spawnSync("python3", ["-c", "import numpy, torch"]).status === 0;
const hasNumpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;
if (!hasNumpy) console.warn("docs/load.py is not tested: there is no python3 with numpy here.");

const folder = mkdtempSync(join(tmpdir(), "load-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const COMPARE = `
import json, sys
import numpy as np
sys.path.insert(0, sys.argv[1])
from load import Lab
lab = Lab(sys.argv[2] + "/weights.safetensors")
table = lambda name: np.genfromtxt(f"{sys.argv[2]}/{name}.csv", delimiter=",", skip_header=1)
far = lambda a, b: float(np.abs(a - b).max() / np.abs(b).max())
paths = table("trajectories")
paths = paths.reshape(256, -1, paths.shape[1])[:, :, 2:]
said = {
  "samples": far(lab.samples(paths[:, 0]), paths[:, -1]),
  "moved": far(lab.samples(paths[:, 0] + .1), paths[:, -1]),
}
if not lab.field:
  grid = table("value-grid")[::61]
  t, x, U, residual = grid[:, 0], grid[:, 1:-2], grid[:, -2], grid[:, -1]
  said |= {
    "U": far(lab.U(x, t), U),
    "residual": None if np.isnan(residual).any() else far(lab.residual(x, t), residual),
    "swapped": far(lab.U(x[:, ::-1] + .1, t), U),
  }
print(json.dumps(said))
`;

/** ∇U by torch's autograd against differences. */
const AUTOGRAD = `
import json, sys
import numpy as np, torch
sys.path.insert(0, sys.argv[1])
from load import Lab
file = sys.argv[2] + "/weights.safetensors"
stream = np.random.default_rng(1)
x, t = stream.normal(size=(64, 2)), stream.uniform(.1, .9, 64)
points = torch.tensor(x, requires_grad=True)
U = Lab(file, torch).U(points, torch.tensor(t))
gradient, = torch.autograd.grad(U.sum(), points)
far = lambda a, b: float(np.abs(a - b).max() / np.abs(b).max())
lab = Lab(file)
print(json.dumps({"U": far(U.detach().numpy(), lab.U(x, t)), "gradient": far(gradient.numpy(), lab.slopes(x, t)[0])}))
`;

const small = { batch: 32, stop: { steps: 30 }, warmup: 0 };
const line = { id: "gaussian", params: { mean: [1], covariance: [[0.3]] } };
const deviation = (sd: number) => ({ id: "gaussian", params: { mean: [0], covariance: [[sd * sd]] } });

const CASES: readonly (readonly [string, Record<string, unknown>])[] = [
  ["variance preserving, preconditioned, log-snr", { model: "score-diffusion", network: { width: 16 }, training: small }],
  [
    "variance exploding, softplus, moons",
    {
      model: "hjb-score-diffusion",
      data: { id: "moons" },
      game: { dynamics: { id: "ve" } },
      network: { width: 12, depth: 2, activation: "softplus" },
      training: small,
      sampling: { method: "ode", steps: 30 },
    },
  ],
  [
    "Ornstein-Uhlenbeck on the line, silu, raw time, no base",
    {
      model: "score-diffusion",
      data: line,
      game: { horizon: 0.5, dynamics: { id: "ou", params: { rate: 3 } } },
      network: { width: 8, depth: 2, activation: "silu", time: "raw", preconditioning: "none", quadraticRank: 2 },
      training: small,
      sampling: { method: "ode", steps: 40 },
    },
  ],
  [
    "constant noise, sin, Fourier features with the base",
    {
      model: "score-diffusion",
      data: line,
      reference: deviation(1.5),
      game: { dynamics: { id: "constant-noise", params: { sigma: 1.5, control: "noise" } } },
      network: { width: 8, depth: 1, activation: "sin", time: "fourier" },
      training: small,
      sampling: { method: "ode", steps: 20 },
    },
  ],
  ["OT-flow, log-cosh with a quadratic part", { model: "ot-flow", data: { id: "moons" }, network: { width: 16 }, training: small }],
  [
    "a discounted, weighted game by the midpoint rule, GELU",
    {
      model: "ot-flow",
      data: { id: "gaussian" },
      game: { discount: 0.7, horizon: 2, lagrangian: { id: "kinetic", params: { weight: 3 } }, terminal: { id: "reverse-kl" } },
      objective: { params: { integrator: "midpoint" } },
      network: { width: 12, time: "fourier", activation: "gelu" },
      training: small,
    },
  ],
  [
    "three stages, each with a network of its own",
    {
      model: "jko",
      data: line,
      objective: { params: { stages: 3, every: 10, integrator: "rk4" } },
      network: { width: 8, depth: 1 },
      training: small,
      sampling: { method: "ode", steps: 12 },
    },
  ],
];

const FIELDS: typeof CASES = [
  [
    "of scores",
    { model: "score-diffusion", network: { output: "field", width: 8, depth: 1 }, training: small, sampling: { method: "ode", steps: 20 } },
  ],
  ["of velocities", { model: "flow-matching", network: { output: "field", width: 8, depth: 1, quadraticRank: 2 }, training: small }],
];

/** Trained, and its files written. @returns their folder */
async function written(partial: Record<string, unknown>): Promise<string> {
  const out = mkdtempSync(join(folder, "run-"));
  const session = await sessionOf(partial);
  await train(session);
  const flow = flowOf(session);
  await writeOutput(out, { session, flow, losses: lossesOf(session), samples: new Float32Array(2) });
  session.dispose();
  return out;
}

function python(program: string, out: string, ...flags: readonly string[]): Record<string, number> {
  const ran = spawnSync("python3", [...flags, "-c", program, DOCS, out], { encoding: "utf8" });
  expect(ran.stderr).toBe("");
  return JSON.parse(ran.stdout) as Record<string, number>;
}

it("docs/files.md lists the files that a run writes", () => {
  const [, table = ""] = readFileSync(join(DOCS, "files.md"), "utf8").split("## The folder of `--out`");
  const named = [...(table.split("\n## ")[0] ?? "").matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
  expect(named).toEqual([...OUTPUT_FILES]);
});

describe("docs/load.py", { timeout: 60_000 }, () => {
  it("is at most 68 lines", () => {
    expect(readFileSync(join(DOCS, "load.py"), "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(68);
  });

  it.skipIf(!hasNumpy).each(CASES)("U, the residual and samples of the lab: %s", async (_name, partial) => {
    const found = python(COMPARE, await written(partial), "-W", "error");
    expect(found["U"]).toBeLessThan(1e-5);
    expect(found["residual"]).toBeLessThan(1e-4);
    expect(found["samples"]).toBeLessThan(1e-4);
    expect(found["swapped"], "the comparison sees a wrong point").toBeGreaterThan(1e-3);
  });

  it.skipIf(!hasNumpy).each(FIELDS)("samples of a field %s", async (_name, partial) => {
    const found = python(COMPARE, await written(partial), "-W", "error");
    expect(found["samples"]).toBeLessThan(1e-4);
    expect(found["moved"], "the comparison sees other points").toBeGreaterThan(1e-3);
  });

  it.skipIf(!hasTorch)("U is a graph of torch, whose gradient is that by differences", async () => {
    const found = python(AUTOGRAD, await written(CASES[1]![1]));
    expect(found["U"]).toBeLessThan(1e-10);
    expect(found["gradient"]).toBeLessThan(1e-6);
  });
});
