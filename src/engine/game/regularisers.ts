/**
 * @file The regularisers, added to whatever terms the objective has.
 *
 *     HJB        α E|r|ᵖ or α E|r std²/σ²|ᵖ    along the paths, at noised data, or on the box; a mean over times everywhere
 *     terminal   score matching: E_π[|∇U|² − 2ΔU] at the smallest noise;    pushed paths: E|U(X_T, T) − δℳ/δρ(X_T)|
 *     initial    score matching: E_ρ₀|∇U(x, 0) + ∇log ρ₀|²;                 pulled paths: E|U(X₀, 0) + e^(−κT) λ(log ρ̃/ρ₀ + 1)|
 *
 * Pulled paths play the reverse-KL game from the data to the reference backwards (docs/mathematics.md, Pulled-back games), so its end condition stands at
 * the reference: log ρ̃ = log π(x_T) + V is the density of the pulled-back data there. The data's own log-density is needed.
 * U is in current value: at T it meets δℳ/δρ without a factor.
 */
import type { PointSource, PointsTerm, Term } from "../../catalogue/terms.ts";
import type { GamePoint } from "../../catalogue/place.ts";
import { abs, add, div, type Expr, input, mul, normSquared, square, sub } from "../../math/expressions/expression.ts";
import { priceAtReference } from "./pulled-back.ts";
import type { Setup } from "./setup.ts";
import { box, dataEnd, HJB_OVER_HORIZON, noisedData, referenceEnd } from "./sources.ts";

const HJB = { name: "hjb", title: "HJB residual", slot: "hjb" } as const;

export function withRegularisers(terms: readonly Term[], setup: Setup): Term[] {
  const { hjb, terminal, initial } = setup.experiment.regularisers;
  const result = [...terms];
  if (hjb.weight > 0) addHjb(result, setup);
  if (terminal.weight > 0) addEnd(result, setup, "terminal");
  if (initial.weight > 0) addEnd(result, setup, "initial");
  return result;
}

function penalty(setup: Setup): (here: GamePoint) => Expr {
  const { norm, scale } = setup.experiment.regularisers.hjb;
  return (here) => {
    const scaled = scale === "log-snr" ? mul(here.hjbResidual(), div(square(here.std()), square(here.sigma))) : here.hjbResidual();
    return norm === "l1" ? abs(scaled) : square(scaled);
  };
}

function addHjb(terms: Term[], setup: Setup): void {
  const { points, ramp } = setup.experiment.regularisers.hjb;
  if (points === "particles") {
    const index = terms.findIndex((term) => term.kind === "paths");
    const paths = terms[index];
    if (paths?.kind !== "paths") throw new Error("The HJB penalty at particles needs a roll-out.");
    terms[index] = {
      ...paths,
      accumulate: [
        ...paths.accumulate,
        // Paths accumulate ∫ … dt: α/T makes it the mean over times that it is at drawn points, for every horizon.
        { ...HJB, integrand: penalty(setup), discounted: false, in: "loss", weight: input(HJB_OVER_HORIZON), ramp },
      ],
    };
    return;
  }
  // One evaluation carries either the Laplacian or a direction: beside sliced scores the residual has points of its own.
  const existing = terms.find((term): term is PointsTerm => term.kind === "points" && !("w1" in term.points.columns));
  const source = points === "box" ? box(setup.dimension, setup.law) : (existing?.points ?? noised(setup));
  terms.push({
    kind: "points",
    ...HJB,
    points: source,
    of: setup.need.role,
    loss: penalty(setup),
    weight: input("regularisers.hjb.weight"),
    ramp,
  });
}

function noised({ dimension, composed, law }: Setup): PointSource {
  if (composed.noising === undefined || law === undefined) throw new Error("Noised data need a noising process.");
  return noisedData(dimension, composed.noising, law, false);
}

function addEnd(terms: Term[], setup: Setup, which: "terminal" | "initial"): void {
  const part = { name: `${which}-condition`, slot: "terminal" } as const;
  const weight = input(`regularisers.${which}.weight`);
  const index = terms.findIndex((term) => term.kind === "paths");
  const paths = terms[index];
  if (paths?.kind === "paths") {
    const at = which === "terminal" ? "data" : "reference";
    const { composed } = setup;
    const price = composed.terminal.price(composed.at);
    if (which === "terminal" && price === null) throw new Error(`${composed.terminal.spec.title} has no price at a point.`);
    const mismatch =
      which === "terminal"
        ? (here: GamePoint) => abs(sub(here.value(), price ?? 0))
        : (here: GamePoint) => {
            const pulled = add(here.of("targetLogDensity"), input("logVolume"));
            return abs(add(here.value(), priceAtReference(composed.at.horizon, pulled)));
          };
    terms[index] = { ...paths, end: [...paths.end, { ...part, at, integrand: mismatch, discounted: false, weight, ramp: 0 }] };
    return;
  }
  const term: PointsTerm =
    which === "terminal"
      ? {
          kind: "points",
          ...part,
          points: dataEnd(setup.dimension),
          of: setup.need.role,
          loss: (here) => mul(square(here.scoreScale()), add(normSquared(here.momentum()), mul(-2, here.laplacian()))),
          weight,
          ramp: 0,
        }
      : {
          kind: "points",
          ...part,
          points: referenceEnd(setup.dimension),
          of: setup.need.role,
          loss: (here) => normSquared(here.momentum().map((p, i) => add(p, here.column(`r${String(i + 1)}`)))),
          weight,
          ramp: 0,
        };
  terms.push(term);
}
