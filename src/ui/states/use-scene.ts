/** @file The game of states that is shown, in words and colours; null while there is none. */
import type { StateOf } from "../../catalogue/setting.ts";
import { specs } from "../../catalogue/specs.ts";
import type { StatesSolved } from "../../engine/at-once-results.ts";
import type { StatesScene } from "../../plots/states/states-figures.ts";
import { type DrawnState, TONE_TOKENS, toneTokens } from "../../plots/states/tones.ts";
import { useExperiment } from "../../state/experiment.ts";
import { useSolved } from "../../state/solved.ts";
import { resolvedColours } from "../resolved-colours.ts";

const NONE: readonly StateOf[] = [];

/** The states of an answer, in its order; one that no spec names goes by its id. */
export function namedStates({ states }: StatesSolved): readonly StateOf[] {
  const { running } = useExperiment.getState();
  const named = specs.dynamics.get(running.game.dynamics.id)?.states ?? NONE;
  return states.map((id) => named.find((state) => state.id === id) ?? { id, title: id, tone: "well" });
}

export function statesSolved(): StatesSolved | null {
  const { solved } = useSolved.getState();
  return solved?.kind === "states" ? solved : null;
}

export function useStatesSolved(): StatesSolved | null {
  return useSolved(({ solved }) => (solved?.kind === "states" ? solved : null));
}

/** @param place an element whose theme the colours are of */
export function sceneFor(place: HTMLElement): StatesScene | null {
  const solved = statesSolved();
  if (solved === null) return null;
  const { held } = useSolved.getState();
  const named = namedStates(solved);
  const colours = resolvedColours(place, TONE_TOKENS);
  const tokens = toneTokens(named);
  const states: readonly DrawnState[] = named.map((state, k) => ({ ...state, colour: colours[tokens[k]!] }));
  const before = held?.solved.kind === "states" ? held.solved : null;
  // Run A of another game has other states, which have no colours here.
  return { solved, states, held: before?.states.join() === solved.states.join() ? before : null };
}
