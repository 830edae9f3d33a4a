/** @file TeX on the page, with MathML beside it for screen readers. Terms wear their slot as a class: colours are CSS. */
import katex from "katex";
import "katex/dist/katex.min.css";
import { useLayoutEffect, useRef } from "react";

interface FormulaProps {
  readonly tex: string;
  readonly className?: string;
  /** A formula on a line of its own: full-size fractions and integrals. */
  readonly display?: boolean;
}

/** Formulas come from the catalogue, never from a link; even so only the class of a term is trusted. */
const OPTIONS = {
  throwOnError: false,
  output: "htmlAndMathml",
  strict: (code: string) => (code === "htmlExtension" ? "ignore" : "warn"),
  trust: (context: { command: string }) => context.command === "\\htmlClass",
} as const;

export function Formula({ tex, className, display = false }: FormulaProps) {
  const place = useRef<HTMLSpanElement>(null);
  // Before paint, so that nothing jumps; into the element, because a string would need innerHTML and inline styles.
  useLayoutEffect(() => {
    if (place.current !== null) katex.render(display ? `\\displaystyle ${tex}` : tex, place.current, OPTIONS);
  }, [tex, display]);
  return <span ref={place} className={className} />;
}
