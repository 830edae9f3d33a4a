/** @file What a vaccine and a year of illness cost (Doncel, Gast and Gaujal). */
import { lagrangianSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  { authors: "Doncel, J., Gast, N. and Gaujal, B.", title: "A mean field game analysis of SIR dynamics with vaccination", year: 2022 },
];

export const spec = lagrangianSpec({
  id: "epidemic-vaccination",
  title: "Vaccine and illness",
  about: "Being vaccinated costs once, being ill as long as it lasts.",
  section: "Epidemics of rational agents",
  formula: String.raw`c_V\,u\,\mathbf 1_S+c_I\mathbf 1_I`,
  setting: "states",
  free: false,
  player: "a",
  coleHopf: false,
  hamiltonianFormula: { reason: "People change between states here: there is no velocity that a Hamiltonian could be of." },
  params: {
    illness: real({
      symbol: "c_I",
      about: "What a year of illness costs.",
      ...{ default: 36.5, min: 0, max: 400, applies: "live" },
    }),
    vaccine: real({
      symbol: "c_V",
      about: "What being vaccinated costs.",
      ...{ default: 0.5, min: 0, max: 20, applies: "live" },
    }),
  },
  stateCosts: ({ illness, vaccine }) => ({
    costs: { S: "c_V*u", I: "c_I" },
    parameters: { c_I: Number(illness), c_V: Number(vaccine) },
    quoted: "everybody",
  }),
});
