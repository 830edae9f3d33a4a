/**
 * @file An epidemic in which people choose how active they are, and infect before they feel ill. After Olmez et al.; the numbers are ours.
 *
 *     S → P at β a (a_P P + a_I I),    P → I at ε,    I → R at γ
 *
 * With partial information those who are well cannot tell S from P: they choose one activity for both, by how likely each is.
 */
import { dynamicsSpec, type Reference } from "../define.ts";
import { choice, real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Olmez, S. Y., Aggarwal, S., Kim, J. W., Miehling, E., Başar, T., West, M. and Mehta, P. G.",
    title: "Modeling presymptomatic spread in epidemics via mean-field games",
    year: 2021,
    arxiv: "2111.10422",
  },
];

export const spec = dynamicsSpec({
  id: "epidemic-activity",
  title: "Epidemic of the active",
  about: "People choose how active they are; who is infected spreads the illness before feeling it.",
  section: "Epidemics of rational agents",
  formula: String.raw`S\xrightarrow{\beta a(a_PP+a_II)}P\xrightarrow{\varepsilon}I\xrightarrow{\gamma}R`,
  setting: "states",
  noisy: true,
  drifts: false,
  gain: () => "one",
  noises: () => false,
  params: {
    transmission: real({
      symbol: String.raw`\beta`,
      about: "How many the active infect a day, among people who are all susceptible.",
      ...{ default: 0.5, min: 0, max: 2, unit: "1/day", applies: "live" },
    }),
    onset: real({
      symbol: String.raw`\varepsilon`,
      about: "One over the days from infection to the first symptoms.",
      ...{ default: 0.2, min: 0.01, max: 2, scale: "log", unit: "1/day", applies: "live" },
    }),
    recovery: real({
      symbol: String.raw`\gamma`,
      about: "One over the days of illness.",
      ...{ default: 1 / 7, min: 0.01, max: 2, scale: "log", unit: "1/day", applies: "live" },
    }),
    infected: real({
      symbol: "P_0",
      about: "The share that is infected on the first day.",
      ...{ default: 1e-3, min: 1e-5, max: 0.5, scale: "log", applies: "live" },
    }),
    information: choice({
      about: "Full: everybody knows who is infected. Partial: nobody does before symptoms, and everybody goes by how likely it is.",
      default: "full",
      options: [
        { id: "full", title: "full" },
        { id: "partial", title: "partial" },
      ],
      applies: "live",
    }),
  },
  states: [
    { id: "S", title: "Susceptible", tone: "well" },
    { id: "P", title: "Presymptomatic", tone: "warned" },
    { id: "I", title: "Ill", tone: "ill" },
    { id: "R", title: "Recovered", tone: "over" },
  ],
  rates: ({ transmission, onset, recovery, infected, information }) => ({
    transitions: [
      { from: "S", to: "P", rate: "beta*a*(a_P*P + a_I*I)" },
      { from: "P", to: "I", rate: "epsilon" },
      { from: "I", to: "R", rate: "gamma" },
    ],
    controls: (information === "partial" ? [["S", "P"], ["I"]] : [["S"], ["P"], ["I"]]).map((states) => ({
      ...{ symbol: "a", in: states, low: "0", high: "1", idle: "1" },
    })),
    initial: ["1 - P_0", "P_0", "0", "0"],
    ill: ["P", "I"],
    parameters: { beta: Number(transmission), epsilon: Number(onset), gamma: Number(recovery), P_0: Number(infected) },
  }),
});
