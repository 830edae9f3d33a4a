/** @file The transport bar of a game of states: run or hold its days, the day on a slider, and how it was solved. */
import { useEffect, useRef } from "react";
import { Button } from "react-aria-components";
import { useStore } from "zustand";
import { SEED } from "../../catalogue/limits.ts";
import { clock, holdAt, loopTime } from "../../state/clock.ts";
import { edit, useExperiment } from "../../state/experiment.ts";
import { useRun } from "../../state/run.ts";
import { useSolved } from "../../state/solved.ts";
import { useView } from "../../state/view.ts";
import { NumberEntry } from "../controls/NumberEntry.tsx";
import { formatCount } from "../format.ts";
import { useReducedMotion } from "../reduced-motion.ts";
import { often } from "../stage/often.ts";
import { Pace } from "../stage/TimeBar.tsx";
import { dayText, shownDay } from "./StatesLegend.tsx";
import { useStatesSolved } from "./use-scene.ts";
import "../transport/transport.css";

const FOLLOWS_EVERY = 80; // ms

/** One press of an arrow, as a share of the horizon. */
const PRESS = 1 / 100;

export function StatesTransport() {
  const reduced = useReducedMotion();
  return (
    <footer className="transport" aria-label="Transport">
      {reduced ? <Steps /> : <Run />}
      <Day />
      {reduced ? null : (
        <span className="pace only-wide">
          <Pace />
        </span>
      )}
      <Outcome />
      <Seed />
      <Button className="button only-narrow" onPress={() => useView.setState({ controlsOpen: true })}>
        Controls
      </Button>
    </footer>
  );
}

function Run() {
  const running = useStore(clock, (state) => state.looping);
  return (
    <button type="button" className="play" aria-label={running ? "Hold the days" : "Run the days"} onClick={() => loopTime(!running)}>
      {running ? "❚❚" : "▶"}
    </button>
  );
}

function Steps() {
  const by = (share: number): void => holdAt(clock.getState().fraction + share);
  return (
    <span className="stepper">
      <button type="button" className="button icon" aria-label="Earlier" onClick={() => by(-5 * PRESS)}>
        ‹
      </button>
      <button type="button" className="button icon" aria-label="Later" onClick={() => by(5 * PRESS)}>
        ›
      </button>
    </span>
  );
}

/** The day in words and on the slider, which follow the clock outside React. */
function Day() {
  const slider = useRef<HTMLInputElement>(null);
  const words = useRef<HTMLSpanElement>(null);
  const solved = useStatesSolved();
  const horizon = solved?.times.at(-1) ?? 1;
  const unit = solved?.timeUnit ?? "day";
  const peak = useSolved(({ solved }) => solved?.metrics["peakDay"]);
  useEffect(() => {
    const follow = (): void => {
      const { fraction } = clock.getState();
      const day = `${unit} ${dayText(shownDay() ?? 0, horizon)}`;
      if (words.current !== null) words.current.textContent = day;
      slider.current?.style.setProperty("--at", `${100 * fraction}%`);
      slider.current?.setAttribute("aria-valuetext", `${day} of ${dayText(horizon, horizon)}`);
      if (slider.current !== null) slider.current.value = String(fraction);
    };
    follow();
    const running = often(follow, FOLLOWS_EVERY);
    const unclock = clock.subscribe(() => running.soon());
    return () => {
      running.stop();
      unclock();
    };
  }, [horizon, unit]);
  return (
    <>
      <span ref={words} className="day" />
      <span className="rewind">
        {typeof peak === "number" ? (
          <span className="marks" aria-hidden="true">
            <i title="the peak" style={{ left: `${(100 * peak) / horizon}%` }} />
          </span>
        ) : null}
        <input
          ref={slider}
          type="range"
          className="slider time"
          min={0}
          max={1}
          step={PRESS / 2}
          defaultValue={1}
          aria-label="The shown day"
          onInput={(event) => holdAt(Number(event.currentTarget.value))}
        />
      </span>
    </>
  );
}

function Outcome() {
  const outcome = useRun((run) => run.outcome);
  const solving = useSolved((state) => state.solving !== null);
  const words =
    outcome === null
      ? "solving"
      : `${solving ? "solving anew" : outcome.converged ? "solved" : "not settled"}, ${formatCount(outcome.sweeps)} sweeps`;
  return <span className="rate only-wide">{words}</span>;
}

/** Of the agents on the stage. */
function Seed() {
  const seed = useExperiment((state) => state.draft.seed);
  return (
    <span className="badge seed only-wide">
      <span>seed</span>
      <NumberEntry label="Seed" value={seed} {...SEED} whole onChange={(next) => edit({ seed: next })} />
    </span>
  );
}
