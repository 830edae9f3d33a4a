/** @file Where the card of a lesson stands: nothing, and nothing loaded, until one is opened. */
import { type ComponentType, lazy, Suspense } from "react";
import { useFlags } from "../../state/flags.ts";

const LessonCard = lazy(async () => ({
  default: await import("./LessonCard.tsx").then((module) => module.LessonCard).catch((): ComponentType => () => null),
}));

export function LessonPlace() {
  return useFlags((flags) => flags.lesson) === null ? null : (
    <Suspense>
      <LessonCard />
    </Suspense>
  );
}
