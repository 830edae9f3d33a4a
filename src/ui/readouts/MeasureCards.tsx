/** @file Measures as numbers: distances with their noise floors, and what kind of flow was learned. Each ruler brings its own rows. */
import { rulerSpecs } from "../../engine/measure/ruler-specs.ts";
import type { RulerLine, RulerSpec } from "../../engine/measure/ruler.ts";
import { bullet } from "../../plots/bullet.ts";
import { formatNumber } from "../../plots/number-text.ts";
import type { Metrics, NoisyMeasure } from "../../engine/results.ts";
import { type RunState, useRun } from "../../state/run.ts";
import { formatCount } from "../format.ts";
import { type DistanceTitle, measureFormats, MEASURES_FORMATS } from "../share/measure-formats.ts";
import { useSession } from "../session-context.ts";
import { ABOUT } from "./about.ts";
import { Head } from "./Head.tsx";
import { unitOf } from "./step-name.ts";
import { RulerRow } from "./RulerRow.tsx";

const DISTANCES = [
  ["slicedW2", "sliced W₂"],
  ["mmd", "MMD"],
  ["energyDistance", "energy distance"],
] as const satisfies readonly DistanceTitle[];

const EXPORTED = { what: "the distances", formats: measureFormats(DISTANCES) };

const isDistance = (id: string): id is (typeof DISTANCES)[number][0] => DISTANCES.some(([key]) => key === id);

const ofCard = (card: RulerSpec["card"]): readonly RulerSpec[] => rulerSpecs.filter((spec) => spec.card === card);

const MEASURES = ofCard("measures");

export function DistancesCard() {
  const measures = useRun((run) => run.measures);
  const measuredAt = useRun((run) => run.measuredAt);
  const outcome = useRun((run) => run.outcome);
  const session = useSession();
  const { heldOut } = measures;
  return (
    <section className="card readout" aria-label="Distance to the data">
      <Head title="Distance to the data" about={ABOUT.distances} section="Distances and their floors" exported={EXPORTED} />
      <p className="readout-says">
        {typeof heldOut === "number"
          ? `From the model’s points to ${formatCount(heldOut)} points of yours that it was not trained on. The mark: as far as other points of yours are.`
          : "From the model’s points to fresh data. The mark: how far two samples of the data are from each other."}
      </p>
      <table>
        <tbody>
          {ofCard("distances").map((spec) =>
            spec
              .lines(measures, null)
              .map((line) => (
                <DistanceRow key={line.id} spec={spec} line={line} measure={isDistance(line.id) ? (measures[line.id] ?? null) : null} />
              )),
          )}
        </tbody>
      </table>
      <p className="measured">
        {measuredText(
          { measuredAt, outcome },
          DISTANCES.map(([key]) => key),
        )}
        <button type="button" className="button plain" onClick={() => session.measure()}>
          Measure now
        </button>
      </p>
    </section>
  );
}

/** When: rulers take turns while training goes on, so a card may hold several steps. */
function measuredText({ measuredAt, outcome }: Pick<RunState, "measuredAt" | "outcome">, keys: readonly (keyof Metrics)[]): string {
  const unit = unitOf(outcome);
  const steps = keys.flatMap((key) => measuredAt[key] ?? []);
  if (steps.length === 0) return "Not measured yet.";
  const [first, last] = [Math.min(...steps), Math.max(...steps)];
  return first === last
    ? `Measured at ${unit} ${formatCount(last)}.`
    : `Measured at ${unit}s ${formatCount(first)} to ${formatCount(last)}.`;
}

interface DistanceRowProps {
  readonly spec: RulerSpec;
  readonly line: RulerLine;
  readonly measure: NoisyMeasure | null;
}

function DistanceRow({ spec, line, measure }: DistanceRowProps) {
  const { bar, mark, interval } = measure === null ? { bar: 0, mark: 1 / 3, interval: { low: 0, high: 0 } } : bullet(measure);
  const floors = measure === null || !(measure.noise > 0) ? "" : `, ${(measure.value / measure.noise).toFixed(1)} noise floors`;
  const range = measure === null ? "" : `; with other draws ${measure.interval.map(formatNumber).join(" to ")}`;
  return (
    <RulerRow spec={spec} line={line} columns={3} brief>
      <td className="bullet-cell">
        <span className="bullet" title={measure === null ? "" : `noise floor ${formatNumber(measure.noise)}${floors}${range}`}>
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
  const rows = MEASURES.flatMap((spec) =>
    spec
      .lines(measures, exact)
      .filter(({ value }) => typeof value === "number" || spec.answers.some((name) => unmeasured[name] !== undefined))
      .map((line) => <RulerRow key={line.id} spec={spec} line={line} />),
  );
  return rows.length === 0 ? null : (
    <section className="card readout" aria-label="Measures">
      <Head title="Measures" about={ABOUT.measures} section="Rulers" exported={{ what: "the measures", formats: MEASURES_FORMATS }} />
      <p className="readout-says">What samples alone do not show. Press a name for what it means and how it went over training.</p>
      <table>
        <tbody>{rows}</tbody>
      </table>
      <p className="measured">
        {measuredText(
          { measuredAt, outcome },
          MEASURES.flatMap(({ answers }) => answers.filter((name) => typeof measures[name] === "number" || name === "hjbResidual")),
        )}
      </p>
    </section>
  );
}
