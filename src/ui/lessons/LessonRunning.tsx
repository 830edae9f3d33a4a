/** @file While the lesson's runs are on: what was predicted, which run it is, and how far. */
import type { Lesson } from "../../experiment/lesson.ts";
import { useExperiment } from "../../state/experiment.ts";
import { useLesson } from "../../state/lesson.ts";
import { useRun } from "../../state/run.ts";
import { useSession } from "../session-context.ts";

export function LessonRunning({ lesson }: { readonly lesson: Lesson }) {
  const session = useSession();
  const chosen = useLesson((state) => state.chosen) ?? 0;
  const run = useLesson((state) => state.run);
  const phase = useRun((state) => state.phase);
  const step = useRun((state) => state.step);
  const solved = useRun((state) => state.outcome !== null);
  const stop = useExperiment((state) => state.running.training.stop);
  const last = !solved && "steps" in stop ? stop.steps : null;
  const { title } = lesson.runs[run]!;
  const doing = phase === "paused" ? "paused" : phase === "finished" ? "measuring" : solved ? "solving" : "training";
  return (
    <>
      <p className="lesson-yours">
        You expect <b>{chosen + 1}</b>: {lesson.answers[chosen]?.text}
      </p>
      <p className="lesson-doing" role="status">
        {lesson.runs.length === 1 ? doing : `Run ${run + 1} of ${lesson.runs.length}, ${title}: ${doing}`}
      </p>
      {last === null ? <progress aria-label="This run" /> : <progress aria-label="This run" max={last} value={Math.min(step, last)} />}
      {phase === "paused" ? (
        <div className="lesson-foot">
          <span className="note">The run waits.</span>
          <button type="button" className="button primary" onClick={() => session.play()}>
            Go on
          </button>
        </div>
      ) : null}
    </>
  );
}
