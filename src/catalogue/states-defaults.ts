/** @file What the models of states have in common: no data, nothing to train, and the solver that fits them. */
export const STATES_DEFAULTS = {
  world: { id: "states", params: {} },
  data: null,
  objective: { id: "forward-backward", params: {} },
  regularisers: {
    hjb: { weight: 0, norm: "l2", points: "particles", scale: "none", ramp: 0 },
    terminal: { weight: 0 },
    initial: { weight: 0 },
  },
  seed: 1,
} as const;
