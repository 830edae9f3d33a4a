/** @file What the colours mean, and how many are in each state on the shown day. */
import { useEffect, useRef } from "react";
import { sharesAt } from "../../plots/states/reading.ts";
import { toneTokens } from "../../plots/states/tones.ts";
import { clock } from "../../state/clock.ts";
import { useSolved } from "../../state/solved.ts";
import { often } from "../stage/often.ts";
import { namedStates, statesSolved, useStatesSolved } from "./use-scene.ts";

const FOLLOWS_EVERY = 80; // ms

/** The day that is shown, of the answer that is shown; null while there is none. */
export function shownDay(): number | null {
  const solved = statesSolved();
  return solved === null ? null : clock.getState().fraction * (solved.times.at(-1) ?? 1);
}

/** A horizon of a few units has days with decimals. */
export const dayText = (day: number, horizon: number): string => day.toFixed(horizon < 20 ? 3 : horizon < 100 ? 1 : 0);

export function StatesLegend() {
  const list = useRef<HTMLUListElement>(null);
  const solved = useStatesSolved();
  const held = useSolved((state) => state.held !== null);
  useEffect(() => {
    const follow = (): void => {
      const [now, day] = [statesSolved(), shownDay()];
      if (now === null || day === null) return;
      const shares = sharesAt(now, now.equilibrium, day);
      list.current?.querySelectorAll("b").forEach((cell, k) => {
        cell.textContent = `${(100 * (shares[k] ?? 0)).toFixed(1)} %`;
      });
    };
    follow();
    const following = often(follow, FOLLOWS_EVERY);
    const stops = [clock.subscribe(() => following.soon()), useSolved.subscribe(follow)];
    return () => {
      following.stop();
      for (const stop of stops) stop();
    };
  }, [solved]);
  if (solved === null) return <ul className="states-legend" />;
  const named = namedStates(solved);
  const tokens = toneTokens(named);
  return (
    <ul ref={list} className="states-legend" aria-label="States, and the share of people in each on the shown day">
      {named.map(({ id, title, tone }, k) => (
        <li key={id} className={`tone-${tone}`} style={{ "--tone": `var(--${tokens[k]!})` } as React.CSSProperties}>
          <i aria-hidden="true" />
          {title} <b />
        </li>
      ))}
      <li className="note">
        {held ? "dashed: A" : `${solved.optimum === null ? "" : "dashed: the planner’s optimum, "}dotted: nobody changes anything`}
      </li>
    </ul>
  );
}
