/**
 * @file Deterministic games with kinetic energy (w/2)|v|² whose end costs (λ/2) W₂² between Gaussians of the moments: any data, a Gaussian start.
 *
 *     A      the map from N(m₀, S₀) to N(m₁, S₁), the moments of ρ₀ and of the data
 *     X_T    = X₀ + s (A(X₀) − X₀),    s = λT/(w + λT)           w s²/2T + λ(1 − s)²/2 is least there
 *     J      = ½ λw/(w + λT) W₂²
 *
 * Nobody does better: W₂ of the laws themselves is at least that of their moments (Gelbrich), and a crowd that is moved by such a map attains it.
 * U is known up to a constant; here U(E X_T, T) = (λ/2)|E X_T − m₁|². (docs/mathematics.md, Terminal costs)
 */
import type { Density } from "../catalogue/define.ts";
import { type Gaussian, squaredDistance, transportMap, vectorDifference } from "../math/laws/gaussian.ts";
import { combination, dotNumbers, identity, product, symmetrised } from "../math/matrices.ts";
import { gaussianTransport } from "./gaussian-transport.ts";
import type { FlowForm } from "./problem.ts";

export interface MomentsGame {
  readonly reference: Gaussian;
  readonly data: Pick<Density, "mean" | "covariance">;
  readonly horizon: number;
  /** λ. */
  readonly terminal: number;
  /** w. */
  readonly kinetic: number;
}

export function momentsFlow({ reference, data, horizon, terminal, kinetic }: MomentsGame): FlowForm {
  const share = (terminal * horizon) / (kinetic + terminal * horizon);
  const map = transportMap(reference.covariance, data.covariance);
  const stretch = combination(1 - share, identity(data.mean.length), share, map);
  const mean = reference.mean.map((value, i) => value + share * (data.mean[i]! - value));
  const end = { mean, covariance: symmetrised(product(stretch, product(reference.covariance, stretch))) };
  const away = vectorDifference(mean, data.mean);
  return gaussianTransport({
    kind: "moments",
    section: "Terminal costs",
    about:
      "Straight paths to an ellipse: the end cost knows a mean and a covariance, so whatever the data are, the start is only moved and stretched.",
    from: reference,
    to: end,
    horizon,
    weight: kinetic,
    cost: ((0.5 * terminal * kinetic) / (kinetic + terminal * horizon)) * squaredDistance(reference, data),
    known: { x: mean, t: horizon, U: 0.5 * terminal * dotNumbers(away, away) },
  });
}
