/** @file What the tour points at, and says. */

export interface TourStep {
  readonly title: string;
  readonly text: string;
  /** Where it is on a wide screen, and on a narrow one if that differs. */
  readonly target: string;
  readonly narrowTarget?: string;
  readonly side: "right" | "left" | "below" | "above";
}

export const TOUR_STEPS: readonly TourStep[] = [
  {
    title: "Every generative flow is a game",
    text: "A crowd of particles moves from noise to data and pays for it. The equation says what is paid, each term in the colour of its slot: click a term to get to its controls.",
    target: ".equation",
    side: "below",
  },
  {
    title: "Four slots and the data",
    text: "Choose, draw or open data; then swap how particles move, what moving costs, what the crowd costs, and how the end is compared with the data. What cannot work together says why.",
    target: ".left",
    narrowTarget: ".transport .only-narrow",
    side: "right",
  },
  {
    title: "Train",
    text: "Everything is computed in this page. Play and pause with this button (or Space): the flow changes under your eyes, and you may turn any control while it trains.",
    target: ".transport .play",
    side: "above",
  },
  {
    title: "The flow",
    text: "What was learned stands beside the exact solution wherever one is known. Click anywhere to trace one agent and read what it pays. The film strip below is the time slider, from the reference to the data.",
    target: ".stage",
    side: "right",
  },
  {
    title: "Believe the rulers",
    text: "Losses by slot, distances to the data beside the noise floor of two true samples, and the errors against the exact solution.",
    target: ".right",
    side: "left",
  },
  {
    title: "Begin with an experiment",
    text: "Each preset shows one thing that is worth seeing, and is a starting point to take apart; lessons stand beside them, and ask what you expect before they run. The tour is under the question mark whenever you want it.",
    target: ".presets",
    side: "below",
  },
];
