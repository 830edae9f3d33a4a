/** @file The pythons of this machine: the one that comes first, and the system's own, for which distributions package torch and numpy. */
import { spawnSync } from "node:child_process";

/**
 * The first python3 that runs a program, and what it printed.
 *
 * @param {string} program
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ python: string, printed: string } | null}
 */
export function firstPython(program, env = process.env) {
  for (const python of ["python3", "/usr/bin/python3"]) {
    const { status, stdout } = spawnSync(python, ["-c", program], { encoding: "utf8", env });
    if (status === 0) return { python, printed: stdout.trim() };
  }
  return null;
}
