/**
 * @file How far the run is, and the way back: a bar over the training history on which every mark is a checkpoint.
 *
 * The thumb stands at the step that is drawn. Dragged back it shows the flow as it was; training is not touched until one
 * goes on from there. A run that plays is paused by the hand that takes the bar.
 */
import { type KeyboardEvent, useState } from "react";
import { roundAfter, type Rounds } from "../../catalogue/lines.ts";
import { specs } from "../../catalogue/specs.ts";
import type { SolverOutcome } from "../../engine/results.ts";
import { useExperiment } from "../../state/experiment.ts";
import { useRun } from "../../state/run.ts";
import { unitOf } from "../readouts/step-name.ts";
import { formatCount } from "../format.ts";
import { useSession } from "../session-context.ts";
import { earlier, later } from "./checkpoints.ts";

/** Until the picture has followed a hand. */
const FOLLOWS = 400; // ms

/** More marks than this are a stripe. */
const MOST_MARKS = 24;

/** The checkpoint that a key asks for, from the step that is shown; null: the present; undefined: another key. */
function checkpointFor(key: string, checkpoints: readonly number[], shown: number): number | null | undefined {
  if (key === "ArrowLeft" || key === "ArrowDown") return earlier(checkpoints, shown);
  if (key === "ArrowRight" || key === "ArrowUp") return later(checkpoints, shown);
  if (key === "Home") return checkpoints[0] ?? 0;
  return key === "End" ? null : undefined;
}

export function Progress() {
  const session = useSession();
  const step = useRun((run) => run.step);
  const shown = useRun((run) => run.shown);
  const checkpoints = useRun((run) => run.checkpoints);
  const rate = useRun((run) => run.stepsPerSecond);
  const seconds = useRun((run) => run.seconds);
  const playing = useRun((run) => run.phase === "playing");
  const stop = useExperiment((state) => state.draft.training.stop);
  const outcome = useRun((run) => run.outcome);
  const objective = useExperiment((state) => state.running.objective);
  const rounds = specs.objective.get(objective.id)?.rounds?.(objective.params);
  // A stop in seconds has no last step; the one it will come to is guessed from the pace so far.
  const end =
    outcome !== null
      ? Math.max(1, outcome.of ?? step)
      : Math.max(1, step, "steps" in stop ? stop.steps : seconds > 0 ? Math.round((step * stop.seconds) / seconds) : 1);
  const rewound = shown < step && !playing;
  const now = rewound ? shown : step;
  // Of the weights that are drawn: what the last step has made of them.
  const round = rounds === undefined ? "" : roundWords(rounds, roundAfter(rounds, Math.max(0, now - 1)));
  /** Where a hand holds the thumb; the picture follows a frame later, and from checkpoint to checkpoint. */
  const [held, setHeld] = useState<number | null>(null);
  const letGo = (): void => void setTimeout(() => setHeld(null), FOLLOWS);
  const at = (value: number): string => `${(100 * value) / end}%`;

  function onKey(event: KeyboardEvent): void {
    const wanted = checkpointFor(event.key, checkpoints, now);
    if (wanted === undefined) return;
    event.preventDefault();
    session.rewind(wanted);
  }

  return (
    <>
      <span className="count">
        <span className="unseen">{capitalised(unitOf(outcome))} </span>
        {formatCount(now)}
        {round === "" ? null : <span className="round"> {round}</span>}
      </span>
      <span className="rewind">
        <Marks at={at} strong={[...beginnings(rounds, end), ...(rewound ? [step] : [])]} />
        <input
          type="range"
          className="slider time"
          min={0}
          max={end}
          step={1}
          value={held ?? now}
          disabled={checkpoints.length === 0}
          aria-label={
            outcome !== null
              ? `${capitalised(unitOf(outcome))}s so far${outcome.of === null ? "" : `, of ${formatCount(outcome.of)}`}`
              : "steps" in stop
                ? `Training history, to ${formatCount(stop.steps)} steps`
                : `Training history, to ${stop.seconds} seconds`
          }
          aria-valuetext={
            (rewound ? `showing step ${formatCount(shown)} of ${formatCount(step)}` : `step ${formatCount(step)} of ${formatCount(end)}`) +
            (round === "" ? "" : `, ${round}`)
          }
          style={{ "--at": at(held ?? now) } as React.CSSProperties}
          onKeyDown={onKey}
          onPointerUp={letGo}
          onBlur={letGo}
          onChange={(event) => {
            const wanted = Math.min(step, Number(event.target.value));
            setHeld(wanted);
            session.rewind(wanted >= step ? null : wanted);
          }}
        />
      </span>
      {rewound ? (
        <Rewound shown={shown} step={step} />
      ) : (
        <span className="rate only-wide">{outcome === null ? `${formatCount(rate)} steps/s` : sweeps(outcome)}</span>
      )}
    </>
  );
}

/** A mark at every checkpoint, or at some of many, and strong ones where something else is to be seen. */
function Marks({ at, strong }: { readonly at: (step: number) => string; readonly strong: readonly number[] }) {
  const checkpoints = useRun((run) => run.checkpoints);
  const sparse = Math.max(1, Math.ceil(checkpoints.length / MOST_MARKS));
  return (
    <span className="marks" aria-hidden="true">
      {checkpoints
        .filter((_, k) => k % sparse === 0)
        .map((checkpoint) => (
          <i key={checkpoint} style={{ left: at(checkpoint) }} />
        ))}
      {strong.map((step) => (
        <i key={`strong ${step}`} className="strong" style={{ left: at(step) }} />
      ))}
    </span>
  );
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const roundWords = ({ count, stages }: Rounds, round: number): string =>
  stages === true ? `stage ${round + 1} of ${count + 1}` : `round ${round} of ${count}`;

/** The steps after which later rounds begin, as far as the bar goes. */
function beginnings(rounds: Rounds | undefined, end: number): readonly number[] {
  return Array.from({ length: rounds?.count ?? 0 }, (_, k) => (k + 1) * rounds!.every).filter((first) => first < end);
}

/** What the solver has to say, in as many words as fit. */
function sweeps(outcome: SolverOutcome): string {
  const { sweeps: taken, of, ended, converged } = outcome;
  if (of !== null) return `of ${formatCount(of)} ${unitOf(outcome)}${of === 1 ? "" : "s"}`;
  if (!ended) return taken === 0 ? "not solved yet" : "sweeping";
  return converged ? "solved" : "not settled";
}

/** The past is on the stage: how far back, and the two ways out. */
function Rewound({ shown, step }: { readonly shown: number; readonly step: number }) {
  const session = useSession();
  return (
    <span className="rewound" role="status">
      <span className="only-wide">
        showing step <b>{formatCount(shown)}</b> of {formatCount(step)}
      </span>
      <button
        type="button"
        className="button primary"
        title="Training goes on from here; what came after is forgotten"
        onClick={() => session.continueFrom()}
      >
        Continue from here
      </button>
      <button type="button" className="button" onClick={() => session.rewind(null)}>
        Back to now
      </button>
    </span>
  );
}
