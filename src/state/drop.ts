/**
 * @file Files that are opened or dropped: an experiment, weights. Whatever comes is either taken or refused in words, and a
 * refusal leaves the run as it was.
 */
import { create } from "zustand";
import type { Experiment } from "../experiment/experiment.ts";
import { differences } from "../experiment/edit.ts";
import { resolve } from "../experiment/resolve.ts";
import { readSafetensors, UnreadableWeights, type SavedWeights } from "../experiment/safetensors-read.ts";
import { isTree } from "../experiment/tree.ts";
import { dataVarianceOf, experimentOf, fitted } from "../experiment/weights.ts";
import { openExperiment, useExperiment } from "./experiment.ts";
import { useFlags } from "./flags.ts";
import { useRun } from "./run.ts";
import type { PageSession } from "./session.ts";

interface Notice {
  readonly refused: boolean;
  readonly title: string;
  readonly lines: readonly string[];
  /** What can be done about it. */
  readonly offer: { readonly label: string; readonly act: () => void } | null;
}

export const useNotice = create<{ readonly notice: Notice | null }>(() => ({ notice: null }));

export function putNoticeAway(): void {
  useNotice.setState({ notice: null });
}

const said = (title: string, lines: readonly string[] = []): Notice => ({ refused: false, title, lines, offer: null });

const refused = (file: string, ...lines: readonly string[]): Notice => ({
  refused: true,
  title: `${file} was not opened`,
  lines,
  offer: null,
});

/** A hundred thousand points in full digits, and room to spare. */
const LARGEST = 50_000_000; // bytes

/** A worker that says nothing for this long has no answer. */
const PATIENCE = 30_000; // ms

/** Points of one's own, which have a dialog of their own. */
export function isTable(name: string): boolean {
  return /\.(csv|tsv|txt)$/i.test(name);
}

export async function openFile(file: File, session: PageSession): Promise<void> {
  putNoticeAway();
  useNotice.setState({ notice: await opened(file, session) });
}

async function opened(file: File, session: PageSession): Promise<Notice> {
  const { name, size } = file;
  if (useFlags.getState().lock.length > 0) return refused(name, "The link that was opened locks the experiment.");
  if (size > LARGEST) return refused(name, `It is larger than ${LARGEST / 1e6} MB.`);
  if (/\.safetensors$/i.test(name)) return openWeights(name, new Uint8Array(await file.arrayBuffer()), session);
  if (/\.json$/i.test(name)) return openJson(name, await file.text());
  return refused(name, "The lab opens experiments (.json), weights (.safetensors) and tables of points (.csv).");
}

function openJson(name: string, text: string): Notice {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refused(name, `It is not JSON: ${error instanceof Error ? error.message : "unreadable"}`);
  }
  // What the headless runner prints holds the experiment beside its results.
  const given = isTree(value) && "schema" in value && isTree(value["experiment"]) ? value["experiment"] : value;
  const { experiment, problems } = resolve(given, "lenient");
  if (experiment === null) return refused(name, ...problems.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)));
  openExperiment(experiment, null, problems);
  return said(`${name} is open`, problems.length === 0 ? [] : ["Some values were adjusted; see the list."]);
}

async function openWeights(name: string, bytes: Uint8Array, session: PageSession): Promise<Notice> {
  try {
    return await putIn(name, readSafetensors(bytes), session);
  } catch (error) {
    if (!(error instanceof UnreadableWeights)) throw error;
    return refused(name, `It cannot be read: ${error.message}.`);
  }
}

/** Puts weights into the present network, or says what does not fit. */
async function putIn(name: string, weights: SavedWeights, session: PageSession): Promise<Notice> {
  const { running } = useExperiment.getState();
  const trainedOn = experimentOf(weights);
  let found: ReturnType<typeof fitted>;
  try {
    found = fitted(weights, (await session.save()).blocks);
  } catch (error) {
    return refused(name, error instanceof Error ? error.message : "The run did not answer.");
  }
  const offer =
    trainedOn === null
      ? null
      : { label: "Open the experiment they were trained on", act: () => void openWith(name, weights, trainedOn, session) };
  if ("misfits" in found) return { refused: true, title: `${name} does not fit this network`, lines: found.misfits, offer };
  session.load(found.theta, dataVarianceOf(weights));
  const step = weights.metadata.get("step") ?? "";
  const title = `The weights of ${name} are in${/^\d+$/.test(step) ? ` (${step} steps of training)` : ""}`;
  if (trainedOn === null) return said(title, ["The file does not say what they were trained on."]);
  const changed = differences(trainedOn, running);
  if (changed.length === 0) return said(title);
  return { ...said(title, [`They were trained on another experiment; it differs in ${some(changed)}.`]), offer };
}

function some(paths: readonly string[]): string {
  return paths.length <= 4 ? paths.join(", ") : `${paths.slice(0, 4).join(", ")} and ${paths.length - 4} more`;
}

async function openWith(name: string, weights: SavedWeights, experiment: Experiment, session: PageSession): Promise<void> {
  const ready = nextRun();
  openExperiment(experiment, null, []);
  await ready;
  useNotice.setState({ notice: await putIn(name, weights, session) });
}

/** A run after the present one that is ready, or long enough without. */
function nextRun(): Promise<void> {
  const before = useRun.getState().runId;
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, PATIENCE);
    const stop = useRun.subscribe(({ runId, phase }) => {
      if (runId !== before && phase !== "starting") done();
    });
  });
}
