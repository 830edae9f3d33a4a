/**
 * @file Scaling: a noisy game whose Hamiltonian is quadratic is solved on a grid, sweep by sweep; nothing is trained.
 *
 *     U = −ε log φ,  ρ = φ φ̂:   both equations become heat equations, and a sweep fits their ends to one another
 *
 * With a prescribed end it is Sinkhorn's algorithm in continuous space, also called iterative proportional fitting (docs/mathematics.md,
 * Solved on a grid).
 */
import { prescribes, type Reference } from "../define.ts";
import type { PlaceFacts } from "../features.ts";
import { CHANGE, chosenInteractions, onGrid, resolution, resolutionOf } from "../on-grid.ts";
import { type Game, objective, objectiveSpec } from "../terms.ts";
import { fitsUnless } from "../reason.ts";

export const references: readonly Reference[] = [
  {
    authors: "Chizat, L., Peyré, G., Schmitzer, B. and Vialard, F.-X.",
    title: "Scaling algorithms for unbalanced optimal transport problems",
    year: 2016,
    arxiv: "1607.05816",
  },
  {
    authors: "Benamou, J.-D., Carlier, G., Di Marino, S. and Nenna, L.",
    title: "An entropy minimization approach to second-order variational mean-field games",
    year: 2018,
    arxiv: "1807.09078",
  },
];

export const spec = objectiveSpec({
  id: "scaling",
  title: "Solved on a grid: scaling",
  about: "Nothing is trained: a logarithm makes both equations linear on a grid, and each sweep fits their ends to one another.",
  section: "Solved on a grid",
  formula: String.raw`U=-\varepsilon\log\varphi,\quad \rho=\varphi\hat\varphi`,
  params: {
    resolution,
  },
  at: "grid",
  reflects: true,
  curves: () => [CHANGE],
  learnsScore: false,
  fits(game, _params, logDensity) {
    return fitsUnless(
      nearestOf(game, { kind: "grid", targetDensity: logDensity, critic: false }),
      "The scaling solver needs noise without a drift (or Fisher information, which acts as noise, beside none that changes), a kinetic energy, no discount, and costs with a price at every node: only there does a logarithm make the HJB equation linear.",
    );
  },
});

function nearestOf({ dynamics, lagrangian, interactions, terminal, discount }: Game, place: PlaceFacts): Record<string, unknown> {
  const nearest: Record<string, unknown> = {};
  const trades = interactions.some(actsAsNoise);
  if (!(dynamics.spec.noisy || trades) || dynamics.spec.drifts) nearest["game.dynamics.id"] = "constant-noise";
  if (trades && dynamics.spec.steadySigma === undefined) nearest["game.dynamics.id"] = "deterministic";
  if (lagrangian.spec.linearReply !== true) nearest["game.lagrangian.id"] = "kinetic";
  if (discount !== 0) nearest["game.discount"] = 0;
  const priced = onGrid(place);
  const solved = (interaction: Game["interactions"][number]): boolean => actsAsNoise(interaction) || priced(interaction);
  if (!interactions.every(solved)) nearest["game.interactions"] = chosenInteractions(interactions.filter(solved));
  const prescribed = prescribes(terminal.spec) && place.targetDensity;
  if (!prescribed && !priced(terminal)) nearest["game.terminal.id"] = place.targetDensity ? "hard" : "mmd";
  return nearest;
}

const actsAsNoise = ({ spec }: Game["interactions"][number]): boolean => spec.asNoise !== undefined;

export const scaling = objective(spec, {
  networks: () => [{ role: "value", output: "potential" }],
  solve: (params) => ({ solver: "scaling", resolution: resolutionOf(params) }),
});
