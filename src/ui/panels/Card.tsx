/** @file A card of the left column: a slot with its colour, or a plain section. */
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useExperiment } from "../../state/experiment.ts";
import { useView } from "../../state/view.ts";
import { SectionButton } from "../docs/SectionButton.tsx";

interface CardProps {
  readonly title: string;
  /** The slot's name, which is its colour; none for a plain section. */
  readonly slot?: "dynamics" | "running" | "interaction" | "terminal" | "hjb";
  readonly children: ReactNode;
  /** The heading of docs/mathematics.md that its ? opens; none where every choice in it has a ? of its own. */
  readonly section?: string | undefined;
  /** Folded away until asked for. */
  readonly folded?: boolean;
}

export function Card({ title, slot, children, section, folded = false }: CardProps) {
  const id = useId();
  const colour = slot === undefined ? "" : `slot-${slot} slotted`;
  const heading = (
    <h2 id={id} className="card-title">
      {slot === undefined ? null : <i aria-hidden="true" />}
      {title}
    </h2>
  );
  return (
    <section
      id={slot === undefined ? undefined : `slot-${slot}`}
      tabIndex={slot === undefined ? undefined : -1}
      aria-labelledby={id}
      className={`card panel ${colour}`}
      onPointerEnter={() => useView.setState({ lit: slot ?? null })}
      onPointerLeave={() => useView.setState({ lit: null })}
      // The keyboard lights terms as the pointer does; a click that leaves the focus behind does not.
      onFocus={(event) => {
        if (event.target.matches(":focus-visible")) useView.setState({ lit: slot ?? null });
      }}
      onBlur={() => useView.setState({ lit: null })}
    >
      {section === undefined ? null : <SectionButton section={section} className="card-about" />}
      {folded ? (
        <Folded heading={heading}>{children}</Folded>
      ) : (
        <>
          {heading}
          {children}
        </>
      )}
    </section>
  );
}

interface FoldedProps {
  readonly heading: ReactNode;
  readonly children: ReactNode;
}

/** A choice in it that does not fit is not hidden: the card opens. */
function Folded({ heading, children }: FoldedProps) {
  const fold = useRef<HTMLDetailsElement>(null);
  const misfits = useExperiment((state) => state.misfits);
  useEffect(() => {
    if (fold.current?.querySelector(".misfit") != null) fold.current.open = true;
  }, [misfits]);
  return (
    <details ref={fold}>
      <summary>{heading}</summary>
      {children}
    </details>
  );
}
