/**
 * @file The settings that the runs of the authors' public code have in common (B. J. Zhang and M. A. Katsoulakis, arXiv:2304.13534).
 *
 *     noising   dY = −½ Y ds + dW,   mean e^{−s/2},   variance 1 − e^{−s}
 *     loss      E [½|s(x, t)|² + ∇·s(x, t)],   t uniform on [0, T],   s a free field of seven layers of 32, by GELU
 *     steps     100,000 of Adam at 10⁻³, 64 points each, without a schedule and without averaging;  samples by the SDE
 *
 * Two things are the lab's own: times are drawn by λ = log(std/α) and weighed by std², where dt = 2 std² dλ, so that levels spread widely
 * about the middle of their range weigh times as uniform ones do within a factor of four; and starting weights.
 */
import type { Preset } from "./experiment.ts";

interface Choice {
  /** With the sizes of their data. */
  readonly data: { readonly id: string; readonly params?: Readonly<Record<string, number>> };
  readonly horizon: number;
  /** The middle of λ between the smallest time and the horizon. */
  readonly noiseMean: number;
}

/* @__NO_SIDE_EFFECTS__ */
export function authorsRun({ data, horizon, noiseMean }: Choice): Preset["experiment"] {
  return {
    model: "score-diffusion",
    data,
    game: { horizon, dynamics: { id: "ou", params: { rate: 0.5 } } },
    objective: { params: { kind: "implicit", noiseMean, noiseSpread: 1.6 } },
    network: { output: "field", width: 32, depth: 7, activation: "gelu", time: "raw", preconditioning: "none", lastLayerScale: 1 },
    training: {
      batch: 64,
      optimiser: { params: { rate: 0.001 } },
      schedule: "constant",
      warmup: 0,
      ema: 0,
      stop: { steps: 100_000 },
    },
    sampling: { method: "sde", steps: 200 },
  };
}
