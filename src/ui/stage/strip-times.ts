/** @file The times of the film strip as they are now: of the running experiment, by what the viewer chose. */
import { useStore } from "zustand";
import { hasNoiseLevels, stripFractions } from "../../plots/strip.ts";
import { useExperiment } from "../../state/experiment.ts";
import { frames } from "../../state/frames.ts";
import { useView } from "../../state/view.ts";

/** As fractions of T. */
export function stripTimes(): readonly number[] {
  return stripFractions(frames.getState().frame, useView.getState().evenNoise && hasNoiseLevels(useExperiment.getState().running));
}

/** The same, drawn anew only where one of them has changed. */
export function useStripTimes(): readonly number[] {
  const inLogSnr = useInLogSnr();
  const written = useStore(frames, ({ frame }) => stripFractions(frame, inLogSnr).join());
  return written.split(",").map(Number);
}

/** Whether the strip can run in log-SNR at all. */
export const useNoiseLevels = (): boolean => useExperiment((state) => hasNoiseLevels(state.running));

function useInLogSnr(): boolean {
  const offered = useNoiseLevels();
  return useView((view) => view.evenNoise) && offered;
}
