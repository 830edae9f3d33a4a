/**
 * @file From an experiment (data) to the game in code: entries, densities, network shape, composition, live parameters.
 *
 * Knows no model by name. Everything here is rebuilt when data or game change; the weights live elsewhere (`session`).
 */
import type { Density, DensityEntry } from "../../catalogue/define.ts";
import type { Dual } from "../../catalogue/dual.ts";
import type { Game, NetworkNeed, NoiseLaw, NoiseLevels, ObjectiveSpec } from "../../catalogue/terms.ts";
import { stagesOf } from "../../catalogue/lines.ts";
import { isFormula, type ParamValues } from "../../catalogue/params.ts";
import type { Registry } from "../../catalogue/registry.ts";
import { standing } from "../../catalogue/repeated.ts";
import { specs } from "../../catalogue/specs.ts";
import type { Chosen, Experiment } from "../../experiment/experiment.ts";
import { valueAtPath } from "../../experiment/tree.ts";
import { hypotOf } from "../../math/elementary.ts";
import { column, plan } from "../../math/expressions/plan.ts";
import { random } from "../../math/random.ts";
import { rowSampler, type Sampler } from "../../math/laws/sampler.ts";
import { type Composed, compose, type ComposeGiven } from "./compose.ts";
import { type Descent, descentOf, withoutEquation } from "./descent.ts";
import type { Uniforms } from "./evaluation.ts";
import type { NetworkShape } from "../kernels/jets.ts";
import { noiseLaw } from "./noise-law.ts";
import { type Draw, drawFrom, samplerOf, type TrainingSet, trainingSet } from "./training-set.ts";
import { within } from "./walls.ts";
import { type OtherNetwork, otherNetwork } from "./other-network.ts";
import { BOX_RADIUS, HJB_OVER_HORIZON, SMALLEST_TIME } from "./sources.ts";

/** Pairs of Fourier features of time. */
const FOURIER_PAIRS = 4;

/** The fixed box is this many times the radius of the data. */
const BOX = 1.5;

/** Pictures leave a third of the box out: a room is seen whole, with a little margin. */
const ROOM = 1.4;

const RADIUS_SAMPLES = 4096;

/** Where rows are drawn from; null: the game has no data, and no accepted run asks for any. */
export interface Samplers {
  readonly data: Sampler | null;
  readonly reference: Sampler;
}

export interface Setup extends TrainingSet {
  readonly experiment: Experiment;
  /** Its slots as their specs say them. */
  readonly game: Game;
  readonly dimension: 1 | 2;
  /** The target; null: the game has none. */
  readonly data: Density | null;
  readonly reference: Density;
  /** Where the world ends along every axis, with walls that reflect; null: nowhere. */
  readonly walls: readonly [number, number] | null;
  /** The share of each law that stands within them; the rest is left out. */
  readonly inside: { readonly reference: number; readonly data: number };
  /** Data points for pictures and rulers; training batches come from the samplers. */
  readonly drawData: Draw | null;
  /** What training batches are drawn from: the training set, or the law itself. */
  readonly samplers: Samplers;
  /** The network that moves the particles. */
  readonly need: NetworkNeed;
  /** Those that train beside it, e.g. a critic. */
  readonly others: readonly OtherNetwork[];
  /** How the terminal cost's critic averages over the data; undefined if it has none. */
  readonly witness: Dual["average"] | undefined;
  readonly objective: ObjectiveSpec;
  readonly shape: NetworkShape;
  readonly composed: Composed;
  readonly uniforms: Uniforms;
  /** Names of the leaves that are one number per step. */
  readonly uniformNames: ReadonlySet<string>;
  readonly sigmaAt: (t: number) => number;
  /** Stages of the flow, one after the other in its time, each with a network of its own: the first of them all. 1: it is all of one piece. */
  readonly stages: number;
  /** Where nobody looks ahead; undefined for a game that is played to its end. */
  readonly descent: Descent | undefined;
  /** The law of the noise levels that are trained on, for noising dynamics. */
  readonly law: NoiseLaw | undefined;
  /** s₀: the smallest noising time; 0 without a noising process. */
  readonly smallest: number;
  /** R = 1.5 max|x| of 4,096 true samples, of the reference without data; a third more than half the room's edge where there are walls. */
  readonly radius: number;
  /** Of the box that maps are drawn over, along every axis: 0, or the middle of the room. */
  readonly centre: number;
  readonly dataRadius: number;
  /** E|y|²/d of the data (without them: of the reference) that the weights started with: the preconditioning goes by it. */
  readonly dataVariance: number;
}

