/**
 * @file Mistakes that the sweep *accepted ⇒ trains* has to find, put where an entry's file would have them: in the registry, among the specs that
 * validation reads, or among the rulers. What is finite, goes downhill and is wrong all the same (a Hamiltonian of another cost, a price that is
 * not the slope of its cost) is for the contracts: tests/catalogue/contract.test.ts.
 */
import type { Lagrangian } from "../../src/catalogue/define.ts";
import type { Registry } from "../../src/catalogue/registry.ts";
import { specs } from "../../src/catalogue/specs.ts";
import type { Learn } from "../../src/catalogue/terms.ts";
import type { Ruler } from "../../src/engine/measure/ruler.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { isSolved } from "../../src/experiment/solved.ts";
import { log, neg, normSquared, num, sqrt } from "../../src/math/expressions/expression.ts";

type Kind = "density" | "dynamics" | "lagrangian" | "functional" | "objective";

interface Planted {
  readonly name: string;
  /** What the sweep says of it. */
  readonly found: RegExp;
}

/** In the numerics: the sample's accepted games that have the entry are tried until one fails. */
export interface InNumerics extends Planted {
  readonly where: (experiment: Experiment) => boolean;
  readonly plant: (registry: Registry) => Registry;
}

/** In what validation goes by: the sample is asked again, and what is accepted then is tried. */
export interface InValidation extends Planted {
  readonly kind: "objective" | "functional" | "lagrangian";
  readonly id: string;
  readonly change: object;
}

function changed<K extends Kind>(kind: K, id: string, change: (entry: ReturnType<Registry[K]["get"]>) => object) {
  return (registry: Registry): Registry => {
    const entries = registry[kind];
    const entry = entries.get(id) as ReturnType<Registry[K]["get"]>;
    const planted = { ...entry, ...change(entry) };
    return { ...registry, [kind]: { all: entries.all, get: (asked: string) => (asked === id ? planted : entries.get(asked)) } };
  };
}

const NOTHING = sqrt(num(-1));

/** Where a sweep takes milliseconds. */
const onTheLine = ({ reference }: Experiment): boolean => specs.density.get(reference.id)!.dimension(reference.params) === 1;

const learned = (experiment: Experiment): boolean => !isSolved(experiment);
const endsWith =
  (id: string) =>
  (experiment: Experiment): boolean =>
    learned(experiment) && experiment.objective.id === "roll-out" && experiment.game.terminal.id === id;

/** The plan of the objective, with every phase changed. */
const phases = (change: (phase: Learn["phases"][number]) => Learn["phases"][number]) =>
  changed("objective", "roll-out", ({ plan }) => ({
    plan: (...given: Parameters<NonNullable<typeof plan>>) => {
      const made = plan!(...given);
      return { ...made, phases: made.phases.map(change) };
    },
  }));

