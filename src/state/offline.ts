/**
 * @file The page's end of the service worker: the lab works offline after the first visit, and a new version is never taken
 * behind the user's back.
 *
 * A new version is fetched beside the old one and waits. The page goes on with the files it began with until the user reloads
 * it from the notice; then the waiting worker takes over, and the page is loaded again from its files.
 */
import { create } from "zustand";

interface Offline {
  readonly online: boolean;
  /** A new version has been fetched. */
  readonly waiting: boolean;
  readonly take: () => void;
}

export const useOffline = create<Offline>(() => ({ online: true, waiting: false, take: () => undefined }));

export function takeUpdate(): void {
  useOffline.getState().take();
}

export function putUpdateAway(): void {
  useOffline.setState({ waiting: false });
}

/** A page that stays open all day asks this often. */
const ASK_EVERY = 3_600_000; // ms

/** Keeps the store true. `script` is null where there is none to register: the dev server. */
export function followOffline(page: Window, script: string | null): void {
  useOffline.setState({ online: page.navigator.onLine });
  page.addEventListener("online", () => useOffline.setState({ online: true }));
  page.addEventListener("offline", () => useOffline.setState({ online: false }));
  // Undefined outside https and localhost, whatever the types say.
  const workers = page.navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (script === null || workers === undefined) return;
  const register = (): void => {
    workers.register(script).then(
      (registration) => {
        watch(page, workers, registration);
        if (workers.controller === null || !page.navigator.onLine) return;
        void askHost(script);
        ask(registration);
      },
      () => undefined, // storage is blocked: the lab works, online
    );
  };
  // The first picture comes first.
  if (page.document.readyState === "complete") register();
  else page.addEventListener("load", register, { once: true });
}

/** A host that did not answer is asked again. */
const ASK_AGAIN = 20_000; // ms

/**
 * A browser calls itself online as soon as there is any network. A page out of the store asks its host, until that answers;
 * the worker passes HEAD by.
 */
async function askHost(script: string): Promise<void> {
  try {
    await fetch(script, { method: "HEAD", cache: "no-store" });
    useOffline.setState({ online: true });
  } catch {
    useOffline.setState({ online: false });
    setTimeout(() => void askHost(script), ASK_AGAIN);
  }
}

function watch(page: Window, workers: ServiceWorkerContainer, registration: ServiceWorkerRegistration): void {
  let asked = false;
  const update = (): void => {
    useOffline.setState({
      // The very first one has nothing to replace.
      waiting: registration.waiting !== null && workers.controller !== null,
      take: () => {
        asked = true;
        registration.waiting?.postMessage("take over");
      },
    });
  };
  const follow = (worker: ServiceWorker | null): void => worker?.addEventListener("statechange", update);
  registration.addEventListener("updatefound", () => follow(registration.installing));
  follow(registration.installing);
  workers.addEventListener("controllerchange", () => {
    if (asked) page.location.reload();
    else update();
  });
  update();
  page.setInterval(() => ask(registration), ASK_EVERY);
}

/** Is there a newer version? Browsers ask by themselves too, when it suits them. */
function ask(registration: ServiceWorkerRegistration): void {
  registration.update().catch(() => undefined);
}
