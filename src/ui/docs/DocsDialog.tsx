/** @file The project's pages in the lab: one section at a time, typeset, with the contents beside it. Opened by the ? of a card. */
import { useEffect, useRef } from "react";
import { page as mathematics } from "../../../docs/mathematics.md?page";
import { page as recipes } from "../../../docs/recipes.md?page";
import { openSection, useDialogs } from "../../state/dialogs.ts";
import { DialogFrame } from "../DialogFrame.tsx";
import type { Section } from "./page.ts";
import { SectionText } from "./SectionText.tsx";
import "./docs.css";

const PAGES = [mathematics, recipes];

const all: readonly Section[] = PAGES.flatMap(({ sections }) => sections);

export function DocsDialog() {
  const wanted = useDialogs((state) => state.section);
  const index = Math.max(
    0,
    all.findIndex(({ heading }) => heading === wanted),
  );
  const shown = all[index];
  const text = useRef<HTMLElement>(null);
  const contents = useRef<HTMLElement>(null);
  useEffect(() => {
    text.current?.scrollTo(0, 0);
    // A link in the text goes with its section; without the focus inside, Escape would not be heard.
    if (document.activeElement === document.body) text.current?.focus({ preventScroll: true });
    contents.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [shown]);
  if (shown === undefined) return null;
  return (
    <DialogFrame title={PAGES.find(({ sections }) => sections.includes(shown))?.title ?? ""} className="docs-dialog">
      <div className="docs">
        <nav ref={contents} aria-label="Sections" className="docs-contents">
          {PAGES.map(({ title, sections }) => (
            <div key={title}>
              <h3>{title}</h3>
              <ul>
                {sections.map(({ heading }) => (
                  <li key={heading}>
                    <button
                      type="button"
                      aria-current={heading === shown.heading ? "true" : undefined}
                      onClick={() => openSection(heading)}
                    >
                      {heading}
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        <div className="docs-choice">
          <select aria-label="Section" value={shown.heading} onChange={(event) => openSection(event.target.value)}>
            {PAGES.map(({ title, sections }) => (
              <optgroup key={title} label={title}>
                {sections.map(({ heading }) => (
                  <option key={heading}>{heading}</option>
                ))}
              </optgroup>
            ))}
          </select>
        </div>
        {/* It scrolls, so the keyboard must reach it. */}
        <article ref={text} className="docs-text" tabIndex={0} aria-label={shown.heading}>
          <SectionText section={shown} />
          <p className="docs-turn">
            {[all[index - 1], all[index + 1]].map((next, k) =>
              next === undefined ? (
                <span key={k} />
              ) : (
                <button key={k} type="button" className="button plain" onClick={() => openSection(next.heading)}>
                  {k === 0 ? `← ${next.heading}` : `${next.heading} →`}
                </button>
              ),
            )}
          </p>
        </article>
      </div>
    </DialogFrame>
  );
}
