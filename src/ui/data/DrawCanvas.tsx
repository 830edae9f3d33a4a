/**
 * @file The square that is drawn on: mouse, finger or pen (pressure scatters more, a pen's eraser erases), or the keyboard.
 */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import type { StoreApi } from "zustand/vanilla";
import { random } from "../../math/random.ts";
import { beginStroke, CANVAS_RADIUS, type Drawing, endStroke, erase, type DrawnPoint, scatter } from "../../state/drawing.ts";
import { surfaceOf } from "../stage/canvas.ts";
import { paintDrawing } from "./paint-drawing.ts";
import { onThemeChange } from "./theme-change.ts";

export interface Brush {
  readonly tool: "brush" | "eraser";
  /** In units of the plane. */
  readonly radius: number;
  /** Points per radius travelled. */
  readonly density: number;
}

interface DrawCanvasProps {
  readonly drawing: StoreApi<Drawing>;
  readonly brush: Brush;
}

/** The button of a pen's other end, in `PointerEvent.buttons`. */
const PEN_ERASER = 32;

const MOVES: Readonly<Record<string, DrawnPoint>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export function DrawCanvas({ drawing, brush }: DrawCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const hand = useRef<{ cursor: DrawnPoint | null; last: DrawnPoint | null; stream: ReturnType<typeof random> }>({
    cursor: null,
    last: null,
    stream: random(1, "brush"),
  });
  const redraw = useRef<() => void>(() => undefined);

  useEffect(() => {
    const place = canvas.current;
    if (place === null) return undefined;
    let handle = 0;
    redraw.current = () => {
      cancelAnimationFrame(handle);
      handle = requestAnimationFrame(() => {
        const surface = surfaceOf(place, place.clientWidth, place.clientHeight);
        if (surface !== null) paintDrawing(surface, drawing.getState().points, hand.current.cursor, brush.radius);
      });
    };
    redraw.current();
    const stops = [drawing.subscribe(() => redraw.current()), onThemeChange(() => redraw.current())];
    const resized = new ResizeObserver(() => redraw.current());
    resized.observe(place);
    return () => {
      cancelAnimationFrame(handle);
      resized.disconnect();
      for (const stop of stops) stop();
    };
  }, [drawing, brush.radius]);

  function pointOf(event: { readonly clientX: number; readonly clientY: number }, box: DOMRect): DrawnPoint {
    const along = (2 * (event.clientX - box.left)) / box.width - 1;
    const down = (2 * (event.clientY - box.top)) / box.height - 1;
    return [along * CANVAS_RADIUS, -down * CANVAS_RADIUS];
  }

  function dab(at: DrawnPoint, pressure: number, erasing: boolean): void {
    const { last, stream } = hand.current;
    const moved = { at, from: last, radius: brush.radius };
    const now = drawing.getState();
    drawing.setState(erasing || brush.tool === "eraser" ? erase(now, moved) : scatter(now, moved, brush.density * pressure, stream));
    hand.current.last = at;
  }

  function press(event: PointerEvent<HTMLCanvasElement>): void {
    if (event.button > 0 && event.buttons !== PEN_ERASER) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drawing.setState(beginStroke(drawing.getState()));
    hand.current.last = null;
    dab(pointOf(event, event.currentTarget.getBoundingClientRect()), pressureOf(event), event.buttons === PEN_ERASER);
  }

  function move(event: PointerEvent<HTMLCanvasElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    hand.current.cursor = pointOf(event, box);
    if (drawing.getState().stroking) {
      // A pen reports more often than the screen draws.
      const all = event.nativeEvent.getCoalescedEvents();
      for (const one of all.length > 0 ? all : [event.nativeEvent]) dab(pointOf(one, box), pressureOf(one), one.buttons === PEN_ERASER);
    }
    redraw.current();
  }

  function lift(): void {
    drawing.setState(endStroke(drawing.getState()));
    hand.current.last = null;
  }

  function onKey(event: KeyboardEvent): void {
    const step = MOVES[event.key];
    const [x, y] = hand.current.cursor ?? [0, 0];
    if (step !== undefined) {
      const by = brush.radius * (event.shiftKey ? 2 : 0.5);
      const inside = (value: number): number => Math.max(-CANVAS_RADIUS, Math.min(CANVAS_RADIUS, value));
      hand.current.cursor = [inside(x + by * step[0]), inside(y + by * step[1])];
    } else if (event.key === " " || event.key === "Enter") {
      drawing.setState(beginStroke(drawing.getState()));
      hand.current.last = null;
      dab([x, y], 1, false);
      lift();
    } else return;
    event.preventDefault();
    redraw.current();
  }

  return (
    <canvas
      ref={canvas}
      className="draw-canvas"
      tabIndex={0}
      role="application"
      aria-label="Drawing area. Arrow keys move the brush, Space puts it down."
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={lift}
      onPointerCancel={lift}
      onPointerLeave={() => {
        hand.current.cursor = null;
        redraw.current();
      }}
      onFocus={() => {
        hand.current.cursor ??= [0, 0];
        redraw.current();
      }}
      onKeyDown={onKey}
    />
  );
}

/** A mouse and most fingers report 0.5 whatever they do; a pen means it. */
function pressureOf({ pointerType, pressure }: { readonly pointerType: string; readonly pressure: number }): number {
  return pointerType === "pen" ? Math.max(0.05, pressure) : 1;
}
