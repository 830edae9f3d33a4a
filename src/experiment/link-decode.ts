/**
 * @file Reading an address that anybody may have written: corrupt, truncated, from a newer lab, or made to do harm.
 *
 * Size and depth are bounded before anything is parsed, the text is parsed before anything is believed, and every value then
 * passes `resolve`. Nothing is evaluated, and nothing is written into an object by a name from outside.
 */
import { Inflate, strFromU8 } from "fflate/browser";
import * as v from "valibot";
import { setPaths } from "./edit.ts";
import type { Problem } from "./experiment.ts";
import { type Flags, readFlags } from "./flags.ts";
import type { View } from "./link.ts";
import { migrate, VERSION } from "./migrations.ts";
import { presets } from "./presets.ts";
import { type Mode, report, type Tell } from "./report.ts";
import { resolve, type Resolved } from "./resolve.ts";
import { shown, type Tree } from "./tree.ts";

/** A hundred thousand points in full digits; a bomb of a few bytes stops here. */
const LARGEST_TEXT = 4_000_000;
const LARGEST_HASH = 2_000_000;

/** Experiments nest seven deep at most (a covariance inside a list of them); a thousand levels would overflow recursion. */
const DEEPEST = 16;

export type Opened = Read & Resolved;

const payloadSchema = v.strictObject({
  v: v.optional(v.unknown()),
  set: v.optional(v.pipe(v.record(v.pipe(v.string(), v.maxLength(120)), v.unknown()), v.maxEntries(500)), {}),
  view: v.optional(v.unknown()),
});

const viewSchema = v.record(
  v.pipe(v.string(), v.maxLength(40)),
  v.union([
    v.pipe(v.string(), v.maxLength(100)),
    v.pipe(v.number(), v.finite()),
    v.boolean(),
    v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(32)),
  ]),
);

/** A link that cannot be read, in the user's words. */
class Unreadable extends Error {}

function bytesOf(text: string): Uint8Array {
  if (text.length > LARGEST_HASH) throw new Unreadable("the link is far longer than any the lab makes");
  if (!/^[A-Za-z0-9_-]*$/.test(text))
    throw new Unreadable("the link has characters that do not belong in it; it was probably changed on its way");
  let binary: string;
  try {
    binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    throw new Unreadable("the link is cut off");
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** Inflates in small bites, so that a bomb is noticed before it has grown. */
function inflated(bytes: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  const state = { size: 0, ended: false };
  const stream = new Inflate((chunk, last) => {
    state.size += chunk.length;
    if (state.size > LARGEST_TEXT) throw new Unreadable("the link unpacks to far more than any the lab makes");
    chunks.push(chunk);
    state.ended ||= last;
  });
  const bite = 1024;
  try {
    for (let i = 0; i < bytes.length; i += bite) stream.push(bytes.subarray(i, i + bite), i + bite >= bytes.length);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable("the link is damaged or cut off");
  }
  if (!state.ended) throw new Unreadable("the link is cut off");
  const whole = new Uint8Array(state.size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

function depth(text: string): number {
  let [deepest, now, quoted] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === "\\") i++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "[" || character === "{")) deepest = Math.max(deepest, ++now);
    else if (!quoted && (character === "]" || character === "}")) now--;
  }
  return deepest;
}

function payloadOf(hash: string): v.InferOutput<typeof payloadSchema> {
  const text = strFromU8(inflated(bytesOf(hash)));
  if (depth(text) > DEEPEST) throw new Unreadable("the link nests deeper than any the lab makes");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Unreadable("the link is damaged or cut off");
  }
  const read = v.safeParse(payloadSchema, json);
  if (!read.success) throw new Unreadable("the link unpacks to something that is not an experiment");
  return read.output;
}

function readView(view: unknown, tell: Tell): View {
  if (view === undefined) return {};
  const read = v.safeParse(viewSchema, view);
  if (read.success) return read.output;
  tell({
    path: "view",
    given: shown(view),
    allowed: "names with words, numbers or flags",
    message: "cannot be read",
    instead: "the view is left as it is",
    severity: "adjusted",
  });
  return {};
}

/** The two parts of an address, or of anything that ends like one ("?preset=moons-ot", "#…"). */
function parts(address: string): { search: string; hash: string } {
  const cut = address.indexOf("#");
  const before = cut < 0 ? address : address.slice(0, cut);
  const query = before.indexOf("?");
  return { search: query < 0 ? "" : before.slice(query + 1), hash: cut < 0 ? "" : address.slice(cut + 1) };
}

/** What a link says, before anyone asks whether it makes sense. */
export interface Read {
  readonly presetId: string | null;
  readonly view: View;
  readonly flags: Flags;
  /** An experiment over the defaults of its model; null if the address names neither a preset nor a model, or cannot be read. */
  readonly partial: Tree | null;
  readonly problems: readonly Problem[];
}

export function readLink(address: string, mode: Mode = "lenient"): Read {
  const { search, hash } = parts(address);
  const query = new URLSearchParams(search);
  const { tell, problems } = report(mode);
  const flags = readFlags(query, tell);
  const presetId = query.get("preset");
  const preset = presetId === null ? undefined : presets.get(presetId);
  const closed: Read = { presetId: preset?.id ?? null, view: {}, flags, partial: null, problems };
  if (presetId !== null && preset === undefined) {
    tell({
      path: "preset",
      given: shown(presetId),
      allowed: `one of ${[...presets.keys()].join(", ")}`,
      message: "there is no such preset",
      severity: "fatal",
    });
    return closed;
  }
  try {
    const payload = hash === "" ? { v: VERSION, set: {}, view: undefined } : payloadOf(hash);
    // The version is judged before the fields: those of a newer lab mean nothing here.
    if (migrate({}, payload.v, tell) === null) return closed;
    const view = readView(payload.view, tell);
    const empty = preset === undefined && Object.keys(payload.set).length === 0;
    return { ...closed, view, partial: empty ? null : setPaths({ version: payload.v, ...preset?.experiment }, payload.set) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    tell({ path: "link", given: shown(hash.slice(0, 40)), allowed: "a link made by the lab", message: error.message, severity: "fatal" });
    return closed;
  }
}

/** The experiment of a link; without one in it, everything is null and there is no problem. */
export function decodeLink(address: string, mode: Mode = "lenient"): Opened {
  const read = readLink(address, mode);
  if (read.partial === null) return { ...read, experiment: null, draft: null, misfits: [] };
  const resolved = resolve(read.partial, mode);
  return { ...read, ...resolved, problems: [...read.problems, ...resolved.problems] };
}
