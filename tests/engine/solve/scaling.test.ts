/** @file The scaling solver against a published table, with end conditions written here by hand. */
import { describe, expect, it } from "vitest";
import { latticeOver } from "../../../src/engine/solve/lattice.ts";
import { localFit } from "../../../src/engine/solve/local-end.ts";
import { phiAt, phiHatAt, solveByScaling, type ScalingProblem } from "../../../src/engine/solve/scaling.ts";

const gauss = (x: number, m: number, s: number): number => -0.5 * ((x - m) / s) ** 2 - Math.log(s * Math.sqrt(2 * Math.PI));

function solved(problem: ScalingProblem) {
  const work = solveByScaling(problem);
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

const SIGMA = 0.7;
const lattice = latticeOver([[-7, 7]], 1401);
const on = (f: (x: number) => number): Float64Array => lattice.x.map(f);
const logPi = on((x) => gauss(x, 1, 0.8));

function game(fit: ScalingProblem["end"]["fit"]): ScalingProblem {
  return {
    lattice,
    horizon: 1,
    epsilon: SIGMA ** 2,
    variance: (from, to) => SIGMA ** 2 * (to - from),
    logReference: on((x) => gauss(x, -1, 0.5)),
    end: { fit, local: true },
    running: null,
    ...{ entropy: 0, level: 1 },
  };
}

function momentsAt(found: ReturnType<typeof solved>, t: number) {
  const [logPhi, logPhiHat] = [phiAt(found, t), phiHatAt(found, t)];
  const mass = logPhi.map((value, i) => Math.exp(value + logPhiHat[i]!) * lattice.cell);
  const total = mass.reduce((a, b) => a + b, 0);
  const about = (center: number, power: number) => mass.reduce((sum, m, i) => sum + m * (lattice.x[i]! - center) ** power, 0) / total;
  const mean = about(0, 1);
  const sd = Math.sqrt(about(mean, 2));
  return { total, mean, sd, skew: about(mean, 3) / sd ** 3 };
}

const price = (f: (logDensity: number, i: number) => readonly [number, number]) =>
  localFit(SIGMA ** 2, (logDensity, out, slope) => {
    for (let i = 0; i < out.length; i++) [out[i], slope[i]] = f(logDensity[i]!, i) as [number, number];
  });

describe("the table of published values, on 1,401 nodes", () => {
  it.each([
    ["reverse KL", price((log, i) => [log - logPi[i]! + 1, 1]), 0.219512, 0.819894, 0],
    ["the bridge", (hat: Float64Array) => hat.map((value, i) => logPi[i]! - value), 1, 0.8, 0],
    ["forward KL", price((log, i) => [-Math.exp(logPi[i]! - log), Math.exp(logPi[i]! - log)]), -0.193586, 1.240291, -0.1302],
    ["L² 5", price((log, i) => [5 * (Math.exp(log) - Math.exp(logPi[i]!)), 5 * Math.exp(log)]), -0.429302, 1.271928, -0.4289],
    ["cross-entropy σ²", price((_, i) => [-(SIGMA ** 2) * logPi[i]!, 0]), -0.132743, 0.598094, 0],
  ] as const)("%s", (_, fit, mean, sd, skew) => {
    const found = solved(game(fit));
    expect(found.converged).toBe(true);
    const end = momentsAt(found, 1);
    expect(Math.abs(end.mean - mean)).toBeLessThan(2e-6);
    expect(Math.abs(end.sd - sd)).toBeLessThan(2e-6);
    expect(Math.abs(end.skew - skew)).toBeLessThan(1e-4);
    for (const t of [0, 0.3, 0.98, 1]) expect(Math.abs(momentsAt(found, t).total - 1)).toBeLessThan(1e-11);
  });
});
