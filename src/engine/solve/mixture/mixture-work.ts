/** @file Kernels at work: after each step U as they have it so far. */
import type { KernelFit } from "../../../catalogue/solve.ts";
import { scheduleOf } from "../../game/exact-problem.ts";
import type { Setup } from "../../game/setup.ts";
import type { MixtureFound } from "../found.ts";
import { fitKernels, type Fitted } from "./fit.ts";
import { fitProblem } from "./mixture-game.ts";

export function mixtureWork(setup: Setup, solve: KernelFit): Generator<MixtureFound, MixtureFound> {
  const noising = scheduleOf(setup);
  if (noising === undefined) throw new Error("Kernels are spread by a noising process, and these dynamics reverse none.");
  const { horizon } = setup.experiment.game;
  return told(fitKernels(fitProblem(setup, solve)), ({ kernels, taken, of, loss }) => ({
    ...{ solver: "kernels", counts: "fitting steps", horizon, kernels, noising, change: loss },
    ...{ converged: taken === of, steps: of, used: taken / of, moves: () => true },
  }));
}

function* told(work: Generator<Fitted, Fitted>, as: (fitted: Fitted) => MixtureFound): Generator<MixtureFound, MixtureFound> {
  let step = work.next();
  while (step.done !== true) {
    yield as(step.value);
    step = work.next();
  }
  return as(step.value);
}
