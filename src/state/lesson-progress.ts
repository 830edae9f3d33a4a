/** @file Which lessons have been answered in this browser, and whether the last prediction was true. Losing it loses nothing else. */
import { create } from "zustand";
import { isTree, type Tree } from "../experiment/tree.ts";

const KEY = "mfg-lab.lessons";

function kept(): Tree {
  try {
    const value: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? "{}");
    return isTree(value) ? value : {};
  } catch {
    // Blocked, or written by somebody else: nothing has been answered.
    return {};
  }
}

/** By id of the lesson: whether what was predicted last is true. What is not there has not been answered. */
export const useProgress = create<Readonly<Record<string, boolean>>>(() =>
  Object.fromEntries(Object.entries(kept()).filter((entry): entry is [string, boolean] => typeof entry[1] === "boolean")),
);

export function answered(lesson: string, right: boolean): void {
  useProgress.setState({ [lesson]: right });
  try {
    window.localStorage.setItem(KEY, JSON.stringify(useProgress.getState()));
  } catch {
    // Full or blocked: it is remembered until the page is closed.
  }
}
