/**
 * @file An epidemic in which the susceptible choose how many they meet (Elie, Hubert and Turinici).
 *
 *     S → I at b I,    I → R at γ,    b in [0.05, R₀γ]
 */
import { dynamicsSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Elie, R., Hubert, E. and Turinici, G.",
    title: "Contact rate epidemic control of COVID-19: an equilibrium view",
    year: 2020,
    arxiv: "2004.08221",
  },
];

export const spec = dynamicsSpec({
  id: "epidemic-contact",
  title: "Epidemic of contacts",
  about: "The susceptible choose how many they meet; who is ill infects those who do not stay away.",
  section: "Epidemics of rational agents",
  formula: String.raw`S\xrightarrow{b\,I}I\xrightarrow{\gamma}R`,
  setting: "states",
  noisy: true,
  drifts: false,
  gain: () => "one",
  noises: () => false,
  params: {
    reproduction: real({
      symbol: "R_0",
      about: "How many one infects while ill, among people who are all susceptible and do not mind.",
      ...{ default: 2, min: 0.5, max: 8, applies: "live" },
    }),
    recovery: real({
      symbol: String.raw`\gamma`,
      about: "One over the days of illness.",
      ...{ default: 0.1, min: 0.01, max: 2, scale: "log", unit: "1/day", applies: "live" },
    }),
    infected: real({
      symbol: "I_0",
      about: "The share that is ill on the first day.",
      ...{ default: 0.01, min: 1e-5, max: 0.5, scale: "log", applies: "live" },
    }),
  },
  states: [
    { id: "S", title: "Susceptible", tone: "well" },
    { id: "I", title: "Ill", tone: "ill" },
    { id: "R", title: "Recovered", tone: "over" },
  ],
  rates: ({ reproduction, recovery, infected }) => ({
    transitions: [
      { from: "S", to: "I", rate: "b*I" },
      { from: "I", to: "R", rate: "gamma" },
    ],
    controls: [{ symbol: "b", in: ["S"], low: "min(0.05, R_0*gamma)", high: "R_0*gamma", idle: "R_0*gamma" }],
    initial: ["1 - I_0", "I_0", "0"],
    ill: ["I"],
    parameters: { R_0: Number(reproduction), gamma: Number(recovery), I_0: Number(infected) },
  }),
});