export const IN_NUMERICS: readonly InNumerics[] = [
  {
    name: "a cost of samples with the gradient of its opposite",
    found: /the loss rises -\d/,
    where: endsWith("sliced-w2"),
    plant: changed("functional", "sliced-w2", ({ particles }) => ({
      particles(given: Parameters<NonNullable<typeof particles>>[0]) {
        const value = particles!(given);
        given.gradient.forEach((slope, i) => (given.gradient[i] = -slope));
        return value;
      },
    })),
  },
  {
    name: "a cost by tensors of which the tape sees half",
    found: /the loss rises/,
    where: endsWith("frechet"),
    plant: changed("functional", "frechet", ({ tensors }) => ({
      tensors: (...[tf, given]: Parameters<NonNullable<typeof tensors>>) => {
        const unseen = tf.tensor2d(given.population.arraySync());
        const [whole, blind] = [tensors!(tf, given), tensors!(tf, { ...given, population: unseen })];
        return tf.add(tf.mul(0.2, whole), tf.mul(0.8, blind));
      },
    })),
  },
  {
    name: "an end cost that is no number",
    found: /diverged at step 1: terminal/,
    where: (experiment) => learned(experiment) && experiment.game.terminal.id === "cross-entropy" && experiment.objective.id === "roll-out",
    plant: changed("functional", "cross-entropy", () => ({ integrand: () => NOTHING, price: () => NOTHING })),
  },
  {
    name: "a Hamiltonian whose slope is no number",
    found: /not a finite number|no numbers?/,
    where: (experiment) => learned(experiment) && experiment.game.lagrangian.id === "kinetic" && experiment.objective.id === "roll-out",
    plant: changed("lagrangian", "kinetic", () => ({
      hamiltonian: ((_at, q) => log(neg(normSquared(q)))) satisfies Lagrangian["hamiltonian"],
    })),
  },
  {
    name: "a noise that is no number",
    found: /not a finite number|no numbers?|changed NaN/,
    where: (experiment) => learned(experiment) && experiment.game.dynamics.id === "ou",
    plant: changed("dynamics", "ou", ({ noising }) => ({ sigma: () => NOTHING, noising: { ...noising!, std: () => NOTHING } })),
  },
  {
    name: "a law that draws no numbers",
    found: /not a finite number|no numbers?/,
    where: (experiment) => learned(experiment) && experiment.data?.id === "moons",
    plant: changed("density", "moons", ({ build }) => ({
      build: (params: Parameters<typeof build>[0]) => ({
        ...build(params),
        sample: (...[, n, x]: Parameters<ReturnType<typeof build>["sample"]>) => x.fill(Number.NaN, 0, 2 * n),
      }),
    })),
  },
  {
    name: "an objective that climbs",
    found: /the loss rises -1/,
    where: (experiment) => experiment.objective.id === "roll-out",
    plant: phases((phase) => ({ ...phase, sign: -1 })),
  },
  {
    name: "an objective without a term that counts",
    found: /the loss rises NaN|no weight has moved/,
    where: (experiment) => experiment.objective.id === "roll-out" && experiment.regularisers.hjb.weight === 0,
    plant: phases((phase) => ({
      ...phase,
      terms: phase.terms.map((term) => (term.kind === "paths" ? { ...term, accumulate: [], end: [], comparisons: [] } : term)),
    })),
  },
  {
    name: "an interaction that stops the solver",
    found: /changed NaN|Infinity|no number/,
    where: (experiment) =>
      isSolved(experiment) && onTheLine(experiment) && experiment.game.interactions.some(({ id }) => id === "potential-energy"),
    plant: changed("functional", "potential-energy", () => ({ integrand: () => NOTHING, price: () => NOTHING })),
  },
  {
    name: "a solver for another kind of game",
    found: /Kernels are spread/,
    where: (experiment) => isSolved(experiment) && experiment.objective.id === "scaling",
    plant: changed("objective", "scaling", ({ solve }) => ({
      solve: (...given: Parameters<NonNullable<typeof solve>>) => ({ ...solve!(...given), solver: "kernels" }),
    })),
  },
];

export const IN_VALIDATION: readonly InValidation[] = [
  {
    name: "an objective that takes any dynamics",
    found: /lead nowhere|noising/,
    kind: "objective",
    id: "score-matching",
    change: { fits: () => true },
  },
  { name: "an objective that takes any end", found: /Nobody provides/, kind: "objective", id: "roll-out", change: { fits: () => true } },
  {
    name: "a cost that does not say what it reads",
    found: /lead nowhere|Nobody provides|density of these data is not known/,
    kind: "functional",
    id: "reverse-kl",
    change: { needs: [] },
  },
  {
    name: "a cost of samples that says it has a price",
    found: /price/,
    kind: "functional",
    id: "sliced-w2",
    change: { priceless: false },
  },
  {
    name: "a Hamiltonian that is stated, and is not there",
    found: /neither a Hamiltonian/,
    kind: "lagrangian",
    id: "jacobian",
    change: { hamiltonianFormula: (q: string) => q },
  },
  {
    name: "an objective that offers what it refuses",
    found: /lead nowhere/,
    kind: "objective",
    id: "jko",
    change: { fits: () => ({ reason: "No.", nearest: { "objective.id": "jko" } }) },
  },
  {
    name: "an objective that refuses, and offers nothing",
    found: /No\./,
    kind: "objective",
    id: "adversarial",
    change: { fits: () => ({ reason: "No.", nearest: undefined }) },
  },
];

/** Every law drawn together until no grid can hold it. */
export const TOO_FINE = (registry: Registry): Registry => ({
  ...registry,
  density: {
    all: registry.density.all,
    get: (id) => {
      const gaussian = registry.density.get("gaussian");
      const { spec } = registry.density.get(id);
      return {
        spec,
        build: (params) => {
          const axes = Array.from({ length: spec.dimension(params) }, (_, i) => i);
          const covariance = axes.map((i) => axes.map((j) => (i === j ? 1e-8 : 0)));
          return gaussian.build({ mean: axes.map((i) => 3 * i + 3), covariance });
        },
      };
    },
  },
});

/** A ruler among the others that throws. */
export const withBrokenRuler = (rulers: readonly Ruler[]): readonly Ruler[] =>
  rulers.map((ruler, i) => (i === 3 ? { ...ruler, measure: () => Promise.reject(new Error("planted")) } : ruler));

/** Does something while validation goes by another spec. */
export async function whilePlanted<T>({ kind, id, change }: InValidation, work: () => Promise<T>): Promise<T> {
  const table = specs[kind] as Map<string, object>;
  const own = table.get(id)!;
  table.set(id, { ...own, ...change });
  try {
    return await work();
  } finally {
    table.set(id, own);
  }
}
