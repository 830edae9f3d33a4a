/** @file Mounts the app, nothing else. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { followAddress, followTheme, openAddress } from "./state/address.ts";
import { followLook } from "./state/look.ts";
import { startSession } from "./state/session.ts";
import { App } from "./ui/App.tsx";

const flags = openAddress(window.location.href);
const session = startSession(() => new Worker(new URL("./worker/worker.ts", import.meta.url), { type: "module" }), flags.backend);
followTheme(document.documentElement);
followAddress(window, flags);
followLook(document);
if (flags.autoplay) session.play();

const root = document.getElementById("root");
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <App session={session} />
    </StrictMode>,
  );
