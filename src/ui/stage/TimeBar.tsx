/** @file The time slider and its loop: run or hold, speed, repeat; stills with a stepper where motion is not wanted. */
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { clock, holdAt, loopTime, setRepeat, setSpeed, SPEEDS } from "../../state/clock.ts";
import { frames } from "../../state/frames.ts";
import { toggleEvenNoise, useView } from "../../state/view.ts";
import { useReducedMotion } from "../reduced-motion.ts";
import { often } from "./often.ts";
import { stripTimes, useNoiseLevels } from "./strip-times.ts";

/** A slider that moves lays the page out, at some 2 ms; twelve times a second its thumb still glides. */
const FOLLOW_EVERY = 80; // ms

export function TimeBar() {
  const reduced = useReducedMotion();
  const levels = useNoiseLevels();
  return (
    <div className={reduced ? "timebar stills" : "timebar"}>
      {reduced ? <Stepper /> : <RunTime />}
      <TimeSlider />
      {levels || !reduced ? (
        <span className="pace">
          {levels ? <Spacing /> : null}
          {reduced ? null : <Pace />}
        </span>
      ) : null}
    </div>
  );
}

function RunTime() {
  const running = useStore(clock, (state) => state.looping);
  return (
    <button
      type="button"
      className="button icon plain"
      aria-label={running ? "Hold the time" : "Run the time"}
      onClick={() => loopTime(!running)}
    >
      {running ? "❚❚" : "▶"}
    </button>
  );
}

/** From one picture of the film strip to the next. */
function Stepper() {
  const step = (by: 1 | -1): void => {
    const { fraction } = clock.getState();
    const beyond = stripTimes().filter((time) => by * (time - fraction) > 1e-6);
    holdAt(by > 0 ? Math.min(1, ...beyond) : Math.max(0, ...beyond));
  };
  return (
    <span className="stepper">
      <button type="button" className="button icon plain" aria-label="Earlier still" onClick={() => step(-1)}>
        ‹
      </button>
      <button type="button" className="button icon plain" aria-label="Later still" onClick={() => step(1)}>
        ›
      </button>
    </span>
  );
}

function TimeSlider() {
  const slider = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const follow = (): void => {
      const input = slider.current;
      if (input === null) return;
      const { fraction } = clock.getState();
      input.value = String(fraction);
      input.style.setProperty("--at", `${100 * fraction}%`);
      input.setAttribute("aria-valuetext", `t = ${(fraction * (frames.getState().frame?.horizon ?? 1)).toFixed(2)}`);
    };
    follow();
    const running = often(follow, FOLLOW_EVERY);
    const unclock = clock.subscribe(({ looping }) => {
      if (looping) running.soon();
      else follow();
    });
    return () => {
      running.stop();
      unclock();
    };
  }, []);
  return (
    <input
      ref={slider}
      className="slider time"
      type="range"
      min={0}
      max={1}
      step={0.005}
      defaultValue={1}
      aria-label="Time t of the flow, from 0 to T"
      onInput={(event) => holdAt(Number(event.currentTarget.value))}
    />
  );
}

const LOG_SNR =
  "The pictures stand evenly in log-SNR, the logarithm of signal over noise α²/std²: it says how much of the data is left in the noised data. Evenly in time, nearly all of a diffusion’s pictures are noise.";

/** Of a diffusion: whether the strip is evenly spaced in log-SNR or in time. */
function Spacing() {
  const evenNoise = useView((view) => view.evenNoise);
  return (
    <button
      type="button"
      className="button plain spacing"
      aria-pressed={evenNoise}
      aria-label="Film strip in log-SNR"
      aria-description={LOG_SNR}
      title={`${LOG_SNR} Key: L`}
      onClick={toggleEvenNoise}
    >
      log-SNR
    </button>
  );
}

const SPEED_NAMES: Readonly<Record<number, string>> = { 0.25: "¼×", 0.5: "½×", 1: "1×", 2: "2×" };

export function Pace() {
  const speed = useStore(clock, (state) => state.speed);
  const repeat = useStore(clock, (state) => state.repeat);
  const at = SPEEDS.findIndex((one) => one === speed);
  return (
    <>
      <button
        type="button"
        className="button plain"
        aria-label={`Speed ${speed} times, change`}
        title="Speed"
        onClick={() => setSpeed(SPEEDS[(at + 1) % SPEEDS.length] ?? 1)}
      >
        {SPEED_NAMES[speed]}
      </button>
      <button
        type="button"
        className="button icon plain"
        aria-pressed={repeat}
        aria-label="Repeat"
        title="Repeat"
        onClick={() => setRepeat(!repeat)}
      >
        ↻
      </button>
    </>
  );
}
