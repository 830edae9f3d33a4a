/** @file Claims about flow matching: what lines cost whose ends are drawn apart or coupled, its rounds, and the transport that it comes to. */
import { rectifiedMap } from "../math/laws/gaussian.ts";
import { combination, identity, type Matrix, product, trace } from "../math/matrices.ts";
import { atLeast, atMost, type Claim, floors, type Measured, seconds, steps } from "./claim.ts";

/** Ends that are drawn apart: the data are met soon, and dearly. */
const matching = (preset: string): Claim => ({
  name: `${preset}: flow matching`,
  quick: false,
  async lines({ measure }) {
    const run = await measure(preset, seconds(30));
    return [
      atMost("sliced W2 after 30 s, in floors", floors(run), 1.5),
      atMost("NLL − entropy of the data, nats", run.metrics.nllGap, 0.1),
      atMost("|NLL(K) − NLL(2K)|", run.metrics.nllStepGap, 0.02),
    ];
  },
});

/** ½|Δ|² and, an axis, ∫ var′²/(8 var) of the law of the lines between N(0, 1) and N(Δ, s²) (docs/mathematics.md, Flow matching). */
function lineEnergy(ends: readonly { readonly mean: number; readonly variance: number }[]): number {
  const grid = Array.from({ length: 1000 }, (_, k) => (k + 0.5) / 1000);
  return ends.reduce((total, { mean, variance: end }) => {
    const costs = grid.map((t) => (2 * (t * end - (1 - t))) ** 2 / (8 * ((1 - t) ** 2 + t ** 2 * end)));
    return total + mean ** 2 / 2 + costs.reduce((sum, cost) => sum + cost / grid.length, 0);
  }, 0);
}

const matchingCost: Claim = {
  name: "gaussian-matching: what the lines cost, which is not the least",
  quick: false,
  async lines({ measure }) {
    const { metrics } = await measure("gaussian-matching", {});
    const energy = metrics.kineticEnergy ?? Number.NaN;
    const lines = lineEnergy([
      { mean: 2, variance: 1 },
      { mean: 0, variance: 0.25 },
    ]);
    return [
      atMost("kinetic energy against the lines' own, relative", Math.abs(energy / lines - 1), 0.03),
      atLeast("kinetic energy against the optimum's", energy / (metrics.optimalEnergy ?? Number.NaN), 1.1),
    ];
  },
};

const coupledMatching: Claim = {
  name: "eight-gaussians-ot-matching: larger blocks, straighter and cheaper",
  quick: false,
  async lines({ measure }) {
    const apart = await measure("eight-gaussians-matching", seconds(30));
    const few = await measure("eight-gaussians-ot-matching", seconds(30));
    const many = await measure("eight-gaussians-ot-matching", { "objective.params.pairs": 128, ...seconds(30) });
    return [
      atMost("straightness, ends drawn apart", apart.metrics.straightness, 0.5),
      atLeast("straightness, blocks of 32", few.metrics.straightness, 0.9),
      atLeast("straightness, blocks of 128, over that of 32", (many.metrics.straightness ?? 0) - (few.metrics.straightness ?? 1), 0.01),
      atMost(
        "kinetic energy, blocks of 32, over that of ends drawn apart",
        (few.metrics.kineticEnergy ?? 1) / (apart.metrics.kineticEnergy ?? 0),
        0.5,
      ),
      atMost("sliced W2 of blocks of 128, in floors", floors(many), 1.5),
    ];
  },
};

/** Between Gaussians whose axes differ rectified flow is straight and turns, by a closed form; a potential cannot turn. */
const reflow: Claim = {
  name: "gaussian-reflow: straight after a round, and no transport but for a potential",
  quick: false,
  async lines({ measure }) {
    const field = await measure("gaussian-reflow", {});
    const potential = await measure("gaussian-reflow", { "network.output": "potential", "network.quadraticRank": 2 });
    const [from, to] = [field.experiment.reference, field.experiment.data].map((law) => law?.params["covariance"] as Matrix);
    const way = combination(1, rectifiedMap(from!, to!), -1, identity(2));
    const turning =
      trace(
        product(
          product(way, from!),
          way[0]!.map((_, j) => way.map((row) => row[j]!)),
        ),
      ) / 2;
    const energy = ({ metrics }: Measured): number => metrics.kineticEnergy ?? Number.NaN;
    return [
      atMost("kinetic energy of a free velocity against its closed form, relative", Math.abs(energy(field) / turning - 1), 0.05),
      atLeast("the same against the transport's", energy(field) / (field.metrics.optimalEnergy ?? Number.NaN), 1.8),
      atLeast("straightness of a free velocity", field.metrics.straightness, 0.98),
      atMost("kinetic energy of a potential against the transport's", energy(potential) / (potential.metrics.optimalEnergy ?? 0), 1.06),
    ];
  },
};

const reflowRounds: Claim = {
  name: "eight-gaussians-reflow: straighter and cheaper by a round",
  quick: false,
  async lines({ measure }) {
    const first = await measure("eight-gaussians-reflow", { "objective.params.rounds": 0, ...steps(3000) });
    const second = await measure("eight-gaussians-reflow", steps(6000));
    return [
      atMost("straightness of round 0", first.metrics.straightness, 0.5),
      atLeast("straightness of round 1", second.metrics.straightness, 0.97),
      atMost(
        "kinetic energy of round 1 over that of round 0",
        (second.metrics.kineticEnergy ?? 1) / (first.metrics.kineticEnergy ?? 0),
        0.5,
      ),
      atMost("NLL − entropy of the data of round 1, nats", second.metrics.nllGap, 0.1),
    ];
  },
};

const transport: Claim = {
  name: "gaussian-transport: flow matching with coupled ends against optimal transport",
  quick: false,
  async lines({ measure }) {
    const { metrics } = await measure("gaussian-transport", {});
    return [
      atMost("∇U against the closed form, relative", metrics.valueError?.gradient, 0.05),
      atMost(
        "kinetic energy against the transport's, relative",
        Math.abs((metrics.kineticEnergy ?? 0) / (metrics.optimalEnergy ?? 0) - 1),
        0.03,
      ),
      atLeast("straightness", metrics.straightness, 0.98),
    ];
  },
};

const oneStep: Claim = {
  name: "one-step-moons: one evaluation of the network",
  quick: false,
  async lines({ measure }) {
    const run = await measure("one-step-moons", {});
    return [
      atMost("sliced W2 of what one evaluation makes, in floors", floors(run), 2),
      atMost("NLL − entropy of the data, nats, of the flow beside", run.metrics.nllGap, 0.1),
    ];
  },
};

export const matchingClaims: readonly Claim[] = [
  matching("moons-matching"),
  matching("eight-gaussians-matching"),
  matching("eight-gaussians-ot-matching"),
  coupledMatching,
  matchingCost,
  reflow,
  reflowRounds,
  oneStep,
  transport,
];
