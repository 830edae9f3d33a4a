/** @file How active to be in an epidemic that spreads before anybody feels it. */
import { modelSpec, type Reference } from "../define.ts";
import { STATES_DEFAULTS } from "../states-defaults.ts";

export const references: readonly Reference[] = [
  {
    authors: "Olmez, S. Y., Aggarwal, S., Kim, J. W., Miehling, E., Başar, T., West, M. and Mehta, P. G.",
    title: "Modeling presymptomatic spread in epidemics via mean-field games",
    year: 2021,
    arxiv: "2111.10422",
  },
];

export const spec = modelSpec({
  id: "epidemic-activity",
  title: "Epidemic: how active to be",
  about: "Everybody weighs activity against illness, with or without knowing who is infected.",
  section: "Epidemics of rational agents",
  formula: String.raw`\min_a\ \mathbb E\int_0^T\!\Big(\tfrac\kappa2(1-a)^2+c_I\mathbf 1_I+\lambda\beta a\,a_SS\,\mathbf 1_{P,I}\Big)dt`,
  defaults: {
    ...STATES_DEFAULTS,
    game: {
      horizon: 200,
      discount: 0,
      dynamics: { id: "epidemic-activity", params: {} },
      lagrangian: { id: "epidemic-activity", params: {} },
      interactions: [],
      terminal: { id: "none", params: {} },
    },
  },
});
