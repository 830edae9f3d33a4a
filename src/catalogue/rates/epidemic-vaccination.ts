/**
 * @file An epidemic in which the susceptible choose when to be vaccinated (Doncel, Gast and Gaujal).
 *
 *     S → I at γ I,    S → R at u in [0, θ],    I → R at ρ
 */
import { dynamicsSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  { authors: "Doncel, J., Gast, N. and Gaujal, B.", title: "A mean field game analysis of SIR dynamics with vaccination", year: 2022 },
];

export const spec = dynamicsSpec({
  id: "epidemic-vaccination",
  title: "Epidemic with a vaccine",
  about: "The susceptible choose when to be vaccinated: as fast as possible up to some day, and then no more.",
  section: "Epidemics of rational agents",
  formula: String.raw`S\xrightarrow{\gamma I}I\xrightarrow{\rho}R,\quad S\xrightarrow{u}R`,
  setting: "states",
  noisy: true,
  drifts: false,
  gain: () => "one",
  noises: () => false,
  params: {
    transmission: real({
      symbol: String.raw`\gamma`,
      about: "How many one who is ill infects a year, among people who are all susceptible.",
      ...{ default: 73, min: 0, max: 400, unit: "1/year", applies: "live" },
    }),
    recovery: real({
      symbol: String.raw`\rho`,
      about: "One over the years of illness.",
      ...{ default: 36.5, min: 1, max: 400, scale: "log", unit: "1/year", applies: "live" },
    }),
    capacity: real({
      symbol: String.raw`\theta`,
      about: "The fastest that anybody can be vaccinated.",
      ...{ default: 10, min: 0, max: 100, unit: "1/year", applies: "live" },
    }),
    susceptible: real({
      symbol: "S_0",
      about: "The share that is susceptible at first.",
      ...{ default: 0.4, min: 0, max: 1, applies: "live" },
    }),
    infected: real({
      symbol: "I_0",
      about: "The share that is ill at first.",
      ...{ default: 0.4, min: 0, max: 1, applies: "live" },
    }),
  },
  refuses: ({ susceptible, infected }) =>
    Number(susceptible) + Number(infected) > 1
      ? { reason: "More are susceptible or ill than there are: together they are at most 1." }
      : undefined,
  timeUnit: "year",
  states: [
    { id: "S", title: "Susceptible", tone: "well" },
    { id: "I", title: "Ill", tone: "ill" },
    { id: "R", title: "Immune", tone: "over" },
  ],
  rates: ({ transmission, recovery, capacity, susceptible, infected }) => ({
    transitions: [
      { from: "S", to: "I", rate: "gamma*I" },
      { from: "S", to: "R", rate: "u" },
      { from: "I", to: "R", rate: "rho" },
    ],
    controls: [{ symbol: "u", in: ["S"], low: "0", high: "theta", idle: "0" }],
    initial: ["S_0", "I_0", "max(0, 1 - S_0 - I_0)"],
    ill: ["I"],
    parameters: {
      ...{ gamma: Number(transmission), rho: Number(recovery), theta: Number(capacity) },
      ...{ S_0: Number(susceptible), I_0: Number(infected) },
    },
  }),
});
