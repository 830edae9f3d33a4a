/** @file A crowd at rest that something crosses: who sees it coming steps aside early, who does not is pushed. */
import { modelSpec, type Reference } from "../define.ts";

export const references: readonly Reference[] = [
  {
    authors: "Butano, M., Bonnemain, T., Appert-Rolland, C., Nicolas, A. and Ullmo, D.",
    title: "Modeling of obstacle avoidance by a dense crowd as a mean-field game",
    year: 2024,
    arxiv: "2403.01168",
  },
];

export const spec = modelSpec({
  id: "crowd-intruder",
  title: "Crossed crowd",
  about:
    "A disc comes through a standing crowd. People who anticipate step aside into denser places; who does not is piled up in front of it.",
  section: "A crowd that is crossed",
  formula: String.raw`\min_a\ \mathbb E\int_0^\infty e^{-\gamma t}\Big(\tfrac12|a|^2+|g|\,m\Big)dt`,
  wording: {
    "game.discount": {
      symbol: String.raw`\gamma`,
      about: "How much less a cost counts the later it is paid, e^(−γt): 0 foresees everything, a large one only the moment.",
      unit: "1/s",
    },
  },
  defaults: {
    world: { id: "open", params: {} },
    data: null,
    reference: {
      id: "gaussian",
      params: {
        mean: [0, 0],
        covariance: [
          [1, 0],
          [0, 1],
        ],
      },
    },
    game: {
      horizon: 1,
      discount: 0,
      dynamics: { id: "crossing", params: {} },
      lagrangian: { id: "kinetic", params: { weight: 1 } },
      interactions: [],
      terminal: { id: "none", params: {} },
    },
    objective: { id: "stationary", params: {} },
  },
});
