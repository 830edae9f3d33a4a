/**
 * @file Simulated: the limit ε → 0 of a gradient flow. Nobody looks ahead, so U is the price of the crowd as it is.
 *
 *     U = δF/δρ = μ log ρ + V,     ẋ = −m ∇U     and the same crowd:     dX = −m ∇V dt + √(2μm) dW
 *
 * With reverse KL that is Langevin's equation. The crowd is marched in time on a grid where it spreads (μ > 0), and by its particles alone where
 * it does not (docs/mathematics.md, Gradient flows without looking ahead).
 */
import { type Reference } from "../define.ts";
import { entropyWeightOf } from "../entropy-weight.ts";
import { missing } from "../features.ts";
import { resolution, resolutionOf } from "../on-grid.ts";
import { integer } from "../params.ts";
import { type Game, objective, objectiveSpec } from "../terms.ts";
import { fitsUnless } from "../reason.ts";

export const references: readonly Reference[] = [
  {
    authors: "Jordan, R., Kinderlehrer, D. and Otto, F.",
    title: "The variational formulation of the Fokker-Planck equation",
    year: 1998,
  },
  {
    authors: "Scharfetter, D. L. and Gummel, H. K.",
    title: "Large-signal analysis of a silicon Read diode oscillator",
    year: 1969,
  },
];

export const spec = objectiveSpec({
  id: "particles",
  title: "Simulated: ε → 0",
  about: "Nothing is trained, nobody looks ahead: the crowd goes straight down the price of where it is.",
  section: "Gradient flows without looking ahead",
  formula: String.raw`U(\cdot,t)=\tfrac{\delta\mathcal M}{\delta\rho}[\rho_t]`,
  params: {
    steps: integer({
      symbol: "K",
      about: "Time steps from 0 to T.",
      default: 400,
      min: 20,
      max: 4000,
      scale: "log",
      applies: "restart",
    }),
    resolution,
  },
  at: "particles",
  curves: () => [{ name: "free-energy", title: "cost of the crowd", slot: "terminal" }],
  learnsScore: false,
  fits(game, _params, logDensity) {
    return fitsUnless(
      nearestOf(game, logDensity),
      "The limit ε → 0 has no ε, no noise but that of its cost, a kinetic energy, and one cost with the price μ log ρ + V.",
    );
  },
});

function nearestOf({ dynamics, lagrangian, interactions, terminal, discount }: Game, logDensity: boolean): Record<string, unknown> {
  const nearest: Record<string, unknown> = {};
  if (dynamics.spec.noisy || dynamics.spec.drifts) nearest["game.dynamics.id"] = "deterministic";
  if (lagrangian.spec.linearReply !== true || lagrangian.spec.coleHopf) nearest["game.lagrangian.id"] = "kinetic";
  if (interactions.length > 0) nearest["game.interactions"] = [];
  if (discount !== 0) nearest["game.discount"] = 0;
  const { title, needs } = terminal.spec;
  const unknown = missing(title, needs, { kind: "grid", targetDensity: logDensity, critic: false });
  if (entropyWeightOf(terminal.spec, terminal.params) === undefined || unknown !== undefined || terminal.spec.measure === "target")
    nearest["game.terminal.id"] = logDensity ? "reverse-kl" : "entropy";
  return nearest;
}

export const particles = objective(spec, {
  networks: () => [{ role: "value", output: "potential" }],
  solve: (params) => ({ solver: "descent", resolution: resolutionOf(params), steps: Number(params["steps"]) }),
});
