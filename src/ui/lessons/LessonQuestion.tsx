/** @file The question, and the answers to choose from: by pointer, by the arrow keys, or by their numbers. */
import type { SyntheticEvent } from "react";
import type { Lesson } from "../../experiment/lesson.ts";
import { choose, predict, useLesson } from "../../state/lesson.ts";
import { useSession } from "../session-context.ts";

interface LessonQuestionProps {
  readonly lesson: Lesson;
  /** The run that was on answers the question no longer. */
  readonly left: boolean;
}

export function LessonQuestion({ lesson, left }: LessonQuestionProps) {
  const session = useSession();
  const chosen = useLesson((state) => state.chosen);
  function onSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    predict(session);
  }
  return (
    <form onSubmit={onSubmit}>
      {left ? (
        <p className="lesson-left" role="status">
          That run was changed, or it could not be measured to its end, so it says nothing about the question. Run the lesson again:
        </p>
      ) : null}
      <fieldset>
        <legend className="lesson-question">{lesson.question}</legend>
        {lesson.answers.map(({ text }, k) => (
          <label key={text} className="lesson-answer">
            <input type="radio" name="lesson-answer" value={k} checked={chosen === k} onChange={() => choose(k)} />
            <span className="lesson-number" aria-hidden="true">
              {k + 1}
            </span>
            <span>{text}</span>
          </label>
        ))}
      </fieldset>
      <div className="lesson-foot">
        <span className="note">{chosen === null ? "What do you expect?" : "Then let it run."}</span>
        <button type="submit" className="button primary" disabled={chosen === null}>
          Predict and run
        </button>
      </div>
    </form>
  );
}
