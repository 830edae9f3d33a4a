/** @file What a solver ended with, in a sentence or two. */
import type { SolverOutcome } from "../../engine/results.ts";
import { formatNumber } from "../../plots/number-text.ts";
import { formatCount } from "../format.ts";

const nodesOf = (nodes: readonly number[]): string => nodes.map(formatCount).join(" × ");

export function outcomeWords(outcome: SolverOutcome): string {
  const { ended, converged, sweeps, of, change, mass, nodes } = outcome;
  if (outcome.counts === "fitting steps") return fittedWords(outcome);
  if (outcome.counts === "Newton steps") return newtonWords(outcome);
  if (outcome.counts === "passes") return passedWords(outcome);
  if (of !== null) return marchedWords(outcome, of);
  const on = `${nodesOf(nodes)} nodes`;
  if (sweeps === 0 && !ended) return `Nothing is solved yet: what you see is the noise alone. ${on}.`;
  if (sweeps === 0) return `Solved as it was: a sweep changes U by ${formatNumber(change)} of its size. ${on}.`;
  const so = `${formatCount(sweeps)} ${sweeps === 1 ? "sweep" : "sweeps"} on ${on}`;
  if (!ended) return `${so} so far.`;
  if (converged) return `Solved after ${so}: one more changes U by ${formatNumber(change)} of its size. ${massWords(mass)}`;
  return `Not settled after ${so}: the costs are stiff against the noise. More noise, a smaller weight or a finer grid would help. ${massWords(mass)}`;
}

const massWords = (mass: number | null): string => (mass === null ? "" : `Mass at the end ${mass.toFixed(6)}.`);

function fittedWords({ ended, sweeps, of, change, nodes }: SolverOutcome): string {
  const kernels = `${formatCount(nodes[0] ?? 0)} kernels`;
  const loss = `The loss at the end is ${formatNumber(change)}.`;
  if (of === 1) return `${kernels} of a fixed width. ${loss}`;
  if (sweeps === 0) return `${kernels}, all as wide as they begin. ${loss}`;
  return `${kernels} after ${formatCount(sweeps)} ${ended ? "" : `of ${formatCount(of ?? sweeps)} `}steps of the fit. ${loss}`;
}

function newtonWords({ converged, sweeps, change, nodes, says }: SolverOutcome): string {
  const steps = `${formatCount(sweeps)} Newton ${sweeps === 1 ? "step" : "steps"} on ${nodesOf(nodes)} nodes`;
  const how = converged ? `Solved after ${steps}: the equations hold to ${formatNumber(change)}.` : `Not solved after ${steps}.`;
  return `${how} ${says}`.trim();
}

function marchedWords({ ended, sweeps, change, mass, nodes }: SolverOutcome, of: number): string {
  const cost = `The crowd pays ${formatNumber(change)}.`;
  if (sweeps === 0) return `Nobody has moved yet. ${cost}`;
  if (!ended) return `${formatCount(sweeps)} of ${formatCount(of)} time steps so far. ${cost}`;
  const carried = mass === null ? "its particles go down without noise" : `its density on ${nodesOf(nodes)} nodes. ${massWords(mass)}`;
  return `Marched to the end in ${formatCount(sweeps)} time steps, ${carried.replace(/\.?$/, ".")} ${cost}`;
}

function passedWords({ ended, change, mass, nodes, says }: SolverOutcome): string {
  const cost = `The crowd pays ${formatNumber(change)}.`;
  if (!ended) return `Nobody has moved yet. ${cost}`;
  return `Solved in one pass over ${nodesOf(nodes)} nodes. ${cost} ${massWords(mass)} ${says}`.trim();
}