/** Reads the number of the experiment that a live leaf is named after. @throws for a path that holds no number. */
function liveValue(experiment: Experiment, path: string): number {
  const value = valueAtPath(experiment, path);
  if (typeof value !== "number") throw new Error(`Nobody provides ${path}.`);
  return value;
}

function gameOf(experiment: Experiment, registry: Registry): Game {
  const { game } = experiment;
  const with_ = <S>(entries: { get(id: string): { readonly spec: S } }, chosen: Chosen) => ({
    spec: entries.get(chosen.id).spec,
    params: chosen.params,
  });
  const terminal = with_(registry.functional, game.terminal);
  return {
    dynamics: with_(registry.dynamics, game.dynamics),
    lagrangian: with_(registry.lagrangian, game.lagrangian),
    interactions: game.interactions.map((chosen) => {
      const { spec, params } = with_(registry.functional, chosen);
      return { spec: standing(spec, terminal.spec), params };
    }),
    terminal,
    discount: game.discount,
    output: experiment.network.output,
  };
}

function composingOf(
  { game, network }: Experiment,
  registry: Registry,
  given: Pick<ComposeGiven, "dimension" | "role" | "dataVariance">,
): ComposeGiven {
  const slot = <E>(entries: { get(id: string): E }, chosen: Chosen) => ({ entry: entries.get(chosen.id), params: chosen.params });
  return {
    ...given,
    dynamics: slot(registry.dynamics, game.dynamics),
    lagrangian: slot(registry.lagrangian, game.lagrangian),
    interactions: game.interactions.map((chosen) => slot(registry.functional, chosen)),
    terminal: slot(registry.functional, game.terminal),
    time: network.time,
    preconditioning: network.preconditioning,
  };
}

/** Of a noising process where the objective names none: nothing is trained on them, pictures and samples go by them. */
const USUAL_LEVELS: NoiseLevels = { mean: -0.8, sd: 1.4, smallest: 1e-3 };

/** @param dataVariance keeps the preconditioning of weights that were trained on other data */
export function setUp(experiment: Experiment, registry: Registry, dataVariance?: number): Setup {
  const { game } = experiment;
  const target = experiment.data === null ? null : registry.density.get(experiment.data.id).build(experiment.data.params);
  const whole = startingLaw(registry.density.get(experiment.reference.id), experiment.reference.params);
  const walls = specs.world.get(experiment.world.id)?.walls?.(experiment.world.params) ?? null;
  const [startInside, endInside] = [whole, target].map((law) => (walls === null || law === null ? null : within(law, walls)));
  const reference = startInside?.law ?? whole;
  const data = endInside?.law ?? target;
  const dimension = reference.dimension;
  const chosen = gameOf(experiment, registry);
  const [need, ...others] = registry.objective.get(experiment.objective.id).networks(chosen, experiment.objective.params);
  if (need === undefined) throw new Error("The objective trains no network.");
  const variance = dataVariance ?? secondMoment(data ?? reference);
  const composing = composingOf(experiment, registry, { dimension, role: need.role, dataVariance: variance });
  const played = compose(composing);
  const objective = registry.objective.get(experiment.objective.id).spec;
  const stages = stagesOf(objective.rounds?.(experiment.objective.params));
  const descends = objective.at === "particles";
  const composed = descends ? withoutEquation(played) : played;
  const { training, heldOut, ownPoints } = trainingSet(experiment, data);
  const dataRadius = radiusOf(data ?? reference, experiment.seed);
  const levels = objective.noiseLevels?.(experiment.objective.params) ?? USUAL_LEVELS;
  const radius = walls === null ? BOX * dataRadius : (ROOM * (walls[1] - walls[0])) / 2;
  const smallest = composed.noising === undefined ? 0 : levels.smallest * game.horizon;
  const ofSources = new Map([
    [BOX_RADIUS, radius],
    [SMALLEST_TIME, smallest],
  ]);
  const uniforms: Uniforms = (name) =>
    name === HJB_OVER_HORIZON
      ? (experiment.regularisers.hjb.weight * stages) / game.horizon
      : (ofSources.get(name) ?? liveValue(experiment, name));
  const law = composed.noising === undefined ? undefined : noiseLaw(composed.noising, uniforms, levels);
  return {
    experiment,
    game: chosen,
    dimension,
    data,
    reference,
    walls,
    inside: { reference: startInside?.share ?? 1, data: endInside?.share ?? 1 },
    training,
    ownPoints,
    heldOut,
    drawData: data === null ? null : drawFrom(data, training),
    samplers: {
      data: training !== null ? rowSampler(dimension, training, ownPoints) : target === null ? null : samplerOf(target),
      reference: samplerOf(whole),
    },
    need,
    others: others.map((other) => otherNetwork(other, composing, composed, shapeOf(experiment, dimension, other))),
    witness: composed.terminal.dual?.average,
    objective,
    shape: shapeOf(experiment, dimension, need),
    composed,
    uniforms,
    uniformNames: uniformNamesOf(experiment),
    sigmaAt: numberAt(composed, uniforms),
    stages,
    descent: descends ? descentOf(composed, { terminal: chosen.terminal, horizon: game.horizon, uniforms }) : undefined,
    law,
    smallest,
    radius,
    centre: walls === null ? 0 : (walls[0] + walls[1]) / 2,
    dataRadius,
    dataVariance: variance,
  };
}

