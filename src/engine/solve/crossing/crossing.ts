/**
 * @file A crowd at rest around what crosses it, solved: from half the nodes to all of them, and from agents who see everything coming (γ = 0) to
 * those who look less far ahead.
 */
import { DISC, halfPlane, type HalfPlane } from "./half-plane.ts";
import { newtonStep, type Operators, operatorsOf, residualOf, type Waves } from "./newton.ts";
import { type CrossingProblem, spacing } from "./problem.ts";

export interface FoundCrossing {
  readonly problem: CrossingProblem;
  readonly plane: HalfPlane;
  readonly operators: Operators;
  readonly waves: Waves;
  /** Newton steps in all, on every grid and for every γ on the way, and those on all the nodes. */
  readonly steps: number;
  readonly fineSteps: number;
  readonly residual: number;
  /** The last step changed no logarithm by more than SMALL. */
  readonly converged: boolean;
  /** γ that was reached where it is not that of the problem. */
  readonly reached: number;
}

/** A change of a logarithm after which the next is none. */
const SMALL = 1e-6;

const MOST_STEPS = 14;

/** Fewer nodes an axis show another crowd. */
const FEWEST = 41;

/** Of γ, per second. */
const FIRST_STEP = 0.5;
/** Of the first step. */
const LEAST_STEP = 1 / 64;

interface Settled {
  readonly steps: number;
  readonly residual: number;
  readonly converged: boolean;
}

/** Newton's method on one grid, in place. It yields after every step. */
function* settle(plane: HalfPlane, operators: Operators, problem: CrossingProblem, waves: Waves): Generator<void, Settled> {
  const ended = (steps: number, converged: boolean): Settled => ({
    ...{ steps, converged, residual: residualOf(plane, operators, problem, waves) },
  });
  for (let steps = 1; steps <= MOST_STEPS; steps++) {
    const step = newtonStep(plane, operators, problem, waves);
    yield;
    if (step.broke) return ended(steps, false);
    // Each step doubles the correct digits: what would follow one this small nobody could see.
    if (step.change < SMALL) return ended(steps, true);
  }
  return ended(MOST_STEPS, false);
}

/** Nobody is in the disc, and the crowd recovers over ξ. */
const recovery = (x: number, y: number, { radius, healing }: CrossingProblem): number =>
  Math.tanh(Math.max(0, Math.hypot(x, y) - radius) / healing + 1e-3);

function firstGuess({ count, x, y }: HalfPlane, problem: CrossingProblem): Waves {
  const waves = new Float64Array(2 * count);
  for (let k = 0; k < count; k++) waves.fill(recovery(x[k]!, y[k]!, problem), 2 * k, 2 * k + 2);
  return waves;
}

/** What was found on another grid, at these nodes: how it differs from a first guess is straight between its own nodes. */
function carried(from: FoundCrossing, to: HalfPlane, problem: CrossingProblem): Waves {
  const { plane, waves, problem: before } = from;
  const out = firstGuess(to, problem);
  const place = (i: number): number => i * plane.h - before.halfBox;
  for (let k = 0; k < to.count; k++) {
    const [column, row] = [to.x[k]! + before.halfBox, to.y[k]! + before.halfBox].map((along) => along / plane.h) as [number, number];
    const [i, j] = [Math.floor(column), Math.floor(row)];
    if (i < 0 || j < 0 || i > before.cells - 2 || j > before.cells - 2) continue;
    const factors = [0, 0];
    let weight = 0;
    for (const [di, dj] of CORNERS) {
      const corner = plane.at(i + di, j + dj);
      if (corner === DISC) continue;
      const part = (di === 0 ? i + 1 - column : column - i) * (dj === 0 ? j + 1 - row : row - j);
      const guess = recovery(place(i + di), place(j + dj), before);
      weight += part;
      for (const own of [0, 1]) factors[own]! += part * (corner < 0 ? 1 : waves[2 * corner + own]! / guess);
    }
    if (weight > 0) for (const own of [0, 1]) out[2 * k + own]! *= factors[own]! / weight;
  }
  return out;
}

const CORNERS = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
] as const;

