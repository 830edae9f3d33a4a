/** @file Agents as dots that keep their places and change their colour; whoever has just changed is drawn larger for a moment. */
import type { StatesSolved } from "../../engine/at-once-results.ts";
import type { Places } from "./places.ts";
import { type DrawnState, markOf } from "./tones.ts";

type Agents = StatesSolved["agents"];

/** The frame that is shown at a fraction of the horizon. */
export function frameAt({ frames }: Agents, fraction: number): number {
  return Math.max(0, Math.min(frames - 1, Math.round(fraction * (frames - 1))));
}

/** How long a change is seen, as a share of the horizon, and how much larger it is. */
const LASTS = 0.012;
const LARGER = 1.45;

interface AgentsScene {
  readonly agents: Agents;
  readonly places: Places;
  readonly states: readonly DrawnState[];
}

/** Draws a frame over what the context has; clear it before. */
export function paintAgents(context: CanvasRenderingContext2D, { agents, places, states }: AgentsScene, frame: number): void {
  const { count, frames, states: indices } = agents;
  const { at, half } = places;
  const before = Math.max(0, frame - Math.max(1, Math.round(LASTS * frames))) * count;
  const now = frame * count;
  states.forEach((state, k) => {
    const { radius, ring } = markOf(state);
    context.beginPath();
    for (let agent = 0; agent < count; agent += 1) {
      if (indices[now + agent] !== k) continue;
      const fresh = frame > 0 && indices[before + agent] !== k && !ring;
      const r = half * radius * (fresh ? LARGER : 1);
      const [x, y] = [at[2 * agent]!, at[2 * agent + 1]!];
      context.moveTo(x + r, y);
      context.arc(x, y, r, 0, 2 * Math.PI);
    }
    if (ring) {
      context.strokeStyle = state.colour;
      context.lineWidth = Math.max(0.9, 0.26 * half);
      context.stroke();
    } else {
      context.fillStyle = state.colour;
      context.fill();
    }
  });
}
