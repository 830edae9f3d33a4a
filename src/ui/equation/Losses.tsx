/** @file What each term costs now: in the order of the equation above, in the colour of its slot, and the way to its card. */
import { formatNumber } from "../../plots/number-text.ts";
import type { LossPart } from "../../engine/results.ts";
import { isAtOnce, isSolved } from "../../experiment/solved.ts";
import { useExperiment } from "../../state/experiment.ts";
import { useParts } from "../parts.ts";
import { useRun } from "../../state/run.ts";
import { NumberText } from "../NumberText.tsx";
import { useShownParts } from "../share/shown-parts.ts";
import { goToSlot, hasCard } from "./go-to-slot.ts";

/** As the objective reads: what is trained in its stead first, regularisers last. */
const READS: readonly string[] = ["objective", "terminal", "interaction", "running", "hjb"];

export function LossLine() {
  const parts = useParts();
  const losses = useRun((run) => run.losses);
  const step = useRun((run) => run.lossesOf);
  const { controls } = useShownParts();
  const solved = useExperiment((state) => isSolved(state.running));
  const atOnce = useExperiment((state) => isAtOnce(state.running));
  if (atOnce) return null;
  const read = parts
    .map((part, k) => ({ part, value: losses[k + 1] }))
    .toSorted((a, b) => READS.indexOf(a.part.slot) - READS.indexOf(b.part.slot));
  return (
    <ul className="losses" data-step={step} aria-label="Current value of each term of the loss">
      {solved ? null : (
        <li className="slot-total">
          total <Value of={losses[0]} />
        </li>
      )}
      {read.map(({ part, value }) => (
        <li key={part.name} className={`slot-${part.slot}`}>
          {controls && hasCard(part.slot) ? <ToCard part={part} value={value} /> : <Named part={part} value={value} />}
        </li>
      ))}
    </ul>
  );
}

interface NamedProps {
  readonly part: LossPart;
  readonly value: number | undefined;
}

function ToCard({ part, value }: NamedProps) {
  return (
    <button type="button" title="To its card" onClick={() => goToSlot(part.slot)}>
      <Named part={part} value={value} />
    </button>
  );
}

function Named({ part, value }: NamedProps) {
  return (
    <>
      {part.title} <Value of={value} />
    </>
  );
}

/** A few digits to read, all of them for whoever reads the page by machine. */
function Value({ of: value }: { readonly of: number | undefined }) {
  return (
    <b>
      {value === undefined ? (
        "–"
      ) : (
        <data value={value}>
          <NumberText>{formatNumber(value)}</NumberText>
        </data>
      )}
    </b>
  );
}
