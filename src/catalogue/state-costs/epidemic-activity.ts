/** @file What it costs to be less active, to be ill, and (λ > 0) to infect others. After Olmez et al.; the numbers are ours. */
import { lagrangianSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Olmez, S. Y., Aggarwal, S., Kim, J. W., Miehling, E., Başar, T., West, M. and Mehta, P. G.",
    title: "Modeling presymptomatic spread in epidemics via mean-field games",
    year: 2021,
    arxiv: "2111.10422",
  },
];

export const spec = lagrangianSpec({
  id: "epidemic-activity",
  title: "Activity and illness",
  about: "Staying at home costs, being ill costs more; the altruistic also mind whom they infect.",
  section: "Epidemics of rational agents",
  formula: String.raw`\tfrac\kappa2(1-a)^2+c_I\mathbf 1_I+\lambda\beta a\,a_SS\,\mathbf 1_{P,I}`,
  setting: "states",
  free: false,
  player: "a",
  coleHopf: false,
  hamiltonianFormula: { reason: "People change between states here: there is no velocity that a Hamiltonian could be of." },
  params: {
    effort: real({
      symbol: String.raw`\kappa`,
      about: "What it costs to give up all activity for a day, twice.",
      ...{ default: 1, min: 0.01, max: 20, scale: "log", applies: "live" },
    }),
    illness: real({
      symbol: "c_I",
      about: "What a day of illness costs.",
      ...{ default: 3, min: 0, max: 50, applies: "live" },
    }),
    altruism: real({
      symbol: String.raw`\lambda`,
      about: "What it is worth to an infected agent not to infect somebody; society does not pay it.",
      ...{ default: 0, min: 0, max: 20, applies: "live" },
    }),
  },
  stateCosts: ({ effort, illness, altruism }) => ({
    costs: { S: "kappa/2*(1-a)^2", P: "kappa/2*(1-a)^2", I: "c_I + kappa/2*(1-a)^2" },
    ...(altruism === 0 ? {} : { regards: { P: "lambda*beta*a*a_S*S", I: "lambda*beta*a*a_S*S" } }),
    parameters: { kappa: Number(effort), c_I: Number(illness), lambda: Number(altruism) },
    quoted: "first",
  }),
});
