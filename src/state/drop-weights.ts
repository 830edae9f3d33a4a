/** @file Weights that are opened or dropped: into the present network, or what does not fit. Loaded with the first such file. */
import { differences } from "../experiment/edit.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { readSafetensors, type SavedWeights, UnreadableWeights } from "../experiment/safetensors-read.ts";
import { dataVarianceOf, experimentOf, fitted } from "../experiment/weights.ts";
import { openExperiment, useExperiment } from "./experiment.ts";
import { type Notice, refusedFile, said, useNotice } from "./notices.ts";
import { useRun } from "./run.ts";
import type { PageSession } from "./session.ts";

/** A worker that says nothing for this long has no answer. */
const PATIENCE = 30_000; // ms

export async function openWeights(name: string, bytes: Uint8Array, session: PageSession): Promise<Notice> {
  try {
    return await putIn(name, readSafetensors(bytes), session);
  } catch (error) {
    if (!(error instanceof UnreadableWeights)) throw error;
    return refusedFile(name, `It cannot be read: ${error.message}.`);
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
    return refusedFile(name, error instanceof Error ? error.message : "The run did not answer.");
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
