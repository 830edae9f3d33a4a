/** @file Claims about Gaussian problems, drawn at random, each against its closed form. */
import { random } from "../math/random.ts";
import { atLeast, atMost, type Claim, type ClaimLine, type Measured, residuals, seconds, steps } from "./claim.ts";

/** A Gaussian problem, as settings over a preset. */
type Draw = Readonly<Record<string, unknown>>;

type Between = (low: number, high: number) => number;

function drawn(seed: number, stream: string): Between {
  const { uniform } = random(seed, stream);
  return (low, high) => low + (high - low) * uniform();
}

/** Covariance R diag(a², b²) Rᵀ with any angle and standard deviations from 0.5 to 1.3; the same number in both corners. */
function planeDraw(seed: number): Draw {
  const between = drawn(seed, "verify");
  const covariance = (): number[][] => {
    const [angle, a, b] = [between(0, Math.PI), between(0.5, 1.3) ** 2, between(0.5, 1.3) ** 2];
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const corner = c * s * (a - b);
    return [
      [c * c * a + s * s * b, corner],
      [corner, s * s * a + c * c * b],
    ];
  };
  const mean = (): number[] => [between(-1.5, 1.5), between(-1.5, 1.5)];
  return {
    "data.params": { mean: mean(), covariance: covariance() },
    "reference.params": { mean: mean(), covariance: covariance() },
    "game.terminal.params.weight": between(2, 10),
    "game.horizon": between(0.7, 1.5),
  };
}

/** Two Gaussians of the line. */
function lineDraw(between: Between): Draw {
  const law = () => ({ mean: [between(-1.5, 1.5)], covariance: [[between(0.5, 1.3) ** 2]] });
  return {
    "data.params": law(),
    "reference.params": law(),
    "game.terminal.params.weight": between(2, 10),
    "game.horizon": between(0.7, 1.5),
  };
}

/** A discount κ with κT from about 0.4 to 2. */
function discountedDraw(seed: number): Draw {
  const between = drawn(seed, "verify/discount");
  return { ...lineDraw(between), "game.discount": between(0.5, 1.5) };
}

/** On the line: one standard deviation from 0.5 to 1.1 for both, a power from 1.5 to 4. */
function translationDraw(seed: number): Draw {
  const between = drawn(seed, "verify translation");
  const covariance = [[between(0.5, 1.1) ** 2]];
  return {
    "data.params": { mean: [between(0.5, 2)], covariance },
    "reference.params": { mean: [between(-2, -0.5)], covariance },
    "game.lagrangian.params.exponent": between(1.5, 4),
    "game.terminal.params.weight": between(2, 6),
    "game.horizon": between(0.7, 1.5),
  };
}

/** What the crowd of two Gaussians of the line may be asked for besides, with its closed form (docs/mathematics.md, Entropy and other interactions). */
const INTERACTIONS: Readonly<
  Record<string, (between: Between) => { readonly id: string; readonly params: Readonly<Record<string, unknown>> }>
> = {
  entropy: (between) => ({ id: "entropy", params: { weight: between(0.2, 1) } }),
  "potential energy": (between) => ({ id: "potential-energy", params: { weight: between(0.5, 2), x: between(-1.5, 1.5), y: 0 } }),
  "attraction to the mean, Nash": (between) => ({
    id: "mean-attraction",
    params: { weight: between(0.5, 2), share: between(0.3, 1), kind: "nash" },
  }),
  "attraction to the mean, social": (between) => ({
    id: "mean-attraction",
    params: { weight: between(0.5, 2), share: between(0.3, 1), kind: "social" },
  }),
};

function interactionDraw(seed: number, name: string): Draw {
  const between = drawn(seed, `verify/${name}`);
  return { ...lineDraw(between), "game.interactions": [INTERACTIONS[name]!(between)] };
}

/** Frobenius distance relative to the true matrix. */
function matrixError(found: readonly (readonly number[])[] | null, truth: readonly (readonly number[])[]): number {
  const wrong = truth.flatMap((row, i) => row.map((entry, j) => (found?.[i]?.[j] ?? Number.NaN) - entry));
  return Math.hypot(...wrong) / Math.hypot(...truth.flat());
}

/** Standard deviations along the axes, as the largest miss relative to the true ones. */
function spreadError(found: readonly (readonly number[])[] | null, truth: readonly (readonly number[])[]): number {
  return Math.max(...truth.map((row, i) => Math.abs(Math.sqrt((found?.[i]?.[i] ?? Number.NaN) / row[i]!) - 1)));
}

const inThePlane = (draw: Draw, k: number): Claim => ({
  name: `Gaussian to Gaussian, draw ${k + 1}: against the closed form`,
  quick: k === 0,
  async lines({ measure, quick: hurry }) {
    const { metrics, exact } = await measure("gaussian-ot", { ...draw, ...(hurry ? steps(800) : seconds(60)) });
    if (!exact.known) throw new Error(`The closed form is not found: ${exact.reason}`);
    const meanError = Math.hypot(...exact.mean.map((m, i) => (metrics.mean?.[i] ?? Number.NaN) - m));
    return [
      atMost("mean", meanError, 0.02),
      atMost("covariance, relative", matrixError(metrics.covariance, exact.covariance), 0.03),
      atMost("energy, relative", Math.abs((metrics.kineticEnergy ?? Number.NaN) / (exact.energy ?? Number.NaN) - 1), 0.015),
      atMost("U up to one constant, relative", metrics.valueError?.oneConstant, 0.03),
      atLeast("straightness", metrics.straightness, 0.998),
    ];
  },
});

/** Where the population ends, and how far the equation holds on the way. */
function endAndEquation(run: Measured): readonly ClaimLine[] {
  const { metrics, exact } = run;
  if (!exact.known) throw new Error(`The closed form is not found: ${exact.reason}`);
  const { raw, centred, relative } = residuals(run).particles;
  return [
    ...exact.mean.map((m, i) => atMost(`mean, axis ${i + 1}`, Math.abs((metrics.mean?.[i] ?? Number.NaN) - m), 0.03)),
    atMost("standard deviation, relative", spreadError(metrics.covariance, exact.covariance), 0.03),
    atMost("centred HJB residual, over E|∂ₜU| + E|𝓗|", (centred * relative) / raw, 0.1),
    // The first three alone let a crowd pass that goes straight where the game wants a bulge.
    ...(exact.energy === null
      ? []
      : [atMost("energy, relative", Math.abs((metrics.kineticEnergy ?? Number.NaN) / exact.energy - 1), 0.05)]),
  ];
}

const onTheLine = (what: string, preset: string, draw: Draw, k: number): Claim => ({
  name: `${what}, Gaussians of the line, draw ${k + 1}: against the closed form`,
  quick: false,
  lines: async ({ measure }) => endAndEquation(await measure(preset, { ...draw, ...seconds(60) })),
});

/** Three draws of each kind. */
export function gaussianClaims(): readonly Claim[] {
  return [
    ...[11, 12, 13].map(planeDraw).map(inThePlane),
    ...[21, 22, 23].map((seed, k) => onTheLine("discount", "gaussian-ot", discountedDraw(seed), k)),
    ...[21, 22, 23].map((seed, k) => onTheLine("a power of the speed", "power-gaussian", translationDraw(seed), k)),
    ...Object.keys(INTERACTIONS).flatMap((name) =>
      [31, 32, 33].map((seed, k) => onTheLine(name, "gaussian-ot", interactionDraw(seed, name), k)),
    ),
  ];
}
