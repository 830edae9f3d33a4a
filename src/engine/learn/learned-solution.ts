/**
 * @file What the networks have learned, as a solution among others.
 *
 *     density    points are carried back to the reference, log ρ_t = log ρ₀ − ∫∇·u dt; a grid is asked
 *     velocity   the drift that carries the drawn particles: b, or the probability flow's u
 *     residual   of the game as composed; with a crowd in its price, at the crowd of that time
 *
 * All that the networks are asked at a time is asked in one call.
 */
import type { Density } from "../../catalogue/define.ts";
import { lawOfData } from "../game/law-of-data.ts";
import { expOf } from "../../math/elementary.ts";
import type { Expr } from "../../math/expressions/expression.ts";
import { random } from "../../math/random.ts";
import { interleaved } from "../interleaved.ts";
import type { FieldName, Solution } from "../solution.ts";
import { type CrowdLeaves, crowdLeaves, timesBetween } from "./crowd-leaves.ts";
import type { Flow } from "./flow.ts";

/** Steps of the flow to a density: a picture, not a measurement. */
const DENSITY_STEPS = 16;

/** Particles that stand for the crowd where a price asks for it. */
const CROWD = 512;

const NOBODY = new Float32Array(0);

/** Why nobody carries a density on from the reference. */
export const SAMPLES_ONLY = "The reference is known by its samples only, and with it every population that it becomes.";

export function learnedSolution(flow: Flow): Solution {
  const { composed, dimension: d } = flow.setup;
  let residual: Residual | null | undefined;
  const residualHere = (): Residual | null => {
    if (residual === undefined) residual = residualOf(flow);
    return residual;
  };
  const unknown = (field: FieldName): string | undefined => {
    switch (field) {
      case "density":
        if (flow.known !== undefined) return undefined;
        if (flow.ode === null) return "Noisy paths without a score: the population is known by its samples only.";
        return flow.setup.reference.logDensity === undefined ? SAMPLES_ONLY : undefined;
      case "value":
      case "momentum":
        return composed.binding.value === undefined ? "The network is a free vector field: it has no potential U." : undefined;
      case "velocity":
        return undefined;
      case "residual":
        return (
          composed.noResidual ?? (residualHere() === null ? "Its price asks for a density of the crowd that nobody knows." : undefined)
        );
      default:
        return field satisfies never;
    }
  };
  return {
    by: "networks",
    dimension: d,
    unknown,
    async at(wanted, x, n, t) {
      const known = wanted.filter((field) => unknown(field) === undefined);
      const asked = known.flatMap((field) => {
        const roots = field === "residual" ? [residualHere()!.root] : rootsOf(flow, field);
        return roots === null ? [] : [{ field, roots }];
      });
      const leaves = known.includes("residual") ? await residualHere()!.crowd(x, n, t) : {};
      const roots = asked.flatMap((each) => each.roots);
      const probed = roots.length === 0 ? [] : await flow.probe(roots, x, t, n, true, leaves);
      let next = 0;
      const columns = asked.map((each) => [each.field, interleaved(probed.slice(next, (next += each.roots.length)), n)] as const);
      const density = known.includes("density") ? [["density", await densityAt(flow, x, n, t)] as const] : [];
      return Object.fromEntries([...columns, ...density]);
    },
    trajectories: (x0, n, times) => (flow.ode === null ? null : carried(flow, x0, n, times)),
    slow: false,
    energy: null,
  };
}

/** What the network answers at a point; null: it takes a path. */
function rootsOf({ setup: { composed }, ode }: Flow, field: Exclude<FieldName, "residual">): readonly Expr[] | null {
  switch (field) {
    case "density":
      return null;
    case "value":
      return [composed.here.value()];
    case "momentum":
      return composed.here.momentum();
    case "velocity":
      return ode?.drift ?? composed.here.drift();
    default:
      return field satisfies never;
  }
}

interface Residual {
  readonly root: Expr;
  /** What its price asks of the crowd, at points [n, d] and a time. */
  crowd(x: Float32Array, n: number, t: number): Promise<CrowdLeaves>;
}

/** null where it cannot be told. */
function residualOf(flow: Flow): Residual | null {
  const { setup } = flow;
  const { composed } = setup;
  if (composed.noResidual !== undefined) return null;
  const root = composed.here.hjbResidual();
  if (composed.interactions.length === 0) return { root, crowd: () => Promise.resolve({}) };
  const draws = (law: Density): Float32Array => {
    const y = new Float32Array(CROWD * setup.dimension);
    law.sample(random(setup.experiment.seed, "maps/crowd"), CROWD, y);
    return y;
  };
  const given = { flow, steps: DENSITY_STEPS, data: () => draws(lawOfData(setup)) };
  const leavesAt = crowdLeaves(given, [root]);
  if (leavesAt === null) return null;
  // An obstacle asks nothing of the crowd, and a density only of the point itself: then nobody is sent along.
  const isAsked = composed.interactions.some(({ crowd }) => crowd.length > 0);
  const crowdAt = async (t: number): Promise<Float32Array> => {
    const start = draws(setup.reference);
    return t === 0 || flow.ode === null ? start : (await flow.move(start, CROWD, timesBetween(given, 0, t), [])).x;
  };
  return { root, crowd: async (x, n, t) => leavesAt(x, n, t, isAsked ? await crowdAt(t) : NOBODY) };
}

async function densityAt(flow: Flow, x: Float32Array, n: number, t: number): Promise<Float64Array> {
  if (flow.known !== undefined) return (await flow.known(x, t, n)).map(expOf);
  const times = flow.samplingTimes(DENSITY_STEPS).filter((s) => s < t);
  const back = Float64Array.from([t, ...Array.from(times).reverse()]);
  const moved = await flow.move(x, n, back, [flow.ode!.divergence]);
  const out = new Float64Array(n);
  flow.setup.reference.logDensity?.(moved.x, n, out);
  return out.map((l, i) => expOf(l - (moved.integrals[0]?.[i] ?? 0)));
}

async function carried(flow: Flow, x0: Float32Array, n: number, times: ArrayLike<number>): Promise<Float32Array> {
  const { dimension: d } = flow.setup;
  const paths = new Float32Array(times.length * n * d);
  const record = (k: number, _t: number, x: Float32Array, first: number, count: number): void => {
    paths.set(x.subarray(0, count * d), (k * n + first) * d);
  };
  await flow.move(x0, n, times, [], { record });
  return paths;
}
