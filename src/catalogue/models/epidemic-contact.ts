/** @file How many to meet in an epidemic. */
import { modelSpec, type Reference } from "../define.ts";
import { STATES_DEFAULTS } from "../states-defaults.ts";

export const references: readonly Reference[] = [
  {
    authors: "Elie, R., Hubert, E. and Turinici, G.",
    title: "Contact rate epidemic control of COVID-19: an equilibrium view",
    year: 2020,
    arxiv: "2004.08221",
  },
];

export const spec = modelSpec({
  id: "epidemic-contact",
  title: "Epidemic: how many to meet",
  about: "The susceptible weigh contacts against illness, each for himself.",
  section: "Epidemics of rational agents",
  formula: String.raw`\min_b\ \mathbb E\int_0^T\!\Big(\big(\tfrac{R_0\gamma}b-1\big)\mathbf 1_S+r_I\mathbf 1_I\Big)dt`,
  defaults: {
    ...STATES_DEFAULTS,
    game: {
      horizon: 360,
      discount: 0,
      dynamics: { id: "epidemic-contact", params: {} },
      lagrangian: { id: "epidemic-contact", params: {} },
      interactions: [],
      terminal: { id: "none", params: {} },
    },
  },
});
