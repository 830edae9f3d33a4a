/** @file A crossing as the lab asks for it: from an experiment to its answer. */
import type { SolveAtOnce } from "../../../catalogue/solve.ts";
import type { Registry } from "../../../catalogue/registry.ts";
import type { Experiment } from "../../../experiment/experiment.ts";
import { NoAnswer, type SolveGame } from "../../solve-game.ts";
import type { CrossingSolved } from "../../at-once-results.ts";
import { type FoundCrossing, solveCrossing } from "./crossing.ts";
import { answerAt, type CrossingFields, crowdAt, crowdNumbers, fieldsOf } from "./fields.ts";
import { type Walk, walkOf } from "./pedestrians.ts";
import { type CrossingProblem, noiseOf, ratiosOf, unsound } from "./problem.ts";

const PEDESTRIANS = 2000;
const FRAMES = 81;

/** Radii at which cuts are drawn. */
const CUT_POINTS = 97;

/** Where the density is said in numbers, in metres from the middle of the intruder. */
const SAID_AT = [0.5, 0.6, 0.77, 1, 1.5];

function crossingProblem({ game }: Experiment, registry: Registry, how: SolveAtOnce): CrossingProblem {
  const crossing = registry.dynamics.get(game.dynamics.id).spec.crossing?.(game.dynamics.params);
  if (crossing === undefined || how.solver !== "crossing") throw new Error(`Nothing crosses a crowd in "${game.dynamics.id}"`);
  const { halfBox, cells, circle } = how;
  return { ...crossing, discount: game.discount, halfBox, cells, circle };
}

/** A step of Newton's method on all the nodes is most of the work, and how many there will be nobody knows. */
const USUAL_STEPS = 12;

export const solveCrossingGame: SolveGame = async ({ experiment, registry, how, near }, host) => {
  const began = host.now();
  const problem = crossingProblem(experiment, registry, how);
  const wrong = unsound(problem);
  if (wrong !== undefined) throw new NoAnswer(wrong.slot, wrong.reason);
  const last = near as Near | undefined;
  const work = solveCrossing(problem, last?.found);
  let step = work.next();
  for (let steps = 1; step.done !== true; steps++) {
    host.tell({ fraction: 1 - Math.exp(-steps / USUAL_STEPS), says: `Newton step ${steps}` });
    await host.breathe();
    step = work.next();
  }
  const found = step.value;
  if (!found.converged)
    throw new NoAnswer(
      "discount",
      found.reached > 0
        ? `Newton's method was led from γ = 0 up to γ = ${found.reached.toPrecision(3)} and no farther. Take γ = ${(0.95 * found.reached).toPrecision(2)}, or more nodes.`
        : "Newton's method found no crowd at rest even at γ = 0. Take more nodes, a slower intruder, or a smaller box.",
    );
  const fields = fieldsOf(found);
  const seconds = (host.now() - began) / 1000;
  // While a hand is on a slider, pedestrians walk as they did: what the crowd is does not wait for them.
  if (last?.walk !== undefined) {
    host.soon({ ...crossingAnswer(found, fields, last.walk), seconds });
    await host.breathe();
  }
  const walk = walkOf(found, fields, { count: PEDESTRIANS, frames: FRAMES, seed: experiment.seed });
  const answer = { ...crossingAnswer(found, fields, walk), seconds };
  return { answer, near: { found, walk } satisfies Near, at: ([x = 0, y = 0]) => answerAt(fields, found, x, y) };
};

/** What the next crossing starts from. */
interface Near {
  readonly found: FoundCrossing;
  readonly walk: Walk;
}

function crossingAnswer(found: FoundCrossing, fields: CrossingFields, walk: Walk): Omit<CrossingSolved, "seconds"> {
  const { problem } = found;
  const { n, logPhiX, logPhiY, logGammaX, logGammaY } = fields;
  const half = noiseOf(problem) / 2;
  const velocity = new Float64Array(2 * n.length);
  velocity.set(logPhiX.map((slope, k) => half * (slope - logGammaX[k]!)));
  velocity.set(
    logPhiY.map((slope, k) => half * (slope - logGammaY[k]!)),
    n.length,
  );
  return {
    kind: "crossing",
    ...{ halfBox: problem.halfBox, nodes: problem.cells, radius: problem.radius, speed: problem.speed, farDensity: problem.density },
    density: n.map((each) => problem.density * each),
    value: fields.phi.map((phi) => (phi > 0 ? -2 * half * Math.log(phi) : Number.NaN)),
    ...{ velocity, walk, cuts: cutsOf(fields) },
    metrics: metricsOf(found, fields),
    outcome: {
      ...{ solver: "crossing", counts: "Newton steps", ended: true, converged: true, sweeps: found.steps, of: null, mass: null },
      ...{ change: found.residual, nodes: [problem.cells, problem.cells], says: sayOf(problem, found, fields) },
    },
  };
}

function sayOf({ halfBox }: CrossingProblem, found: FoundCrossing, fields: CrossingFields): string {
  const { densest, densestAt } = crowdNumbers(fields, found);
  const where = densestAt.y > densestAt.x ? "ahead of" : densestAt.y < -densestAt.x ? "behind" : "beside";
  return [
    `${found.fineSteps} of them on all the nodes.`,
    `The crowd is densest ${where} the intruder, ${densest.toFixed(2)} times as dense as far away.`,
    `The box ends ${halfBox} m from the intruder, and the crowd is held at its far density there: a wider box raises the densest place by a few per cent.`,
  ].join(" ");
}

function cutsOf(fields: CrossingFields): CrossingSolved["cuts"] {
  const { radius, halfBox } = fields;
  const radii = Float64Array.from({ length: CUT_POINTS }, (_, k) => radius + ((halfBox - radius) * k) / (CUT_POINTS - 1));
  const cut = (x: number, y: number): Float64Array => radii.map((r) => crowdAt(fields, r * x, r * y));
  return { radii, ahead: cut(0, 1), behind: cut(0, -1), side: cut(1, 0) };
}

function metricsOf(found: FoundCrossing, fields: CrossingFields): CrossingSolved["metrics"] {
  const { problem } = found;
  const said = (x: number, y: number) =>
    Object.fromEntries(
      SAID_AT.filter((r) => r > problem.radius && r < problem.halfBox).map((r) => [String(r), crowdAt(fields, r * x, r * y)]),
    );
  const { densest, densestAt, excess, noise, price } = crowdNumbers(fields, found);
  return {
    ...{ densest, densestAt, excess, noise, price },
    ...{ ahead: said(0, 1), behind: said(0, -1), side: said(1, 0) },
    ...ratiosOf(problem),
    ...{ halfBox: problem.halfBox, cells: problem.cells },
  };
}
