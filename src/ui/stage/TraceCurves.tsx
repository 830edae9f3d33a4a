/**
 * @file U, |r|, log ρ and the cost along an agent's path. A marker in all of them follows the time that the stage shows; a pointer on
 * them, or the slider, moves it, and the agent on the stage with it. Drawn past React: the time runs sixty times a second.
 */
import { type PointerEvent, useEffect, useMemo, useRef } from "react";
import type { Particle } from "../../engine/results.ts";
import { formatNumber } from "../../plots/number-text.ts";
import { readTrace, traceCurve } from "../../plots/trace.ts";
import { clock } from "../../state/clock.ts";
import { readAccountAt, useInspected } from "../../state/inspect.ts";
import { often } from "./often.ts";

interface Row {
  readonly name: string;
  readonly title: string;
  readonly slot: string;
  readonly curve: NonNullable<ReturnType<typeof traceCurve>>;
}

/** Numbers that change faster are not read. */
const SAY_EVERY = 100; // ms
const TICKS = 200;

function rowsOf({ times, value, residual, logDensity, cost }: Particle): readonly Row[] {
  const rows = [
    { name: "U", title: "the value function", slot: "terminal", curve: value && traceCurve(times, value, false) },
    { name: "|r|", title: "the HJB residual", slot: "hjb", curve: residual && traceCurve(times, residual.map(Math.abs), true) },
    {
      name: "log ρ",
      title: "the log density of the crowd around it",
      slot: "dynamics",
      curve: logDensity && traceCurve(times, logDensity, false),
    },
    { name: "cost", title: "what it has paid", slot: "running", curve: cost && traceCurve(times, cost, true) },
  ];
  return rows.filter((row): row is Row => row.curve !== null);
}

export function TraceCurves({ account }: { readonly account: Particle }) {
  const { times, picked } = account;
  const place = useRef<HTMLDivElement>(null);
  const slider = useRef<HTMLInputElement>(null);
  const rows = useMemo(() => rowsOf(account), [account]);
  const last = times.at(-1) ?? 1;

  useEffect(() => {
    const target = place.current;
    if (target === null) return undefined;
    const now = (): number => useInspected.getState().readAt ?? clock.getState().fraction * last;
    const numbers = often(() => {
      const t = now();
      target
        .querySelectorAll("output")
        .forEach((output, k) => (output.textContent = formatNumber(readTrace(times, rows[k]!.curve.values, t))));
      const input = slider.current;
      if (input === null) return;
      input.value = String(Math.round((TICKS * t) / last));
      input.setAttribute(
        "aria-valuetext",
        [`t ${t.toFixed(2)}`, ...rows.map(({ name, curve }) => `${name} ${formatNumber(readTrace(times, curve.values, t))}`)].join(", "),
      );
    }, SAY_EVERY);
    const move = (): void => {
      target.style.setProperty("--at", String(Math.min(1, now() / last)));
      numbers.soon();
    };
    move();
    const stops = [clock.subscribe(move), useInspected.subscribe(move)];
    return () => {
      numbers.stop();
      for (const stop of stops) stop();
    };
  }, [rows, times, last]);

  function onPoint(event: PointerEvent<HTMLDivElement>): void {
    const box = event.currentTarget.querySelector("svg")?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    readAccountAt(last * Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
  }

  if (rows.length === 0) return null;
  return (
    <div ref={place} className="trace">
      <div className="trace-rows" onPointerMove={onPoint} onPointerDown={onPoint} onPointerLeave={() => readAccountAt(null)}>
        {rows.map(({ name, title, slot, curve }) => (
          <div key={name} className={`trace-row slot-${slot}`} title={title}>
            <span>{name}</span>
            <svg
              viewBox="0 0 100 100"
              preserveAspectRatio="none"
              role="img"
              aria-label={`${name}, ${title}, from ${formatNumber(curve.values[0]!)} to ${formatNumber(curve.values.at(-1)!)}`}
            >
              <line className="trace-picked" x1={(100 * picked.t) / last} x2={(100 * picked.t) / last} y1="0" y2="100" />
              <path d={curve.path} />
            </svg>
            <output aria-live="off" />
          </div>
        ))}
      </div>
      <input
        ref={slider}
        type="range"
        min={0}
        max={TICKS}
        defaultValue={0}
        aria-label="Time along the path"
        onInput={(event) => readAccountAt((last * Number(event.currentTarget.value)) / TICKS)}
        onBlur={() => readAccountAt(null)}
      />
    </div>
  );
}
