/** @file Flow matching is fitted to straight lines, and is no optimum (docs/mathematics.md, Flow matching). */
import type { Found, Lesson } from "../lesson.ts";

/** Above the least energy by this much is more than training leaves over. */
const DEARER = 1.05;

export const lesson: Lesson = {
  id: "fitted-to-lines",
  title: "Fitted to straight lines",
  place: 40,
  preset: "gaussian-matching",
  question:
    "Flow matching draws a start and an end independently, joins them by a straight line, and fits the mean velocity of all lines. The data are reached. What does the trip cost beside optimal transport?",
  runs: [{ title: "this run", set: { "training.batch": 256, "training.stop": { steps: 300 } } }],
  reads: ["kineticEnergy", "straightness", "slicedW2"],
  answers: [
    {
      text: "As little as possible: the lines are straight, so the flow is too.",
      because: "The lines are straight, but where they cross a flow can have one velocity only: it takes their mean and bends.",
      holds: (of) => excess(of) < DEARER,
    },
    {
      text: "More: where lines cross, the flow goes their mean way, and bends.",
      because: "Ends that are drawn apart make lines cross; the crowd first shrinks and then spreads again, and pays for both.",
      right: true,
      holds: (of) => excess(of) >= DEARER && excess(of) < 2,
    },
    {
      text: "More than twice as much.",
      because: "Between these Gaussians most of the energy is the shift, which no flow can save; only the detour is paid on top.",
      holds: (of) => excess(of) >= 2,
    },
  ],
  statement: "The fitted flow obeys the continuity equation, but not the HJB equation: its particles accelerate.",
  formula: String.raw`\partial_tv+v\,\partial_xv=\partial_xr=\frac{s_0^2s_1^2}{\mathrm{var}(t)^2}\,(x-m_t)\neq0`,
  next: "Switch on the layer of the HJB residual: it is the potential of that acceleration.",
  about: "Flow matching",
};

const excess = (of: Found): number => {
  const { value, truth } = of("kineticEnergy");
  return value / (truth ?? 0);
};
