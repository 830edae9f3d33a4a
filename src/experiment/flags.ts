/**
 * @file Display flags of a link: how the lab is shown to whoever opens it. They never change the experiment; a lesson alone brings the
 * one that it is about.
 */
import type { Tell } from "./report.ts";

export const THEMES = ["light", "dark"] as const;
export const BACKENDS = ["auto", "cpu", "wasm", "webgpu"] as const;

export interface Flags {
  /** Parts of the screen that are not shown. */
  readonly hide: readonly string[];
  /** Parts of the experiment that cannot be changed here. */
  readonly lock: readonly string[];
  readonly present: boolean;
  readonly autoplay: boolean;
  readonly theme: (typeof THEMES)[number] | null;
  readonly backend: (typeof BACKENDS)[number];
  /** Fused products where the machine has them: a seed then repeats only on machines of one kind. */
  readonly fast: boolean;
  /** The lesson whose card is shown; nobody has looked yet whether there is such a one. */
  readonly lesson: string | null;
}

const WORD = /^[a-z][a-z.-]{0,40}$/i;

/** The flags as pairs for the address; what is at its default is left out. */
export function flagWords(flags: Partial<Flags>): readonly [string, string][] {
  const { hide = [], lock = [], present = false, autoplay = false, theme = null, backend = "auto", fast = false, lesson = null } = flags;
  const pairs: readonly [string, string, boolean][] = [
    ["hide", hide.join(","), hide.length > 0],
    ["lock", lock.join(","), lock.length > 0],
    ["present", "1", present],
    ["autoplay", "1", autoplay],
    ["theme", theme ?? "", theme !== null],
    ["backend", backend, backend !== "auto"],
    ["fast", "1", fast],
    ["lesson", lesson ?? "", lesson !== null],
  ];
  return pairs.filter(([, , said]) => said).map(([name, value]) => [name, value]);
}

export function readFlags(query: URLSearchParams, tell: Tell): Flags {
  const refused = (path: string, allowed: string): void =>
    tell({
      path,
      given: (query.get(path) ?? "").slice(0, 40),
      allowed,
      message: "is not a value of this flag",
      instead: "it is left out",
      severity: "adjusted",
    });
  const words = (name: string): readonly string[] => {
    const all = (query.get(name) ?? "").split(",").filter((word) => word !== "");
    const known = all.filter((word) => WORD.test(word)).slice(0, 32);
    if (known.length < all.length) refused(name, "words with commas between");
    return known;
  };
  const on = (name: string): boolean => {
    const value = query.get(name);
    if (value !== null && !["", "0", "1", "true", "false"].includes(value)) refused(name, "1 or 0");
    return value === "" || value === "1" || value === "true";
  };
  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T | null => {
    const value = query.get(name);
    const found = allowed.find((option) => option === value) ?? null;
    if (value !== null && found === null) refused(name, `one of ${allowed.join(", ")}`);
    return found;
  };
  return {
    hide: words("hide"),
    lock: words("lock"),
    present: on("present"),
    autoplay: on("autoplay"),
    theme: oneOf("theme", THEMES),
    backend: oneOf("backend", BACKENDS) ?? "auto",
    fast: on("fast"),
    lesson: words("lesson")[0] ?? null,
  };
}
