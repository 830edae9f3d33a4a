/** @file How far the solver on a grid, the march in time, or the fit of kernels has come: a curve over its steps, and in words what it ended with. */
import { lossFigure } from "../../plots/curves.ts";
import { formatNumber } from "../../plots/number-text.ts";
import { runA } from "../../state/compare.ts";
import { frames } from "../../state/frames.ts";
import { useRun } from "../../state/run.ts";
import { NumberText } from "../NumberText.tsx";
import { curveFormats } from "../share/figure-export.ts";
import { Curves } from "./Curves.tsx";
import { Head } from "./Head.tsx";
import { outcomeWords } from "./outcome-words.ts";

const ABOUT = {
  sweeps: [
    "Each sweep takes the value function back from the end and the population forward from the start, and fits their ends to one another.",
    "The change is that of U at the end, relative to it, where there is anybody. When it stands the game is solved, as finely as the grid is.",
  ],
  passes: [
    "One pass along each axis finds for every place where it is cheapest to end. The number is what the crowd pays then, on the way and at the end.",
    "There is nothing to settle: without noise, and with costs of place alone, nobody has to know what the others do.",
  ],
  timeSteps: [
    "What the crowd pays at each time step: nobody looks ahead, so it falls as steeply as it can, and never rises.",
    "It falls by twice of what its smooth paths cost; the shaken paths of the same crowd say nothing of that.",
  ],
  newton: [
    "Each step of Newton's method solves the equations for crowd and value together, as if they were straight. Near the solution every step doubles the correct digits.",
    "The residual is what is left of the equations at the node where they hold least, relative to their terms. A drag of a slider begins where the last picture stands.",
  ],
  fit: [
    "The loss of implicit score matching at the end, over training points that each leave their own kernel out.",
    "Only differences say something: it is the squared error of the score less a number that nobody knows. Narrower kernels would go below any bound at their own centres.",
  ],
} as const;

const SAID = {
  sweeps: { title: "Sweeps", about: ABOUT.sweeps, number: "change", what: "the sweeps", label: "The change of each sweep" },
  // One number has no course to draw.
  passes: { title: "One pass", about: ABOUT.passes, number: "cost", what: null, label: null },
  "time steps": {
    ...{ title: "Time steps", about: ABOUT.timeSteps, number: "cost" },
    ...{ what: "the cost of the crowd", label: "What the crowd pays at each time" },
  },
  "Newton steps": { title: "Newton steps", about: ABOUT.newton, number: "residual", what: null, label: null },
  "fitting steps": {
    title: "Fit",
    about: ABOUT.fit,
    number: "loss",
    what: "the loss of the fit",
    label: "The loss of each step of the fit",
  },
} as const;

const drawCurve: Parameters<typeof Curves>[0]["figure"] = (theme) => {
  const { history, parts } = frames.getState();
  // A change falls by factors; what a crowd pays, and the loss of a fit, may be below 0.
  return lossFigure(history, parts, theme, (useRun.getState().outcome?.counts ?? "sweeps") === "sweeps", runA());
};

const FORMATS = curveFormats("sweeps", "sweeps", drawCurve, () => true);

export function SweepsSection({ section }: { readonly section: string }) {
  const outcome = useRun((run) => run.outcome);
  const counts = outcome?.counts ?? "sweeps";
  const said = SAID[counts];
  const number = outcome === null || (outcome.sweeps === 0 && counts === "sweeps") ? "–" : formatNumber(outcome.change);
  return (
    <section className="card readout" aria-label={said.title}>
      <Head
        title={said.title}
        about={said.about}
        section={section}
        note={<NumberText>{`${said.number} ${number}`}</NumberText>}
        {...(said.what === null ? {} : { exported: { what: said.what, formats: FORMATS } })}
      />
      {said.label === null ? null : <Curves label={said.label} figure={drawCurve} />}
      <p className="readout-says">
        <NumberText>{outcome === null ? "" : outcomeWords(outcome)}</NumberText>
      </p>
    </section>
  );
}
