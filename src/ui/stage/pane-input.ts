/**
 * @file Hands on a pane: pointing gives numbers, a click or tap picks the agent whose path leads through there, a drag moves the disc under it or else pans, wheel
 * and pinch zoom; and the same by keyboard (arrows, Enter, Escape, +, −, 0), but for a disc: its card has sliders.
 */
import { numbersAt } from "../../plots/stage/paint-crosshair.ts";
import { pickedAt } from "../../plots/stage/paint-inspected.ts";
import { pickAgent, pointer } from "../../state/inspect.ts";
import { camera, fitView, panBy, zoomBy } from "../../state/view-camera.ts";
import { type HeldDisc, holdDisc, isHandy } from "./disc-hand.ts";
import type { PaneState } from "./painter.ts";

/** Pixels that a hand trembles during a click. */
const STILL = 4;

const WHEEL = 0.0015;
const KEY_ZOOM = 1.25;

/** Pixels of the crosshair per press of a key, and with Shift. */
const STEP = 8;
const LEAP = 40;

export interface PaneHands {
  readonly pane: () => PaneState | null;
  /** Says the numbers under a crosshair that was moved by keys. */
  readonly say: (text: string) => void;
}

export function listenToPane(place: HTMLElement, { pane, say }: PaneHands): () => void {
  const held = new Map<number, { x: number; y: number }>();
  let travelled = 0;
  let disc: HeldDisc | null = null;

  /** The pane in the units that it is drawn in. */
  function extent(): { readonly width: number; readonly height: number } {
    return pane()?.view ?? { width: place.clientWidth, height: place.clientHeight };
  }

  function local(event: MouseEvent): { x: number; y: number } {
    const { left, top, width } = place.getBoundingClientRect();
    const units = width > 0 ? extent().width / width : 1;
    return { x: units * (event.clientX - left), y: units * (event.clientY - top) };
  }

  function pointAt({ x, y }: { x: number; y: number }): void {
    const state = pane();
    if (state !== null) pointer.setState({ point: { u: state.view.fromX(x), v: state.view.fromY(y) } });
  }

  function pick({ x, y }: { x: number; y: number }): void {
    const state = pane();
    if (state !== null) pickAgent(pickedAt(state, x, y), opposite(x / state.view.width, y / state.view.height));
  }

  /** The corner of all panes that is furthest from a point of this one, in parts of its width and height. */
  function opposite(across: number, down: number): { readonly right: boolean; readonly top: boolean } {
    const mine = place.getBoundingClientRect();
    const all = place.closest(".panes")?.getBoundingClientRect() ?? mine;
    return { right: mine.left + across * mine.width < all.left + all.width / 2, top: down > 0.5 };
  }

  function onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    const first = held.size === 0;
    if (first) travelled = 0;
    held.set(event.pointerId, local(event));
    if (first) disc = holdDisc(pane(), local(event));
    else letGo();
    place.setPointerCapture(event.pointerId);
  }

  function onMove(event: PointerEvent): void {
    const now = local(event);
    const before = held.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType === "mouse") {
        pointAt(now);
        place.style.cursor = isHandy(pane(), now) ? "grab" : "";
      }
      return;
    }
    const { width, height } = extent();
    const [other] = [...held].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    held.set(event.pointerId, now);
    if (other !== undefined) {
      const factor = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
      zoomBy(factor, (now.x + other.x) / 2 / width, (now.y + other.y) / 2 / height);
    }
    if (travelled <= STILL) return;
    if (disc !== null) disc.moveTo(now);
    else panBy((now.x - before.x) / width / held.size, (now.y - before.y) / height / held.size);
  }

  function onUp(event: PointerEvent): void {
    const mine = held.delete(event.pointerId);
    letGo();
    if (mine && held.size === 0 && travelled <= STILL && event.type === "pointerup") pick(local(event));
  }

  function letGo(): void {
    disc?.letGo();
    disc = null;
  }

  /** A finger on a disc moves it, and not the page. */
  function onTouch(event: TouchEvent): void {
    if (disc !== null && event.cancelable) event.preventDefault();
  }

  function onLeave(): void {
    if (document.activeElement !== place) pointer.setState({ point: null });
  }

  function onWheel(event: WheelEvent): void {
    // Where the page itself scrolls, a plain wheel is the page's.
    const page = document.scrollingElement;
    if (!event.ctrlKey && page !== null && page.scrollHeight > page.clientHeight) return;
    event.preventDefault();
    const { x, y } = local(event);
    const { width, height } = extent();
    zoomBy(Math.exp(-WHEEL * event.deltaY * (event.ctrlKey ? 4 : 1)), x / width, y / height);
  }

  function moveBy(dx: number, dy: number): void {
    const state = pane();
    if (state === null) return;
    const { view } = state;
    const { point } = pointer.getState();
    const [x, y] = point === null ? [view.width / 2, view.height / 2] : [view.toX(point.u) + dx, view.toY(point.v) + dy];
    const clamped = { x: Math.min(view.width, Math.max(0, x)), y: Math.min(view.height, Math.max(0, y)) };
    pointAt(clamped);
    const moved = pointer.getState().point;
    if (moved !== null) say(numbersAt(state.scene, moved, state.map));
  }

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const stride = event.shiftKey ? LEAP : STEP;
    const acts: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => moveBy(-stride, 0),
      ArrowRight: () => moveBy(stride, 0),
      ArrowUp: () => moveBy(0, -stride),
      ArrowDown: () => moveBy(0, stride),
      Enter: pickAtCrosshair,
      "+": () => zoomBy(KEY_ZOOM),
      "=": () => zoomBy(KEY_ZOOM),
      "-": () => zoomBy(1 / KEY_ZOOM),
      "0": fitView,
      Escape: () => {
        pickAgent(null);
        pointer.setState({ point: null });
      },
    };
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  }

  function pickAtCrosshair(): void {
    const state = pane();
    const { point } = pointer.getState();
    if (state !== null && point !== null) pick({ x: state.view.toX(point.u), y: state.view.toY(point.v) });
  }

  function onBlur(): void {
    pointer.setState({ point: null });
  }

  /** A finger scrolls the page, unless there is more picture than pane. */
  function followZoom(): void {
    place.style.touchAction = camera.getState().zoom > 1 ? "none" : "pan-y";
  }

  followZoom();
  const events = [
    ["pointerdown", onDown],
    ["pointermove", onMove],
    ["touchstart", onTouch],
    ["pointerup", onUp],
    ["pointercancel", onUp],
    ["pointerleave", onLeave],
    ["wheel", onWheel],
    ["keydown", onKey],
    ["blur", onBlur],
    ["dblclick", fitView],
  ] as const;
  for (const [name, listener] of events) place.addEventListener(name, listener as EventListener, { passive: false });
  const uncamera = camera.subscribe(followZoom);
  return () => {
    uncamera();
    for (const [name, listener] of events) place.removeEventListener(name, listener as EventListener);
  };
}
