/** @file One step of the tour at a time: a card beside what it speaks of. The page stays usable meanwhile. */
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { openDialog } from "../../state/dialogs.ts";
import { endTour, goToStep, useTour } from "../../state/tour.ts";
import { useNarrow } from "../narrow.ts";
import { placeOf, type Rectangle } from "./place.ts";
import { TOUR_STEPS } from "./steps.ts";
import "./tour.css";

interface Place {
  readonly ring: Rectangle | null;
  readonly left: number;
  readonly top: number;
}

/** Room between what is pointed at and its ring. */
const MARGIN = 4;

export function TourCard() {
  const at = useTour((state) => state.step) ?? 0;
  const narrow = useNarrow();
  const card = useRef<HTMLDivElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<Place>({ ring: null, left: 0, top: 0 });
  const step = TOUR_STEPS[Math.min(at, TOUR_STEPS.length - 1)]!;
  const selector = narrow ? (step.narrowTarget ?? step.target) : step.target;
  const last = at >= TOUR_STEPS.length - 1;

  // Before the next effect takes the focus.
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      // Back to where the tour was asked for, unless a dialog has taken over.
      if (before instanceof HTMLElement && document.querySelector(".overlay") === null) before.focus();
    };
  }, []);

  useLayoutEffect(() => {
    function put(): void {
      const box = document.querySelector(selector)?.getBoundingClientRect();
      if (box === undefined || card.current === null) return;
      const size = { width: card.current.offsetWidth, height: card.current.offsetHeight };
      const page = { width: window.innerWidth, height: window.innerHeight };
      const bottom = Math.min(box.bottom, page.height);
      const target = { left: box.left, top: Math.max(0, box.top), width: box.width, height: bottom - Math.max(0, box.top) };
      const ring = {
        left: target.left - MARGIN,
        top: target.top - MARGIN,
        width: target.width + 2 * MARGIN,
        height: target.height + 2 * MARGIN,
      };
      setPlace({ ring, ...placeOf(target, size, page, narrow && step.side !== "above" ? "below" : step.side) });
    }
    document.querySelector(selector)?.scrollIntoView({ block: "nearest" });
    put();
    next.current?.focus({ preventScroll: true });
    window.addEventListener("resize", put);
    window.addEventListener("scroll", put, true);
    return () => {
      window.removeEventListener("resize", put);
      window.removeEventListener("scroll", put, true);
    };
  }, [selector, step, narrow]);

  function onKey(event: KeyboardEvent): void {
    if (event.key === "Escape") endTour();
    else if (event.key === "ArrowRight" && !last) goToStep(at + 1);
    else if (event.key === "ArrowLeft" && at > 0) goToStep(at - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onNext(): void {
    if (!last) {
      goToStep(at + 1);
      return;
    }
    endTour();
    openDialog("gallery");
  }

  return (
    <>
      {place.ring === null ? null : <div className="tour-ring" style={place.ring} />}
      <div
        ref={card}
        className="tour card"
        role="dialog"
        aria-labelledby="tour-title"
        aria-describedby="tour-text"
        style={{ left: place.left, top: place.top }}
        onKeyDown={onKey}
      >
        <h2 id="tour-title">{step.title}</h2>
        <p id="tour-text">{step.text}</p>
        <div className="tour-buttons">
          <span className="note" aria-label={`Step ${at + 1} of ${TOUR_STEPS.length}`}>
            {at + 1} / {TOUR_STEPS.length}
          </span>
          <button type="button" className="button plain" onClick={endTour}>
            {last ? "Done" : "Skip"}
          </button>
          {at === 0 ? null : (
            <button type="button" className="button" onClick={() => goToStep(at - 1)}>
              Back
            </button>
          )}
          <button ref={next} type="button" className="button primary" onClick={onNext}>
            {last ? "Browse presets" : "Next"}
          </button>
        </div>
      </div>
    </>
  );
}
