/**
 * @file When a team works and when it rests. A helper whose core is taken by others holds everybody up, so after a part had to be
 * taken back the team rests: longer each time, shorter again when all goes well. Nobody's bits change with it.
 *
 * A team that is given jobs and never answers is no team.
 */

/** Jobs. The longest rest is about a second of training. */
const LEAST_REST = 4;
const MOST_REST = 1024;

/** Jobs without an answer that prove something, if they took longer than the team's patience: small ones are done before a helper wakes. */
const SILENT_JOBS = 100;

export interface TeamRest {
  /** Whether the job that comes now is the leading thread's alone. */
  rests(): boolean;
  /** What came of a job that was handed out. Returns whether the team is still to be believed in. */
  worked(answers: number, takenBack: number): boolean;
}

/** @param patience milliseconds of the clock */
export function createTeamRest(clock: () => number, patience: number): TeamRest {
  let left = 0;
  let rest = LEAST_REST;
  let silent = 0;
  let silentSince = 0;
  return {
    rests() {
      if (left === 0) return false;
      left--;
      return true;
    },
    worked(answers, takenBack) {
      if (takenBack > 0) {
        left = rest;
        rest = Math.min(2 * rest, MOST_REST);
      } else rest = Math.max(LEAST_REST, rest - 1);
      if (answers > 0) silent = 0;
      else if (silent++ === 0) silentSince = clock();
      return silent < SILENT_JOBS || clock() - silentSince < patience;
    },
  };
}
