/** @file When to be vaccinated in an epidemic. */
import { modelSpec, type Reference } from "../define.ts";
import { STATES_DEFAULTS } from "../states-defaults.ts";

export const references: readonly Reference[] = [
  { authors: "Doncel, J., Gast, N. and Gaujal, B.", title: "A mean field game analysis of SIR dynamics with vaccination", year: 2022 },
];

export const spec = modelSpec({
  id: "epidemic-vaccination",
  title: "Epidemic: when to be vaccinated",
  about: "The susceptible weigh a vaccine against illness: they stop being vaccinated sooner than would be best for all.",
  section: "Epidemics of rational agents",
  formula: String.raw`\min_u\ \mathbb E\int_0^T\!\big(c_V\,u\,\mathbf 1_S+c_I\mathbf 1_I\big)dt`,
  defaults: {
    ...STATES_DEFAULTS,
    game: {
      horizon: 1,
      discount: 0,
      dynamics: { id: "epidemic-vaccination", params: {} },
      lagrangian: { id: "epidemic-vaccination", params: {} },
      interactions: [],
      terminal: { id: "none", params: {} },
    },
  },
});
