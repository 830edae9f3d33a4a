/** @file The transport bar: play, step, reset, how far, how fast, on what, from which seed. */
import { useState } from "react";
import { Button, Tooltip, TooltipTrigger } from "react-aria-components";
import { SEED } from "../../catalogue/limits.ts";
import { edit, useExperiment } from "../../state/experiment.ts";
import { isAtOnce, isSolved } from "../../experiment/solved.ts";
import { isTraining, useRun } from "../../state/run.ts";
import { unitOf } from "../readouts/step-name.ts";
import { useView } from "../../state/view.ts";
import { NumberEntry } from "../controls/NumberEntry.tsx";
import { formatCount } from "../format.ts";
import { useSession } from "../session-context.ts";
import { Progress } from "./Progress.tsx";
import "./transport.css";

/** Steps of one press; where a run ends altogether is a field of the experiment. */
const MOST_AT_ONCE = 100_000;

export function TransportBar() {
  const session = useSession();
  const broken = useRun((run) => run.client.kind === "broken");
  const [steps, setSteps] = useState(100);
  const playing = useRun(isTraining);
  const unit = useRun((run) => unitOf(run.outcome));
  const solved = useExperiment((state) => isSolved(state.running));
  const atOnce = useExperiment((state) => isAtOnce(state.running));
  return (
    <footer className="transport" aria-label="Transport">
      <button
        type="button"
        className="play"
        aria-label={solved ? (playing ? "Pause solving" : "Solve") : playing ? "Pause training" : "Train"}
        disabled={broken}
        onClick={() => (playing ? session.pause() : session.play())}
      >
        {playing ? "❚❚" : "▶"}
      </button>
      {atOnce ? null : (
        <button type="button" className="button icon" aria-label={`One ${unit}`} disabled={broken} onClick={() => session.step(1)}>
          ⇥
        </button>
      )}
      {solved ? null : (
        <span className="steps only-wide">
          <button type="button" className="button" disabled={broken} onClick={() => session.step(steps)}>
            +{formatCount(steps)}
          </button>
          <NumberEntry label="Steps at once" value={steps} min={1} max={MOST_AT_ONCE} whole onChange={setSteps} />
        </span>
      )}
      <button type="button" className="button icon" aria-label="Reset the run" disabled={broken} onClick={() => session.reset()}>
        ↺
      </button>
      <Progress />
      <Backend />
      <Seed />
      <Button className="button only-narrow" onPress={() => useView.setState({ controlsOpen: true })}>
        Controls
      </Button>
    </footer>
  );
}

function Backend() {
  const backend = useRun((run) => run.backend);
  const route = useRun((run) => run.route);
  const reason = useRun((run) => run.reason);
  const parameters = useRun((run) => run.parameters);
  const name =
    backend === null
      ? "starting"
      : route === "grid" || route === "kernels"
        ? `${route}, f64`
        : route === "reference"
          ? `${backend}, reference`
          : `fused ${backend}`;
  return (
    <TooltipTrigger delay={200}>
      <Button className="badge only-wide" aria-label={`Computes on ${name}`}>
        <b aria-hidden="true" className={backend === null ? "off" : ""}>
          ●
        </b>
        {name}
      </Button>
      <Tooltip className="tooltip" placement="top">
        <p>{reason === "" ? "The worker is choosing a backend." : reason}</p>
        {parameters > 0 ? <p className="tooltip-note">{formatCount(parameters)} weights</p> : null}
      </Tooltip>
    </TooltipTrigger>
  );
}

function Seed() {
  const seed = useExperiment((state) => state.draft.seed);
  return (
    <span className="badge seed only-wide">
      <span>seed</span>
      <NumberEntry label="Seed" value={seed} {...SEED} whole onChange={(next) => edit({ seed: next })} />
      <button type="button" aria-label="Another seed" onClick={() => edit({ seed: anotherSeed() })}>
        ⚄
      </button>
    </span>
  );
}

/** A die: chance is wanted here, and only here; the seed it gives is then part of the experiment. */
function anotherSeed(): number {
  const [value = 1] = crypto.getRandomValues(new Uint16Array(1));
  return value;
}
