/** @file Measures as numbers: distances with their noise floors, and what kind of flow was learned. Each ruler brings its own rows. */
import { specs } from "../../catalogue/specs.ts";
import type { RulerLine, RulerSpec } from "../../engine/measure/ruler.ts";
import { formatNumber } from "../../plots/number-text.ts";
import { useExperiment } from "../../state/experiment.ts";
import { type RunState, useRun } from "../../state/run.ts";
import { formatCount } from "../format.ts";
import { DISTANCES_FORMATS, MEASURES_FORMATS } from "../share/measure-formats.ts";
import { useSession } from "../session-context.ts";
import { ABOUT } from "./about.ts";
import { bulletOf, type CardLine, cardLines } from "./card-lines.ts";
import { Head } from "./Head.tsx";
import { unitOf } from "./step-name.ts";
import { RulerRow } from "./RulerRow.tsx";
import { valueWords } from "./ruler-words.ts";

const EXPORTED = { what: "the distances", formats: DISTANCES_FORMATS };

export function DistancesCard() {
  const measures = useRun((run) => run.measures);
  const measuredAt = useRun((run) => run.measuredAt);
  const outcome = useRun((run) => run.outcome);
  const session = useSession();
  const { heldOut } = measures;
  const atOnce = useExperiment(({ running }) => specs.objective.get(running.objective.id)?.atOnce === true);
  const points = atOnce ? "the model’s points, which jump to the end at once (those on the stage walk)," : "the model’s points";
  const lines = cardLines("distances", measures, null);
  return (
    <section className="card readout" aria-label="Distance to the data">
      <Head title="Distance to the data" about={ABOUT.distances} section="Distances and their floors" exported={EXPORTED} />
      <p className="readout-says">
        {typeof heldOut === "number"
          ? `From ${points} to ${formatCount(heldOut)} points of yours that it was not trained on. The mark: as far as other points of yours are.`
          : `From ${points} to fresh data. The mark: how far two samples of the data are from each other.`}
      </p>
      <table>
        <tbody>
          {lines.map(({ spec, line }) => (
            <DistanceRow key={line.id} spec={spec} line={line} />
          ))}
        </tbody>
      </table>
      <p className="measured">
        {measuredText({ measuredAt, outcome }, lines)}
        <button type="button" className="button plain" onClick={() => session.measure()}>
          Measure now
        </button>
      </p>
    </section>
  );
}

/** When: rulers take turns while training goes on, so a card may hold several steps. */
function measuredText({ measuredAt, outcome }: Pick<RunState, "measuredAt" | "outcome">, lines: readonly CardLine[]): string {
  const unit = unitOf(outcome);
  const steps = lines.flatMap(({ spec }) => spec.answers.flatMap((name) => measuredAt[name] ?? []));
  if (steps.length === 0) return "Not measured yet.";
  const [first, last] = [Math.min(...steps), Math.max(...steps)];
  return first === last
    ? `Measured at ${unit} ${formatCount(last)}.`
    : `Measured at ${unit}s ${formatCount(first)} to ${formatCount(last)}.`;
}

function DistanceRow({ spec, line }: { readonly spec: RulerSpec; readonly line: RulerLine }) {
  const { bar, mark, interval } = bulletOf(line) ?? { bar: 0, mark: 1 / 3, interval: { low: 0, high: 0 } };
  const { value, floor, interval: draws } = line;
  const known = typeof value === "number" && typeof floor === "number" && draws !== undefined;
  const floors = known && floor > 0 ? `, ${(value / floor).toFixed(1)} noise floors` : "";
  const range = known ? `noise floor ${formatNumber(floor)}${floors}; with other draws ${draws.map(formatNumber).join(" to ")}` : "";
  return (
    // Its error is drawn, as the thin line.
    <RulerRow spec={spec} line={line} columns={3} value={valueWords({ ...line, error: null })}>
      <td className="bullet-cell">
        <span className="bullet" title={range}>
          <i style={{ width: `${100 * bar}%` }} />
          <s style={{ left: `${100 * interval.low}%`, width: `${100 * (interval.high - interval.low)}%` }} />
          <u style={{ left: `${100 * mark}%` }} />
        </span>
        <span className="unseen">{floors}</span>
      </td>
    </RulerRow>
  );
}

/** What makes no sense for this run has no line; what should have been a number and is none says so. */
export function Measures() {
  const measures = useRun((run) => run.measures);
  const measuredAt = useRun((run) => run.measuredAt);
  const outcome = useRun((run) => run.outcome);
  const unmeasured = useRun((run) => run.unmeasured);
  const exact = useRun((run) => run.exact);
  const shown = cardLines("measures", measures, exact).filter(
    // Of a ruler without an answer one row gives the reason.
    ({ spec, line }, k, all) =>
      typeof line.value === "number" || (all[k - 1]?.spec !== spec && spec.answers.some((name) => unmeasured[name] !== undefined)),
  );
  return shown.length === 0 ? null : (
    <section className="card readout" aria-label="Measures">
      <Head title="Measures" about={ABOUT.measures} section="Rulers" exported={{ what: "the measures", formats: MEASURES_FORMATS }} />
      <p className="readout-says">What samples alone do not show. Press a name for what it means and how it went over training.</p>
      <table>
        <tbody>
          {shown.map(({ spec, line }) => (
            <RulerRow key={line.id} spec={spec} line={line} />
          ))}
        </tbody>
      </table>
      <p className="measured">{measuredText({ measuredAt, outcome }, shown)}</p>
    </section>
  );
}
