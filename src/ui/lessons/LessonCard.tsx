/** @file A lesson: its question and answers, then its run, then what was measured beside what is true. */
import { useEffect, useRef } from "react";
import { lessons } from "../../experiment/lessons.ts";
import { openDialog } from "../../state/dialogs.ts";
import { choose, closeLesson, useLesson } from "../../state/lesson.ts";
import { LessonQuestion } from "./LessonQuestion.tsx";
import { LessonReveal } from "./LessonReveal.tsx";
import { LessonRunning } from "./LessonRunning.tsx";
import "./lesson.css";

/** Where digits are text. */
const TYPING = "input:not([type=radio]), textarea, select, [contenteditable], [role=dialog] *";

export function LessonCard() {
  const lesson = useLesson((state) => state.lesson);
  const stage = useLesson((state) => state.stage);
  const card = useRef<HTMLElement>(null);
  const before = useRef(stage);

  useEffect(() => {
    function onKey({ key, target, altKey, ctrlKey, metaKey }: KeyboardEvent): void {
      if (altKey || ctrlKey || metaKey || !/^[1-4]$/.test(key) || (target instanceof Element && target.closest(TYPING) !== null)) return;
      choose(Number(key) - 1);
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  // What had the focus is gone; whoever looks at the stage is shown that the answer is there.
  useEffect(() => {
    if (before.current === stage) return;
    before.current = stage;
    card.current?.focus({ preventScroll: true });
    if (stage === "revealed") card.current?.scrollIntoView({ block: "nearest" });
  }, [stage]);

  if (lesson === null) return null;
  const order = [...lessons.keys()];
  return (
    <section ref={card} className="lesson card" aria-labelledby="lesson-title" tabIndex={-1}>
      <div className="lesson-head">
        <button type="button" className="button plain lesson-count" aria-haspopup="dialog" onClick={() => openDialog("lessons")}>
          Lesson {order.indexOf(lesson.id) + 1} of {order.length} <span aria-hidden="true">▾</span>
        </button>
        <button type="button" className="button icon plain" aria-label="Leave the lesson" onClick={closeLesson}>
          ✕
        </button>
      </div>
      <h2 id="lesson-title">{lesson.title}</h2>
      {stage === "revealed" ? (
        <LessonReveal lesson={lesson} />
      ) : stage === "running" ? (
        <LessonRunning lesson={lesson} />
      ) : (
        <LessonQuestion lesson={lesson} left={stage === "left"} />
      )}
    </section>
  );
}
