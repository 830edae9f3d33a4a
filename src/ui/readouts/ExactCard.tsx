/** @file How far the run is from the exact solution, or why none is known. */
import { useRun } from "../../state/run.ts";
import { ABOUT } from "./about.ts";
import { cardLines } from "./card-lines.ts";
import { Head } from "./Head.tsx";
import { RulerRow } from "./RulerRow.tsx";

/** Where nothing more particular is known: the heading that says what is solved. */
export const GAME = "The game and its optimality system";

export function ExactCard() {
  const exact = useRun((run) => run.exact);
  const measures = useRun((run) => run.measures);
  if (exact === null) return null;
  if (!exact.known)
    return (
      <section className="card readout" aria-label="Against the exact solution">
        <Head title="Against the exact solution" about={ABOUT.exact} section={GAME} />
        <p className="note">None is known here. {exact.reason}</p>
      </section>
    );
  return (
    <section className="card readout" aria-label="Against the exact solution">
      <Head title="Against the exact solution" about={ABOUT.exact} section={exact.section} />
      <p className="readout-says">{exact.about}</p>
      <table className="against">
        <tbody>
          {cardLines("exact", measures, exact)
            .filter(({ line }) => typeof line.value === "number")
            .map(({ spec, line }) => (
              <RulerRow key={line.id} spec={spec} line={line} />
            ))}
        </tbody>
      </table>
    </section>
  );
}
