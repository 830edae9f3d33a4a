/** @file Runs one of the tools in Node, hands on what it writes while it runs, and keeps it. */
import { spawn } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/** @typedef {{ good: boolean, output: string, errors: string }} Ran */

/** Calls back for each whole line. @param {(line: string) => void} take */
function lines(take) {
  let rest = "";
  return {
    /** @param {string} text */
    write: (text) => {
      const parts = (rest + text).split("\n");
      rest = parts.pop() ?? "";
      parts.forEach(take);
    },
    end: () => rest !== "" && take(rest),
  };
}

/**
 * Runs `node ...command` in the repository's root, for at most `limit` ms; then it and its children are ended.
 * @param {string[]} command
 * @param {number} limit
 * @param {(text: string) => void} say what is shown of it
 * @param {{ shows?: (line: string) => boolean, silent?: boolean }} [options] which lines of stdout are worth showing: all, unless told; or nothing at all
 * @returns {Promise<Ran>}
 */
export function runTool(command, limit, say, { silent = false, shows = () => !silent } = {}) {
  return new Promise((resolve) => {
    const grouped = process.platform !== "win32";
    const child = spawn(process.execPath, command, {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      detached: grouped,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
    });
    const stop = () => {
      if (child.pid === undefined) return;
      try {
        process.kill(grouped ? -child.pid : child.pid, "SIGKILL");
      } catch {
        // It ended in the meantime.
      }
    };
    const timer = setTimeout(() => {
      say(`stopped after ${limit / 1000} s: ${command.map((word) => word.replace(ROOT, ".")).join(" ")}\n`);
      stop();
    }, limit);
    process.once("exit", stop);

    let output = "";
    let errors = "";
    const shown = lines((line) => shows(line) && say(`${line}\n`));
    child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      output += text;
      shown.write(text);
    });
    child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      errors += text;
      if (!silent) say(text);
    });
    child.on("error", (error) => {
      errors += error.message;
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      process.off("exit", stop);
      shown.end();
      resolve({ good: code === 0, output, errors });
    });
  });
}
