/**
 * @file The address holds the experiment: what is opened at the start, and what the address says afterwards.
 *
 * It follows 200 ms after the last edit, by replaceState, and only if it changed: the Back button leaves the lab.
 */
import { encodeLink, type View } from "../experiment/link.ts";
import { linkable } from "../experiment/linkable.ts";
import { decodeLink, type Opened } from "../experiment/link-decode.ts";
import type { Flags } from "../experiment/flags.ts";
import { presets } from "../experiment/presets.ts";
import { resolve } from "../experiment/resolve.ts";
import type { Problem } from "../experiment/experiment.ts";
import { openExperiment, useExperiment } from "./experiment.ts";
import { chooseTheme, useView } from "./view.ts";

const AFTER = 200; // ms

/** Opened when the address names nothing, or nothing that can be opened. */
const FIRST_PRESET = "eight-gaussians-ot";

interface Place {
  readonly href: string;
  readonly pathname: string;
  readonly origin: string;
}

function view(): View {
  return {};
}

/** Opens what the address says, or the first preset with the reasons why not. Returns the display flags. */
export function openAddress(href: string): Flags {
  const opened = decodeLink(href);
  if (opened.experiment !== null) openExperiment(opened.experiment, opened.presetId, opened.problems, true);
  else openFallback(opened);
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

/** The whole link to what runs now. */
export function linkTo(place: Place): string {
  const { running, preset } = useExperiment.getState();
  const { search, hash } = encodeLink(linkable(running), preset, view());
  return `${place.href.replace(/[?#].*$/s, "")}${search}${hash}`;
}

/** Keeps the address true until the returned function is called. Display flags that the address came with stay. */
export function followAddress(page: Window, flags: Flags): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function write(): void {
    const { running, preset } = useExperiment.getState();
    const { search, hash } = encodeLink(linkable(running), preset, view(), flags);
    const address = `${page.location.pathname}${search}${hash}`;
    if (address !== `${page.location.pathname}${page.location.search}${page.location.hash}`) page.history.replaceState(null, "", address);
  }
  const unsubscribe = useExperiment.subscribe((now, before) => {
    if (now.running === before.running && now.preset === before.preset) return;
    clearTimeout(timer);
    timer = setTimeout(write, AFTER);
  });
  const onHash = (): void => {
    openAddress(page.location.href);
  };
  page.addEventListener("hashchange", onHash);
  return () => {
    clearTimeout(timer);
    unsubscribe();
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
