/** @file The dialogs that are loaded when they are first asked for. */
import { type ComponentType, lazy, type LazyExoticComponent, Suspense } from "react";
import { type DialogName, useDialogs } from "../state/dialogs.ts";
import { useTour } from "../state/tour.ts";
import { DialogFrame } from "./DialogFrame.tsx";

/** Without the network, and before the page was kept for that, a dialog may be missing; the lab goes on without it. */
function NotLoaded() {
  return (
    <DialogFrame title="Not loaded">
      <p>This part of the page could not be loaded. Check the connection and reload the page; your experiment is in its address.</p>
    </DialogFrame>
  );
}

function onDemand(load: () => Promise<ComponentType>): LazyExoticComponent<ComponentType> {
  return lazy(async () => ({ default: await load().catch((): ComponentType => NotLoaded) }));
}

const DIALOGS: Readonly<Record<DialogName, LazyExoticComponent<ComponentType>>> = {
  gallery: onDemand(async () => (await import("./gallery/Gallery.tsx")).Gallery),
  lessons: onDemand(async () => (await import("./lessons/LessonList.tsx")).LessonList),
  draw: onDemand(async () => (await import("./data/DrawDialog.tsx")).DrawDialog),
  upload: onDemand(async () => (await import("./data/UploadDialog.tsx")).UploadDialog),
  docs: onDemand(async () => (await import("./docs/DocsDialog.tsx")).DocsDialog),
  share: onDemand(async () => (await import("./share/ShareDialog.tsx")).ShareDialog),
};

const Tour = onDemand(async () => (await import("./tour/TourCard.tsx")).TourCard);

export function Dialogs() {
  const open = useDialogs((state) => state.open);
  const touring = useTour((state) => state.step !== null);
  if (open === null && !touring) return null;
  const Shown = open === null ? Tour : DIALOGS[open];
  return (
    <Suspense fallback={null}>
      <Shown />
    </Suspense>
  );
}
