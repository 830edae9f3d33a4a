/**
 * @file The HJB residual, where the population is and on the fixed box [−R, R]^d.
 *
 *     raw       E|r|
 *     centred   E|r − c(t)|,  c(t) = E_ρt r         losses of gradients leave U + c(t) free: this one does not see it
 *     relative  E|r| / (E|∂ₜU| + E|𝓗|)              against the terms that have to cancel
 *
 * averaged over times. Flows: pushed particles, nine times from 0 to T. Diffusions: r std²/σ² at noised data with s ≥ T/100,
 * because r itself grows like 1/std² as s → 0 (docs/recipes.md, The HJB term in diffusion). The box is centred by the population's mean too: one gauge.
 */
import type { Metrics, Residual } from "../../results.ts";
import { abs, type Expr, mul, neg, square, sum } from "../../../math/expressions/expression.ts";
import { uniformTimes } from "../../../math/integrators.ts";
import { crowdLeaves } from "../../learn/crowd-leaves.ts";
import { NOISING_SHARES, noisedPopulations } from "../noised-population.ts";
import type { Ruler, RulerSpec } from "../ruler.ts";
import { meanOf, type Subject } from "../subject.ts";

declare module "../../results.ts" {
  interface Metrics {
    readonly hjbResidual: { readonly particles: Residual; readonly box: Residual } | null;
  }
}

export const spec: RulerSpec = {
  id: "hjb-residual",
  title: "HJB residual",
  answers: ["hjbResidual"],
  card: "measures",
  place: 90,
  when: "beside",
  lines: ({ hjbResidual: found }) => [
    {
      id: "hjbResidual.raw",
      title: "HJB residual, mean",
      unit: "plain",
      value: found?.particles.raw,
      truth: 0,
      about:
        "How much the Hamilton-Jacobi-Bellman equation is off where the population is, averaged over times. 0: U is the value of the game.",
    },
    {
      id: "hjbResidual.centred",
      title: "HJB residual, centred",
      unit: "plain",
      value: found?.particles.centred,
      truth: 0,
      about: "The same less its mean at each time: what is left if a constant c(t) in U costs nothing, as in every loss of gradients.",
    },
    {
      id: "hjbResidual.relative",
      title: "HJB residual, relative",
      unit: "share",
      value: found?.particles.relative,
      truth: 0,
      about: "The mean residual against the size of the terms that have to cancel in the equation: 100 % is as good as nothing.",
    },
    {
      id: "hjbResidual.box",
      title: "HJB residual on the box",
      unit: "plain",
      value: found?.box.raw,
      truth: 0,
      about: "The mean residual everywhere in the box, where nobody goes too: what the value function says about moves that nobody makes.",
    },
  ],
};

const INTERVALS = 8;
const SMALLEST_SHARE = 1e-2;

/** Where the residual is read at one time. */
interface Place {
  readonly t: number;
  readonly x: Float32Array;
  /** 1, or std²/σ² for diffusions. */
  readonly scale: number;
}

/** Where there are walls, the room and no more. */
const boxRadius = ({ walls, radius }: Subject["setup"]): number => (walls === null ? radius : (walls[1] - walls[0]) / 2);

interface Sums {
  raw: number;
  centred: number;
  terms: number;
}

/** null where the game has no residual (a free field, no running cost), or asks for a density that nobody knows. */
async function measure(subject: Subject): Promise<Pick<Metrics, "hjbResidual">> {
  const { setup, flow, effort } = subject;
  if (setup.composed.noResidual !== undefined) return { hjbResidual: null };
  const n = effort.points;
  const stream = subject.stream("hjb-residual/box");
  const box = Float32Array.from({ length: n * setup.dimension }, () => setup.centre + boxRadius(setup) * (2 * stream.uniform() - 1));
  const roots = rootsOf(subject);
  const { steps } = setup.experiment.sampling;
  const crowd = crowdLeaves({ flow, steps, data: () => subject.truth("crowd", n) }, roots);
  if (crowd === null) return { hjbResidual: null };
  const places = await populations(subject, n);
  const [particles, onBox]: [Sums, Sums] = [
    { raw: 0, centred: 0, terms: 0 },
    { raw: 0, centred: 0, terms: 0 },
  ];
  for (const { t, x, scale } of places) {
    const here = await flow.probe(roots, x, t, n, true, await crowd(x, n, t, x));
    const centre = meanOf(n, (i) => here[0]![i]!);
    addTo(particles, here, n, centre, scale);
    addTo(onBox, await flow.probe(roots, box, t, n, true, await crowd(box, n, t, x)), n, centre, scale);
  }
  return { hjbResidual: { particles: residualOf(particles, places.length), box: residualOf(onBox, places.length) } };
}

/** r, |∂ₜU| + |𝓗|. With interactions 𝓗 stands for 𝓗 − Σ δℐ/δρ. */
function rootsOf({ setup }: Subject): readonly Expr[] {
  const { here } = setup.composed;
  const r = here.hjbResidual();
  const discounted = setup.experiment.game.discount === 0 ? [] : [neg(mul(setup.experiment.game.discount, here.value()))];
  const hamiltonian = sum([r, here.valueTime(), ...discounted, mul(0.5, mul(square(here.sigma), here.laplacian()))]);
  return [r, sum([abs(here.valueTime()), abs(hamiltonian)])];
}

async function populations(subject: Subject, n: number): Promise<readonly Place[]> {
  const { setup, flow } = subject;
  if (subject.population === "diffusion") {
    const shares = NOISING_SHARES.filter((share) => share >= SMALLEST_SHARE);
    return noisedPopulations(subject, "hjb-residual", shares, n).map(({ t, x, std, sigma2 }) => ({ t, x, scale: (std * std) / sigma2 }));
  }
  const d = setup.dimension;
  const every = Math.ceil(setup.experiment.sampling.steps / INTERVALS);
  const times = uniformTimes(0, setup.experiment.game.horizon, INTERVALS * every);
  const places = Array.from({ length: INTERVALS + 1 }, (_, k) => ({ t: times[k * every]!, x: new Float32Array(n * d), scale: 1 }));
  const record = (k: number, _t: number, x: Float32Array, first: number, count: number): void => {
    if (k % every === 0) places[k / every]!.x.set(x.subarray(0, count * d), first * d);
  };
  await flow.generate(n, subject.stream("hjb-residual"), { times, record });
  return places;
}

function addTo(sums: Sums, [r, terms]: readonly Float64Array[], n: number, centre: number, scale: number): void {
  sums.raw += scale * meanOf(n, (i) => Math.abs(r![i]!));
  sums.centred += scale * meanOf(n, (i) => Math.abs(r![i]! - centre));
  sums.terms += scale * meanOf(n, (i) => terms![i]!);
}

function residualOf({ raw, centred, terms }: Sums, count: number): Residual {
  return { raw: raw / count, centred: centred / count, relative: terms > 0 ? raw / terms : 0 };
}

export const hjbResidual: Ruler = { spec, measure };
