/** @file The film strip from ρ₀ to π, which is also the time slider: one control for the time on the stage. */
import { useEffect, useRef } from "react";
import { Button } from "react-aria-components";
import { clock, holdAt, loopTime } from "../../state/clock.ts";
import { frames } from "../../state/frames.ts";
import { useView } from "../../state/view.ts";
import { useStore } from "zustand";
import { surfaceOf } from "./canvas.ts";
import { newBrush } from "./brush.ts";
import { paint } from "./paint.ts";
import { readPalette } from "./palette.ts";
import { learnedPopulation, sceneOf } from "./scene.ts";

const PICTURES = 7;

/** The strip follows training at a walking pace: one picture at a time, each about once a second. */
const PICTURE_EVERY = 130; // ms

const CELLS = 44;
const DETAIL = { small: true, particles: 500 } as const;
const LAYERS = { particles: true, trajectories: false, density: true, residual: false } as const;

const fractionOf = (k: number): number => k / (PICTURES - 1);

export function Film() {
  const strip = useRef<HTMLDivElement>(null);
  const slider = useRef<HTMLInputElement>(null);
  const looping = useStore(clock, (state) => state.looping);

  useEffect(() => {
    const place = strip.current;
    if (place === null) return undefined;
    const pictures = [...place.querySelectorAll("canvas")];
    const brush = newBrush(CELLS);
    let next = 0;
    let drawn: unknown[] = [];
    let handle = 0;

    function drawNext(): void {
      const { frame } = frames.getState();
      if (frame === null || place === null || document.hidden) return;
      const k = next;
      next = (next + 1) % pictures.length;
      if (drawn[k] === frame) return;
      drawn[k] = frame;
      const canvas = pictures[k];
      const surface = canvas === undefined ? null : surfaceOf(canvas, canvas.clientWidth, canvas.clientHeight);
      const scene = sceneOf(frame, learnedPopulation(frame), LAYERS, false);
      if (surface !== null) paint(surface, scene, fractionOf(k) * frame.horizon, readPalette(place), brush, DETAIL);
    }

    function drawAll(): void {
      drawn = [];
      let left = pictures.length;
      const one = (): void => {
        drawNext();
        left -= 1;
        if (left > 0) handle = requestAnimationFrame(one);
      };
      cancelAnimationFrame(handle);
      handle = requestAnimationFrame(one);
    }

    const timer = setInterval(drawNext, PICTURE_EVERY);
    const first = frames.subscribe((now, before) => {
      if (before.frame === null || before.frame.radius !== now.frame?.radius || before.frame.source !== now.frame.source) drawAll();
    });
    const themed = useView.subscribe((now, before) => {
      // The attribute changes with the same event: wait until it has.
      if (now.theme !== before.theme) queueMicrotask(drawAll);
    });
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", drawAll);
    const watcher = new ResizeObserver(drawAll);
    watcher.observe(place);
    return () => {
      clearInterval(timer);
      cancelAnimationFrame(handle);
      dark.removeEventListener("change", drawAll);
      watcher.disconnect();
      first();
      themed();
    };
  }, []);

  useEffect(() => {
    const follow = (): void => {
      const { fraction } = clock.getState();
      const { frame } = frames.getState();
      const input = slider.current;
      if (input !== null) {
        input.value = String(fraction);
        input.style.setProperty("--at", `${100 * fraction}%`);
        input.setAttribute("aria-valuetext", `t = ${(fraction * (frame?.horizon ?? 1)).toFixed(2)}`);
      }
      const nearest = Math.round(fraction * (PICTURES - 1));
      strip.current?.querySelectorAll("button").forEach((button, k) => button.classList.toggle("on", k === nearest));
    };
    follow();
    return clock.subscribe(follow);
  }, []);

  return (
    <div className="film">
      <div ref={strip} className="strip" role="group" aria-label="The flow in pictures, from the reference to the data">
        <span className="end">ρ₀</span>
        {Array.from({ length: PICTURES }, (_, k) => (
          <button
            key={k}
            type="button"
            aria-label={`Show the flow at ${Math.round(100 * fractionOf(k))} % of its time`}
            onClick={() => holdAt(fractionOf(k))}
          >
            <canvas />
          </button>
        ))}
        <span className="end">π</span>
      </div>
      <div className="timebar">
        <Button className="button icon plain" aria-label={looping ? "Hold the time" : "Run the time"} onPress={() => loopTime(!looping)}>
          {looping ? "❚❚" : "▶"}
        </Button>
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
        <span className="end">T</span>
      </div>
    </div>
  );
}