/** Where a density is not known everywhere, particles start from a law that is drawn from and asked nothing else. */
function startingLaw(entry: DensityEntry, params: ParamValues): Density {
  const law = entry.build(params);
  if (entry.spec.canBeReference) return law;
  const { dimension, mean, covariance } = law;
  return { dimension, mean, covariance, sample: (random, n, x) => law.sample(random, n, x), sampler: () => samplerOf(law) };
}

function shapeOf({ network }: Experiment, dimension: 1 | 2, { output, size }: NetworkNeed): NetworkShape {
  const own = size ?? network;
  return {
    dimension,
    outputs: output === "field" && dimension === 2 ? 2 : 1,
    width: own.width,
    depth: own.depth,
    activation: network.activation,
    fourier: network.time === "fourier" && size === undefined ? FOURIER_PAIRS : 0,
    quadraticRank: size === undefined ? network.quadraticRank : 0,
  };
}

/** E|y|²/d about 0. */
function secondMoment(data: Density): number {
  const d = data.dimension;
  return data.mean.reduce((total, m, i) => total + m * m + (data.covariance[i]?.[i] ?? 0), 0) / d;
}

/** Paths of everything in the experiment that is one number per step. */
function uniformNamesOf(experiment: Experiment): ReadonlySet<string> {
  const { game } = experiment;
  const params = (path: string, values: ParamValues) =>
    Object.entries(values).flatMap(([name, value]) => {
      const own = `${path}.params.${name}`;
      return isFormula(value) ? Object.keys(value.values).map((parameter) => `${own}.values.${parameter}`) : [own];
    });
  return new Set([
    "game.horizon",
    "game.discount",
    BOX_RADIUS,
    SMALLEST_TIME,
    HJB_OVER_HORIZON,
    "regularisers.hjb.weight",
    "regularisers.terminal.weight",
    "regularisers.initial.weight",
    ...params("game.dynamics", game.dynamics.params),
    ...params("game.lagrangian", game.lagrangian.params),
    ...params("game.terminal", game.terminal.params),
    ...game.interactions.flatMap((chosen, i) => params(`game.interactions.${String(i)}`, chosen.params)),
  ]);
}

function radiusOf(data: Density, seed: number): number {
  const d = data.dimension;
  const x = new Float32Array(RADIUS_SAMPLES * d);
  data.sample(random(seed, "radius"), RADIUS_SAMPLES, x);
  let largest = 0;
  for (let i = 0; i < RADIUS_SAMPLES; i++) largest = Math.max(largest, d === 1 ? Math.abs(x[i]!) : hypotOf(x[2 * i]!, x[2 * i + 1]!));
  return largest;
}

function numberAt(composed: Composed, uniforms: Uniforms): (t: number) => number {
  const sigma = plan([composed.sigma]);
  const time = new Float64Array(1);
  const out = new Float64Array(1);
  const constants = new Map(sigma.columns.filter((name) => name !== "t").map((name) => [name, Float64Array.of(uniforms(name))]));
  return (t) => {
    time[0] = t;
    sigma.evaluate(
      1,
      sigma.columns.map((name) => column(constants.get(name) ?? time)),
      [],
      [column(out)],
    );
    return out[0] ?? 0;
  };
}
