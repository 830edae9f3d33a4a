/**
 * @file The address holds the experiment and how it is shown: what is opened at the start, and what the address says afterwards.
 *
 * It follows 200 ms after the last edit, by replaceState, and only if it changed: the Back button leaves the lab.
 */
import { encodeLink } from "../experiment/link.ts";
import { linkable } from "../experiment/linkable.ts";
import { decodeLink, type Opened } from "../experiment/link-decode.ts";
import type { Flags } from "../experiment/flags.ts";
import { presets } from "../experiment/presets.ts";
import { resolve } from "../experiment/resolve.ts";
import type { Problem } from "../experiment/experiment.ts";
import { openExperiment, useExperiment } from "./experiment.ts";
import { obeyFlags, useFlags } from "./flags.ts";
import type { Kept } from "./storage.ts";
import { onViewChange, readViewWords, showView, viewWords } from "./view-link.ts";
import { chooseTheme, useView } from "./view.ts";

const AFTER = 200; // ms

/** Opened when the address names nothing, or nothing that can be opened. */
const FIRST_PRESET = "eight-gaussians-ot";

interface Place {
  readonly href: string;
}

/**
 * Opens what the address says; if it names nothing, what was kept from the last visit; else the first preset, with the reasons
 * why not what was asked for.
 */
export function openAddress(href: string, kept: Kept | null = null): Flags {
  const decoded = decodeLink(href);
  const { view, problems } = readViewWords(decoded.view);
  const opened = { ...decoded, problems: [...decoded.problems, ...obeyFlags(decoded.flags), ...problems] };
  const named = opened.presetId !== null || opened.problems.some(({ severity }) => severity === "fatal");
  if (opened.experiment !== null) openExperiment(opened.experiment, opened.presetId, opened.problems, true);
  else if (kept !== null && !named) openExperiment(kept.experiment, kept.preset, opened.problems, true);
  else openFallback(opened);
  // Whoever follows a link sees what its author saw, not the layers of their own last visit; another problem is seen whole first.
  if (opened.experiment !== null) showView(view);
  if (opened.flags.theme !== null) chooseTheme(opened.flags.theme);
  return opened.flags;
}

/** The nearest thing that is valid: the preset that the link started from, else the first one. */
function openFallback({ presetId, problems }: Opened): void {
  const preset = presets.get(presetId ?? FIRST_PRESET) ?? [...presets.values()][0];
  const { experiment } = resolve(preset?.experiment ?? { model: "ot-flow" }, "lenient");
  const told: readonly Problem[] = problems;
  if (experiment !== null) openExperiment(experiment, preset?.id ?? null, told, true);
}

/** The whole link to what runs now, to be shown as the flags say. */
export function linkTo(place: Place, flags: Partial<Flags> = {}): string {
  const { running, preset } = useExperiment.getState();
  const { search, hash } = encodeLink(linkable(running), preset, viewWords(), flags);
  return `${place.href.replace(/[?#].*$/s, "")}${search}${hash}`;
}

/** Keeps the address true until the returned function is called. Display flags that are obeyed stay. */
export function followAddress(page: Window): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function write(): void {
    const { running, preset } = useExperiment.getState();
    const { search, hash } = encodeLink(linkable(running), preset, viewWords(), useFlags.getState());
    const address = `${page.location.pathname}${search}${hash}`;
    if (address !== `${page.location.pathname}${page.location.search}${page.location.hash}`) page.history.replaceState(null, "", address);
  }
  function soon(): void {
    clearTimeout(timer);
    timer = setTimeout(write, AFTER);
  }
  const unsubscribe = useExperiment.subscribe((now, before) => {
    if (now.running !== before.running || now.preset !== before.preset) soon();
  });
  const stops = [unsubscribe, useFlags.subscribe(soon), onViewChange(soon)];
  const onHash = (): void => {
    openAddress(page.location.href);
  };
  page.addEventListener("hashchange", onHash);
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
    page.removeEventListener("hashchange", onHash);
  };
}

/** The theme as an attribute of the document, which is what the style sheets read. */
export function followTheme(root: HTMLElement): () => void {
  const apply = (): void => {
    const { theme } = useView.getState();
    if (theme === "system") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", theme);
  };
  apply();
  return useView.subscribe(apply);
}
