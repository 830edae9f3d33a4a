/** @file The lessons, one file each, in the order of a course. The page loads them when one is opened. */
import type { Lesson } from "./lesson.ts";

function inOrder(files: Readonly<Record<string, Lesson>>): ReadonlyMap<string, Lesson> {
  const all = Object.entries(files).map(([file, lesson]) => {
    if (file !== `./lessons/${lesson.id}.ts`)
      throw new Error(`The lesson "${lesson.id}" belongs in lessons/${lesson.id}.ts, not in ${file}`);
    return lesson;
  });
  return new Map(all.sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1)).map((lesson) => [lesson.id, lesson]));
}

export const lessons: ReadonlyMap<string, Lesson> = inOrder(import.meta.glob<Lesson>("./lessons/*.ts", { import: "lesson", eager: true }));
