/**
 * @file How far the run is, and the way back: a bar over the training history on which every mark is a checkpoint.
 *
 * The thumb stands at the step that is drawn. Dragged back it shows the flow as it was; training is not touched until one
 * goes on from there.
 */
import { useExperiment } from "../../state/experiment.ts";
import { useRun } from "../../state/run.ts";
import { formatCount } from "../format.ts";
import { useSession } from "../session-context.ts";

/** More marks than this are a stripe. */
const MOST_MARKS = 24;

export function Progress() {
  const session = useSession();
  const step = useRun((run) => run.step);
  const shown = useRun((run) => run.shown);
  const checkpoints = useRun((run) => run.checkpoints);
  const rate = useRun((run) => run.stepsPerSecond);
  const seconds = useRun((run) => run.seconds);
  const playing = useRun((run) => run.phase === "playing");
  const stop = useExperiment((state) => state.draft.training.stop);
  // A stop in seconds has no last step; the one it will come to is guessed from the pace so far.
  const end = Math.max(1, step, "steps" in stop ? stop.steps : seconds > 0 ? Math.round((step * stop.seconds) / seconds) : 1);
  const rewound = shown < step && !playing;
  const at = (value: number): string => `${(100 * value) / end}%`;
  const sparse = Math.max(1, Math.ceil(checkpoints.length / MOST_MARKS));
  return (
    <>
      <span className="count">
        <span className="unseen">Step </span>
        {formatCount(rewound ? shown : step)}
      </span>
      <span className="rewind">
        <span className="marks" aria-hidden="true">
          {checkpoints
            .filter((_, k) => k % sparse === 0)
            .map((checkpoint) => (
              <i key={checkpoint} style={{ left: at(checkpoint) }} />
            ))}
        </span>
        <input
          type="range"
          className="slider time"
          min={0}
          max={end}
          step={1}
          value={rewound ? shown : step}
          disabled={checkpoints.length === 0 || playing}
          aria-label={
            "steps" in stop ? `Training history, to ${formatCount(stop.steps)} steps` : `Training history, to ${stop.seconds} seconds`
          }
          aria-valuetext={`step ${formatCount(rewound ? shown : step)} of ${formatCount(end)}`}
          style={{ "--at": at(rewound ? shown : step) } as React.CSSProperties}
          onChange={(event) => {
            const wanted = Number(event.target.value);
            session.rewind(wanted >= step ? null : wanted);
          }}
        />
      </span>
      {rewound ? (
        <button type="button" className="button" onClick={() => session.continueFrom()}>
          Go on from here
        </button>
      ) : (
        <span className="rate only-wide">{formatCount(rate)} steps/s</span>
      )}
    </>
  );
}
