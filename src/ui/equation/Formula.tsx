/** @file TeX on the page, with MathML beside it for screen readers. Terms wear their slot as a class: colours are CSS. */
import { Suspense, use, useLayoutEffect, useRef } from "react";

/** Typesetting is a third of the page's bytes: it loads beside the first paint, not before it. */
const typesetting = Promise.all([import("katex"), import("katex/dist/katex.min.css")]).then(([{ default: katex }]) => katex);

interface FormulaProps {
  readonly tex: string;
  readonly className?: string;
}

/** Formulas come from the catalogue, never from a link; even so only the class of a term is trusted. */
const OPTIONS = {
  throwOnError: false,
  output: "htmlAndMathml",
  strict: (code: string) => (code === "htmlExtension" ? "ignore" : "warn"),
  trust: (context: { command: string }) => context.command === "\\htmlClass",
} as const;

function Typeset({ tex, className }: FormulaProps) {
  const katex = use(typesetting);
  const place = useRef<HTMLSpanElement>(null);
  // Before paint, so that nothing jumps; into the element, because a string would need innerHTML and inline styles.
  useLayoutEffect(() => {
    if (place.current !== null) katex.render(tex, place.current, OPTIONS);
  }, [katex, tex]);
  return <span ref={place} className={className} />;
}

export function Formula(props: FormulaProps) {
  return (
    <Suspense fallback={<span className={props.className} />}>
      <Typeset {...props} />
    </Suspense>
  );
}
