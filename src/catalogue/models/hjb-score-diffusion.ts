/** @file Score-based diffusion with the paper's HJB regulariser: the potential becomes a density, not only its gradient. */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Zhang, B. J. and Katsoulakis, M. A.",
    title: "A mean-field games laboratory for generative modeling",
    year: 2023,
    arxiv: "2304.13534",
  },
  {
    authors: "Lai, C.-H., Takida, Y., Murata, N., Uesaka, T., Mitsufuji, Y. and Ermon, S.",
    title: "FP-Diffusion: improving score-based diffusion models by enforcing the underlying score Fokker-Planck equation",
    year: 2023,
    arxiv: "2210.04296",
  },
];

export const spec = modelSpec({
  id: "hjb-score-diffusion",
  title: "HJB-regularised diffusion",
  about: "Score matching plus a penalty on the HJB residual: the same samples, and e^(−U) becomes a density with the right mode weights.",
  section: "HJB regularisers",
  formula: String.raw`\mathcal L_{\mathrm{SM}}+\alpha\,\mathbb E\big|r\,\tfrac{\mathrm{std}^2}{\sigma^2}\big|^p`,
  defaults: {
    data: {
      id: "mixture",
      params: {
        means: [
          [-1.5, -1],
          [1.6, -0.6],
          [0.1, 1.7],
        ],
        covariances: [
          [
            [0.0625, 0],
            [0, 0.0625],
          ],
          [
            [0.2025, 0],
            [0, 0.2025],
          ],
          [
            [0.09, 0],
            [0, 0.09],
          ],
        ],
        weights: [0.5, 0.3, 0.2],
      },
      samples: "infinite",
    },
    game: {
      horizon: 1,
      discount: 0,
      dynamics: { id: "vp", params: {} },
      lagrangian: { id: "diffusion", params: {} },
      interactions: [],
      terminal: { id: "cross-entropy", params: { weight: 1 } },
    },
    objective: { id: "score-matching", params: { kind: "denoising" } },
    regularisers: {
      hjb: { weight: 0.05, norm: "l2", points: "noised-data", scale: "log-snr", ramp: 1000 },
      terminal: { weight: 0 },
      initial: { weight: 0 },
    },
    network: {
      output: "potential",
      width: 64,
      depth: 3,
      activation: "tanh",
      time: "log-snr",
      quadraticRank: 0,
      preconditioning: "gaussian",
      lastLayerScale: 0.1,
    },
    training: {
      batch: 512,
      optimiser: { id: "adam", params: { rate: 0.005 } },
      schedule: "cosine",
      warmup: 200,
      clip: 0,
      ema: 0.999,
      stop: { steps: 8000 },
    },
    sampling: { method: "ode", steps: 50 },
    seed: 1,
  },
});
