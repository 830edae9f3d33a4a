/** @file The lessons in the order of a course: title, question, and a mark on those that have been answered. */
import { GridList, GridListItem } from "react-aria-components";
import type { Lesson } from "../../experiment/lesson.ts";
import { lessons } from "../../experiment/lessons.ts";
import { closeDialog } from "../../state/dialogs.ts";
import { openLesson, useLesson } from "../../state/lesson.ts";
import { useProgress } from "../../state/lesson-progress.ts";
import { DialogFrame } from "../DialogFrame.tsx";
import { useSession } from "../session-context.ts";
import { GalleryTabs } from "../gallery/GalleryTabs.tsx";
import "../gallery/gallery.css";
import "./lesson-list.css";

const all = [...lessons.values()];

export function LessonList() {
  const current = useLesson((state) => state.lesson?.id);
  const progress = useProgress();
  const session = useSession();

  function open(id: string): void {
    openLesson(id, session);
    closeDialog();
  }

  return (
    <DialogFrame title="Lessons" className="gallery-dialog" beside={<GalleryTabs shown="lessons" />}>
      <p className="note">A question, your prediction, a run of a few seconds, and what it measured beside what is true.</p>
      <GridList className="lesson-list" layout="grid" aria-label="Lessons" items={all} autoFocus onAction={(key) => open(String(key))}>
        {(lesson: Lesson) => (
          <GridListItem
            id={lesson.id}
            textValue={`${lesson.title}. ${lesson.question}${progressWords(progress[lesson.id])}`}
            className={`lesson-entry ${lesson.id === current ? "current" : ""}`}
          >
            <span className={`lesson-place ${progress[lesson.id] === undefined ? "" : "answered"}`} aria-hidden="true">
              {progress[lesson.id] === true ? "✓" : all.indexOf(lesson) + 1}
            </span>
            <span>
              <span className="gallery-title">{lesson.title}</span>
              <span className="gallery-watch">{lesson.question}</span>
            </span>
          </GridListItem>
        )}
      </GridList>
    </DialogFrame>
  );
}

const progressWords = (right: boolean | undefined): string => (right === undefined ? "" : right ? " Predicted." : " Answered.");
