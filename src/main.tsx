/** @file Mounts the app, nothing else. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { followAddress, followTheme, openAddress } from "./state/address.ts";
import { askLesson } from "./state/ask-lesson.ts";
import { followHiddenTab } from "./state/hidden-tab.ts";
import { followLook } from "./state/look.ts";
import { followOffline } from "./state/offline.ts";
import { useRun } from "./state/run.ts";
import { startPageSession } from "./state/session.ts";
import { browserStorage, followStorage, keptExperiment, restoreSettings } from "./state/storage.ts";
import { greet, startsByItself } from "./state/tour.ts";
import { App } from "./ui/App.tsx";

const keeper = browserStorage(window);
restoreSettings(keeper);
const flags = openAddress(window.location.href, keptExperiment(keeper));

function mount(): void {
  const session = startPageSession(() => new Worker(new URL("./worker/worker.ts", import.meta.url), { type: "module" }), flags.backend);
  followTheme(document.documentElement);
  followAddress(window);
  followStorage(keeper);
  followOffline(window, import.meta.env.PROD ? "./service-worker.js" : null);
  followLook(document);
  followHiddenTab(document, session);
  const visit = { href: window.location.href, automated: navigator.webdriver, storage: () => window.localStorage };
  const alone = startsByItself(visit, window.matchMedia("(prefers-reduced-motion: reduce)").matches);
  greet(visit, alone ? useRun : null);
  // A lesson asks before it shows.
  if (flags.lesson === null && (alone || flags.autoplay)) session.play();

  const root = document.getElementById("root");
  if (root !== null)
    createRoot(root).render(
      <StrictMode>
        <App session={session} />
      </StrictMode>,
    );
}

/** How a page looks that hides, locks or presents something: an ordinary one may turn to it later, and paints first. */
const dressed = (): Promise<unknown> => import("./ui/share/flags.css");

const plain = flags.hide.length + flags.lock.length === 0 && !flags.present;

// A lesson is opened before the first run is set up, so that it is the lesson's.
if (flags.lesson === null && plain) mount();
else void Promise.all([flags.lesson === null ? null : askLesson(flags.lesson), plain ? null : dressed().catch(() => null)]).then(mount);
if (plain) void dressed().catch(() => null);
