/** @file TeX on the page, with MathML beside it for screen readers. Terms wear their slot as a class: colours are CSS. */
import { Suspense, use, useLayoutEffect, useRef } from "react";

/** Typesetting is a third of the page's bytes: it loads beside the first paint, not before it. */
const typesetting = Promise.all([import("katex"), import("katex/dist/katex.min.css").then(letters)]).then(([{ default: katex }]) => katex);

/** Formulas set before their letters are there would be set again in another width. */
const FACES = ["1em KaTeX_Main", "italic 1em KaTeX_Math", "1em KaTeX_Size1", "1em KaTeX_Size2", "1em KaTeX_AMS", "1em KaTeX_Caligraphic"];

/** A letter that does not come must not keep the formulas away. */
const PATIENCE = 1500; // ms

async function letters(): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([Promise.allSettled(FACES.map((face) => document.fonts.load(face))), late]);
}

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
