/** @file A game whose potential, running cost and target are typed, for the step on a device beside the step on wasm. */
export const typedGame = {
  model: "boltzmann-generator",
  data: { id: "typed-density" },
  training: { batch: 20 },
  network: { width: 8, depth: 2, output: "potential" },
  game: {
    lagrangian: { id: "typed-lagrangian", params: { cost: "(1 + m*exp(-norm(x)^2))/2*norm(v)^2" } },
    interactions: [{ id: "typed-potential", params: { potential: "k*(1 + sin(3*x1))*x2^2 + t*norm(x)" } }],
  },
  objective: { params: { integrator: "rk4", steps: 2 } },
};
