/**
 * @file Files that are opened or dropped: an experiment, weights. Whatever comes is either taken or refused in words, and a
 * refusal leaves the run as it was.
 */
import { resolve } from "../experiment/resolve.ts";
import { isTree } from "../experiment/tree.ts";
import { openExperiment } from "./experiment.ts";
import { useFlags } from "./flags.ts";
import { type Notice, putNoticeAway, refusedFile, said, useNotice } from "./notices.ts";
import type { PageSession } from "./session.ts";

/** A hundred thousand points in full digits, and room to spare. */
const LARGEST = 50_000_000; // bytes

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
  if (useFlags.getState().lock.length > 0) return refusedFile(name, "The link that was opened locks the experiment.");
  if (size > LARGEST) return refusedFile(name, `It is larger than ${LARGEST / 1e6} MB.`);
  if (/\.safetensors$/i.test(name))
    return (await import("./drop-weights.ts")).openWeights(name, new Uint8Array(await file.arrayBuffer()), session);
  if (/\.json$/i.test(name)) return openJson(name, await file.text());
  return refusedFile(name, "The lab opens experiments (.json), weights (.safetensors) and tables of points (.csv).");
}

function openJson(name: string, text: string): Notice {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refusedFile(name, `It is not JSON: ${error instanceof Error ? error.message : "unreadable"}`);
  }
  // What the headless runner prints holds the experiment beside its results.
  const given = isTree(value) && "schema" in value && isTree(value["experiment"]) ? value["experiment"] : value;
  const { experiment, problems } = resolve(given, "lenient");
  if (experiment === null)
    return refusedFile(name, ...problems.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)));
  openExperiment(experiment, null, problems);
  return said(`${name} is open`, problems.length === 0 ? [] : ["Some values were adjusted; see the list."]);
}
