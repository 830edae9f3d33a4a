/**
 * @file Versions of the format. A link is for ever: when a field is renamed, the version grows and a migration says how an
 * older experiment reads today. `migrations[i]` takes version i + 1 to version i + 2.
 */
import type { Tell } from "./report.ts";
import { shown, type Tree, without } from "./tree.ts";

export const VERSION = 2;

const migrations: readonly ((old: Tree) => Tree)[] = [
  // Every game had data and the whole line or plane before 2, and still has where nothing else is said.
  (old) => old,
];

/** The same experiment in today's fields, without its version; null if it is from a newer lab or from none. */
export function migrate(given: Tree, version: unknown, tell: Tell): Tree | null {
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1 || version > VERSION) {
    const newer = typeof version === "number" && version > VERSION;
    tell({
      path: "version",
      given: shown(version),
      allowed: `${VERSION}`,
      message: newer
        ? `made with a newer version of the lab (${shown(version)}); this one reads up to ${VERSION}. Reload the page or update the lab`
        : `there is no version ${shown(version)}; this lab reads 1 to ${VERSION}`,
      severity: "fatal",
    });
    return null;
  }
  return without(
    migrations.slice(version - 1).reduce((old, step) => step(old), given),
    "version",
  );
}
