/**
 * @file The experiment being edited: the newest draft, its misfits, and the way back.
 *
 * Every edit goes through `resolve`, so the panel can never hold a value that a file could not. A draft whose choices do not
 * fit together is kept and explained; the worker goes on with the last experiment that did. One slider drag is one entry of
 * the undo list: edits with the same gesture replace each other.
 */
import { create } from "zustand";
import { setPaths } from "../experiment/edit.ts";
import type { Experiment, Problem } from "../experiment/experiment.ts";
import type { MisfitAt } from "../experiment/misfit-at.ts";
import { defaultReference, resolve } from "../experiment/resolve.ts";
import { keeping, same, type Tree, without } from "../experiment/tree.ts";
import { lockedEdits } from "./flags.ts";

interface Edited {
  readonly draft: Experiment;
  readonly misfits: readonly MisfitAt[];
  /** What its link and its name go by. */
  readonly preset: string | null;
}

interface ExperimentState extends Edited {
  /** The last draft whose choices fit together: what the worker runs. */
  readonly running: Experiment;
  readonly past: readonly Edited[];
  readonly future: readonly Edited[];
  readonly gesture: string | null;
  /** What was adjusted in a link or refused in an edit; the user puts them away. */
  readonly problems: readonly Problem[];
}

/** Undo remembers this many edits; an experiment is a few kilobytes. */
const MEMORY = 200;

export const useExperiment = create<ExperimentState>(() => {
  // Replaced before the first render by what the address, or the first preset, says.
  const draft = resolve({ model: "ot-flow" }, "lenient").draft!;
  return { draft, misfits: [], running: draft, preset: null, past: [], future: [], gesture: null, problems: [] };
});

/** A whole new experiment: from a link, a preset or a file. It can be undone like any edit. */
export function openExperiment(experiment: Experiment, preset: string | null, problems: readonly Problem[], first = false): void {
  const before = useExperiment.getState();
  const locked = first ? [] : lockedEdits(["model"]);
  if (locked.length > 0) {
    useExperiment.setState({ problems: locked });
    return;
  }
  useExperiment.setState({
    draft: experiment,
    misfits: [],
    running: experiment,
    preset,
    past: first ? [] : remembered(before),
    future: [],
    gesture: null,
    problems,
  });
}

/** The past with the present as its last entry. */
function remembered(state: ExperimentState): readonly Edited[] {
  return [...state.past, editedOf(state)].slice(-MEMORY);
}

/** No more than that: an entry that held its own past would hold everything for ever. */
const editedOf = ({ draft, misfits, preset }: ExperimentState): Edited => ({ draft, misfits, preset });

/** Several fields at once, by path; `gesture` names a drag, whose edits count as one. */
export function edit(changes: Readonly<Record<string, unknown>>, gesture: string | null = null): void {
  const state = useExperiment.getState();
  const locked = lockedEdits(Object.keys(changes));
  if (locked.length > 0) {
    useExperiment.setState({ problems: locked });
    return;
  }
  const resolved = resolve(setPaths(changes["data"] === null ? treeOf(state.draft) : loosened(state.draft), changes), "lenient");
  const { misfits, problems } = resolved;
  const draft = keeping(state.draft, resolved.draft);
  if (draft === null) {
    useExperiment.setState({ problems });
    return;
  }
  const told = keeping(
    state.problems,
    problems.filter((problem) => !misfits.some(({ path, reason }) => path === problem.path && reason === problem.message)),
  );
  if (draft === state.draft) {
    if (told.length > 0) useExperiment.setState({ problems: told });
    return;
  }
  const continues = gesture !== null && gesture === state.gesture;
  useExperiment.setState({
    draft,
    misfits: keeping(state.misfits, misfits),
    running: misfits.length === 0 ? draft : state.running,
    past: continues ? state.past : remembered(state),
    future: [],
    gesture,
    problems: told,
  });
}

const treeOf = (draft: Experiment): Tree => draft as unknown as Tree;

/** A reference that nobody chose follows the dynamics and the dimension of the data; without data it stays where it is. */
function loosened(draft: Experiment): Tree {
  const tree = treeOf(draft);
  return same(draft.reference, defaultReference(draft)) ? without(tree, "reference") : tree;
}

/** The drag is over: the next edit is an entry of its own. */
export function endGesture(): void {
  if (useExperiment.getState().gesture !== null) useExperiment.setState({ gesture: null });
}

export function undo(): void {
  const state = useExperiment.getState();
  const before = state.past.at(-1);
  if (before !== undefined) walk(before, state.past.slice(0, -1), [editedOf(state), ...state.future]);
}

export function redo(): void {
  const state = useExperiment.getState();
  const after = state.future[0];
  if (after !== undefined) walk(after, remembered(state), state.future.slice(1));
}

function walk(to: Edited, past: readonly Edited[], future: readonly Edited[]): void {
  const { running } = useExperiment.getState();
  const { draft, misfits } = to;
  useExperiment.setState({ ...to, running: misfits.length === 0 ? draft : running, past, future, gesture: null, problems: [] });
}

export function dismissProblems(): void {
  useExperiment.setState({ problems: [] });
}
