/** @file What it costs to meet fewer than one would, and to be ill (Elie, Hubert and Turinici). */
import { lagrangianSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Elie, R., Hubert, E. and Turinici, G.",
    title: "Contact rate epidemic control of COVID-19: an equilibrium view",
    year: 2020,
    arxiv: "2004.08221",
  },
];

export const spec = lagrangianSpec({
  id: "epidemic-contact",
  title: "Contacts and illness",
  about: "Half as many contacts cost one a day, a third two; being ill costs more.",
  section: "Epidemics of rational agents",
  formula: String.raw`\Big(\tfrac{R_0\gamma}{b}-1\Big)\mathbf 1_S+r_I\mathbf 1_I`,
  setting: "states",
  free: false,
  player: "a",
  coleHopf: false,
  hamiltonianFormula: { reason: "People change between states here: there is no velocity that a Hamiltonian could be of." },
  params: {
    illness: real({
      symbol: "r_I",
      about: "What a day of illness costs.",
      ...{ default: 30, min: 0, max: 200, applies: "live" },
    }),
  },
  stateCosts: ({ illness }) => ({
    costs: { S: "R_0*gamma/b - 1", I: "r_I" },
    parameters: { r_I: Number(illness) },
    quoted: "first",
  }),
});
