/** @file How problems are told. Headless, every one is fatal; on the page what can be adjusted is, and the user is told. */
import type { Problem } from "./experiment.ts";

/** strict: the headless runner refuses. lenient: links and the panel clamp, drop and tell. */
export type Mode = "strict" | "lenient";

export interface ReportedProblem extends Problem {
  /** What is done about it where problems are adjusted, e.g. "0.05 is taken". */
  readonly instead?: string;
}

export type Tell = (problem: ReportedProblem) => void;

export interface Report {
  readonly tell: Tell;
  readonly problems: readonly Problem[];
}

export function report(mode: Mode): Report {
  const problems: Problem[] = [];
  return {
    problems,
    tell({ instead, ...problem }) {
      const adjusted = mode === "lenient" && problem.severity === "adjusted";
      const message = adjusted && instead !== undefined ? `${problem.message}; ${instead}` : problem.message;
      problems.push({ ...problem, message, severity: adjusted ? "adjusted" : "fatal" });
    },
  };
}

/** One line for a terminal or a list: the field, what was given, what is allowed, and what became of it. */
export function printed({ path, given, allowed, message, severity }: Problem): string {
  const field = path === "" ? "experiment" : path;
  const wants = allowed === "" ? "" : `; allowed: ${allowed}`;
  return `${field}: ${message} (given: ${given}${wants})${severity === "adjusted" ? " [adjusted]" : ""}`;
}