/** Along a path of problems, in steps that shrink where Newton's method loses its way; in place. @returns the part of the way that was gone */
function* followed(
  plane: HalfPlane,
  on: (part: number) => CrossingProblem,
  { waves, stride: first }: { readonly waves: Waves; readonly stride: number },
): Generator<void, Settled & { readonly part: number }> {
  let [part, stride, steps] = [0, first, 0];
  for (;;) {
    const next = Math.min(1, part + stride);
    const trial = waves.slice();
    const problem = on(next);
    const settled = yield* settle(plane, operatorsOf(plane, problem), problem, trial);
    steps += settled.steps;
    if (settled.converged) {
      waves.set(trial);
      part = next;
      stride *= 1.5;
    } else stride /= 2;
    if (part === 1 || stride < LEAST_STEP * first) return { ...settled, steps, part };
  }
}

/** From γ = 0 on; and there, where it must be, from an intruder who stands still. */
function* byDiscount(plane: HalfPlane, operators: Operators, problem: CrossingProblem): Generator<void, FoundCrossing> {
  let waves = firstGuess(plane, problem);
  const seeing = { ...problem, discount: 0 };
  let found: Settled = yield* settle(plane, operators, seeing, waves);
  let { steps } = found;
  if (!found.converged) {
    waves = firstGuess(plane, problem);
    const still = { ...seeing, speed: 0 };
    found = yield* settle(plane, operatorsOf(plane, still), still, waves);
    steps += found.steps;
    if (found.converged) found = yield* followed(plane, (part) => ({ ...seeing, speed: part * problem.speed }), { waves, stride: 0.25 });
    steps += found.steps;
  }
  let reached = 0;
  if (found.converged && problem.discount > 0) {
    const stride = Math.min(1, FIRST_STEP / problem.discount);
    const gone = yield* followed(plane, (part) => ({ ...problem, discount: part * problem.discount }), { waves, stride });
    [found, reached] = [gone, gone.part * problem.discount];
    steps += gone.steps;
  }
  return { problem, plane, operators, waves, ...found, steps, fineSteps: steps, reached };
}

/** Of another problem from a solution near by. */
function* fromNear(plane: HalfPlane, operators: Operators, problem: CrossingProblem, start: Waves): Generator<void, FoundCrossing> {
  const waves = start.slice();
  const settled = yield* settle(plane, operators, problem, waves);
  return { problem, plane, operators, waves, ...settled, fineSteps: settled.steps, reached: problem.discount };
}

/**
 * It yields after every step of Newton's method.
 *
 * @param near a solution to start from: its box, its nodes and its disc may be others
 */
export function* solveCrossing(problem: CrossingProblem, near?: FoundCrossing): Generator<void, FoundCrossing> {
  const plane = halfPlane(problem);
  const operators = operatorsOf(plane, problem);
  if (near?.converged === true) {
    const same = near.plane.count === plane.count && near.problem.halfBox === problem.halfBox && near.problem.radius === problem.radius;
    const found = yield* fromNear(plane, operators, problem, same ? near.waves : carried(near, plane, problem));
    if (found.converged) return found;
  }
  const half = Math.floor(problem.cells / 2) + 1;
  const coarse = { ...problem, cells: half };
  // A staircase is another one on every grid: what was found on the coarser is no help.
  if (half < FEWEST || coarseEnough(coarse) || problem.circle === "staircase") return yield* byDiscount(plane, operators, problem);
  const found = yield* solveCrossing(coarse);
  if (!found.converged) return yield* byDiscount(plane, operators, problem);
  const fine = yield* fromNear(plane, operators, problem, carried(found, plane, problem));
  if (!fine.converged) return yield* byDiscount(plane, operators, problem);
  return { ...fine, steps: fine.steps + found.steps };
}

/** So coarse that the disc falls between nodes, or that the crowd is carried farther than it is levelled out. */
const coarseEnough = (problem: CrossingProblem): boolean =>
  problem.radius < 2 * spacing(problem) || (problem.speed * spacing(problem)) / (2 * problem.sound * problem.healing) >= 0.9;
