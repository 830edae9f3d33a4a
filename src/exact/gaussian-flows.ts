/**
 * @file Deterministic games between Gaussians with kinetic energy (w/2)|v|²: where each terminal cost makes the flow end.
 *
 *     reverse KL      min λ KL(ρ_T‖π) + w W₂²(ρ₀, ρ_T)/(2T)         the proximal step with λ/w; U(·, T) = λ (log(ρ_T/π) + 1)
 *     hard            ρ_T = π and w W₂²/(2T): optimal transport. U is known up to a constant; here E_π U(·, T) = 0, and U at the start is
 *                     what is still to be paid, as with noise (gaussian-scaling.ts)
 *     cross-entropy   min −λ E log π(X_T) + w W₂²/(2T)              X_T = (I + κ C⁻¹)⁻¹ (X₀ + κ C⁻¹ m₁),  κ = Tλ/w
 *     forward KL      averaged over paths pulled back from the data, as it is trained: the reverse-KL game from π to ρ₀ run
 *                     backwards (docs/mathematics.md, Pulled-back games). Its proximal end ρ̃ = N(m̃, S̃), map B; the generating map inverts it:
 *                     X_T = m₁ + B⁻¹ (X₀ − m̃), and U(·, 0) = −λ (log(ρ̃/ρ₀) + 1) at the reference end.
 *
 * Every end is an affine image of ρ₀ under a symmetric positive map, so the paths between are those of optimal transport.
 */
import { vectorDifference, type Gaussian, gaussianDivergence, logGaussian, squaredDistance, transportMap } from "../math/laws/gaussian.ts";
import { apply, combination, identity, inverse, product, scaled, symmetrised, trace } from "../math/matrices.ts";
import { gaussianProximal } from "./gaussian-proximal.ts";
import { gaussianTransport } from "./gaussian-transport.ts";
import type { FlowForm } from "./problem.ts";

export interface GaussianGame {
  readonly reference: Gaussian;
  readonly data: Gaussian;
  readonly horizon: number;
  /** λ of the terminal cost; of no meaning where the end is prescribed. */
  readonly terminal: number;
  /** w of the kinetic energy. */
  readonly kinetic: number;
}

export function reverseDivergenceFlow({ reference, data, horizon, terminal, kinetic }: GaussianGame): FlowForm {
  const { end } = gaussianProximal(reference, data, terminal / kinetic, horizon);
  return gaussianTransport({
    kind: "gaussian-reverse-kl",
    section: "OT-flow with reverse KL",
    about: "Straight paths between Gaussians that stop where moving on would cost more than it gains in reverse KL.",
    from: reference,
    to: end,
    horizon,
    weight: kinetic,
    cost: terminal * gaussianDivergence(end, data) + (kinetic * squaredDistance(reference, end)) / (2 * horizon),
    known: { x: end.mean, t: horizon, U: terminal * (logGaussian(end.mean, end) - logGaussian(end.mean, data) + 1) },
  });
}

export function prescribedFlow({ reference, data, horizon, kinetic }: GaussianGame): FlowForm {
  const map = transportMap(reference.covariance, data.covariance);
  // tr(S(T) S₁) with S(T) = (I − A⁻¹)/T
  const bend = trace(product(combination(1, identity(data.mean.length), -1, inverse(map)), data.covariance)) / horizon;
  return gaussianTransport({
    kind: "gaussian-transport",
    section: "Gaussian transport",
    about: "Straight paths that carry one Gaussian to the other with the least effort: optimal transport.",
    from: reference,
    to: data,
    horizon,
    weight: kinetic,
    cost: (kinetic * squaredDistance(reference, data)) / (2 * horizon),
    known: { x: data.mean, t: horizon, U: 0.5 * kinetic * bend },
  });
}

export function crossEntropyFlow({ reference, data, horizon, terminal, kinetic }: GaussianGame): FlowForm {
  const pull = scaled((horizon * terminal) / kinetic, inverse(data.covariance));
  const map = inverse(combination(1, identity(data.mean.length), 1, pull));
  const target = apply(pull, data.mean);
  const mean = apply(
    map,
    reference.mean.map((value, i) => value + target[i]!),
  );
  const end = { mean, covariance: symmetrised(product(map, product(reference.covariance, map))) };
  // −E log π(X_T) = −log π(m) + ½ tr(C⁻¹ S)
  const entropy = -logGaussian(mean, data) + 0.5 * trace(product(inverse(data.covariance), end.covariance));
  return gaussianTransport({
    kind: "gaussian-cross-entropy",
    section: "Gaussian transport",
    about: "Straight paths of particles that each move towards the target's mode as far as it pays; nothing keeps them apart.",
    from: reference,
    to: end,
    horizon,
    weight: kinetic,
    cost: terminal * entropy + (kinetic * squaredDistance(reference, end)) / (2 * horizon),
    known: { x: mean, t: horizon, U: -terminal * logGaussian(mean, data) },
  });
}

export function pulledBackDivergenceFlow({ reference, data, horizon, terminal, kinetic }: GaussianGame): FlowForm {
  const { end, map } = gaussianProximal(data, reference, terminal / kinetic, horizon);
  const forth = inverse(map);
  const offset = apply(forth, vectorDifference(reference.mean, end.mean));
  const generated = {
    mean: data.mean.map((value, i) => value + offset[i]!),
    covariance: symmetrised(product(forth, product(reference.covariance, forth))),
  };
  return gaussianTransport({
    kind: "gaussian-forward-kl",
    section: "Pulled-back games",
    about: "Straight paths between Gaussians for the likelihood as it is trained, with the energy of paths pulled back from the data.",
    from: reference,
    to: generated,
    horizon,
    weight: kinetic,
    cost: terminal * gaussianDivergence(end, reference) + (kinetic * squaredDistance(data, end)) / (2 * horizon),
    known: {
      x: reference.mean,
      t: 0,
      U: -terminal * (logGaussian(reference.mean, end) - logGaussian(reference.mean, reference) + 1),
    },
  });
}
