/** @file Measures as numbers: distances with their noise floors, and what kind of flow was learned. */
import { bullet } from "../../plots/bullet.ts";
import { formatNumber } from "../../plots/number-text.ts";
import type { Metrics, NoisyMeasure } from "../../engine/results.ts";
import { type RunState, useRun } from "../../state/run.ts";
import { formatCount, formatPercent } from "../format.ts";
import { type DistanceTitle, measureFormats, MEASURES_FORMATS } from "../share/measure-formats.ts";
import { NumberText } from "../NumberText.tsx";
import { useSession } from "../session-context.ts";
import { ABOUT } from "./about.ts";
import { Head } from "./Head.tsx";
import { type ReadoutLine, Lines, numberLine } from "./Lines.tsx";

const DISTANCES = [
  ["slicedW2", "sliced W₂"],
  ["mmd", "MMD"],
  ["energyDistance", "energy distance"],
] as const satisfies readonly DistanceTitle[];

const EXPORTED = { what: "the distances", formats: measureFormats(DISTANCES) };

export function DistancesCard() {
  const measures = useRun((run) => run.measures);
  const measuredAt = useRun((run) => run.measuredAt);
  const session = useSession();
  return (
    <section className="card readout" aria-label="Distance to the data">
      <Head title="Distance to the data" about={ABOUT.distances} note="| noise floor" exported={EXPORTED} />
      <table>
        <tbody>
          {DISTANCES.map(([key, title]) => (
            <DistanceRow key={key} title={title} measure={measures[key] ?? null} />
          ))}
        </tbody>
      </table>
      <p className="measured">
        {measuredText(
          measuredAt,
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
function measuredText(measuredAt: RunState["measuredAt"], keys: readonly (keyof Metrics)[]): string {
  const steps = keys.flatMap((key) => measuredAt[key] ?? []);
  if (steps.length === 0) return "Not measured yet.";
  const [first, last] = [Math.min(...steps), Math.max(...steps)];
  return first === last ? `Measured at step ${formatCount(last)}.` : `Measured at steps ${formatCount(first)} to ${formatCount(last)}.`;
}

function DistanceRow({ title, measure }: { readonly title: string; readonly measure: NoisyMeasure | null }) {
  const { bar, mark } = measure === null ? { bar: 0, mark: 1 / 3 } : bullet(measure);
  const floors = measure === null || !(measure.noise > 0) ? "" : `, ${(measure.value / measure.noise).toFixed(1)} noise floors`;
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>{measure === null ? "–" : <NumberText>{formatNumber(measure.value)}</NumberText>}</td>
      <td className="bullet-cell">
        <span className="bullet" title={measure === null ? "" : `noise floor ${formatNumber(measure.noise)}${floors}`}>
          <i style={{ width: `${100 * bar}%` }} />
          <u style={{ left: `${100 * mark}%` }} />
        </span>
        <span className="unseen">{floors}</span>
      </td>
    </tr>
  );
}

/** Above this the integrator's error is part of the likelihood, and the network may be living on it. */
const WORST_STEP_GAP = 0.02;

const nats = (value: number): string => `${formatNumber(value)} nats`;

/** What `linesOf` prints, for the steps at which it was measured. */
const MEASURED = [
  "nll",
  "nllGap",
  "nllStepGap",
  "klGrid",
  "scoreError",
  "straightness",
  "inverseError",
  "kineticEnergy",
  "curl",
  "hjbResidual",
  "densityNll",
  "modeWeights",
  "memorisation",
] as const satisfies readonly (keyof Metrics)[];

function linesOf(measures: Partial<Metrics>): ReadoutLine[] {
  const { hjbResidual, densityNll, modeWeights, nllStepGap } = measures;
  return [
    ...numberLine("NLL", measures.nll, nats),
    ...numberLine("NLL above the entropy", measures.nllGap, nats),
    ...numberLine("NLL, K against 2K steps", nllStepGap, nats).map((line) => ({ ...line, alarm: (nllStepGap ?? 0) > WORST_STEP_GAP })),
    ...numberLine("KL on a grid", measures.klGrid, nats),
    ...numberLine("score error", measures.scoreError, formatPercent),
    ...numberLine("straightness", measures.straightness, (value) => value.toFixed(3)),
    ...numberLine("inverse error", measures.inverseError),
    ...numberLine("kinetic energy", measures.kineticEnergy),
    ...numberLine("its optimum", measures.optimalEnergy),
    ...numberLine("curl", measures.curl),
    ...(hjbResidual === null || hjbResidual === undefined
      ? []
      : [
          { title: "HJB residual, raw", text: formatNumber(hjbResidual.particles.raw) },
          { title: "HJB residual, centred", text: formatNumber(hjbResidual.particles.centred) },
          { title: "HJB residual, relative", text: formatPercent(hjbResidual.particles.relative) },
          { title: "HJB residual on the box", text: formatNumber(hjbResidual.box.raw) },
        ]),
    ...(densityNll === null || densityNll === undefined
      ? []
      : [{ title: "NLL of e^(−U), truth", text: `${formatNumber(densityNll.value)}, ${formatNumber(densityNll.truth)}` }]),
    ...(modeWeights === null || modeWeights === undefined
      ? []
      : [{ title: "mode weights of e^(−U)", text: modeWeights.map((weight) => weight.toFixed(2)).join(" · ") }]),
    ...numberLine("nearest-point ratio", measures.memorisation),
  ];
}

export function Measures() {
  const measures = useRun((run) => run.measures);
  const measuredAt = useRun((run) => run.measuredAt);
  const lines = linesOf(measures);
  return lines.length === 0 ? null : (
    <section className="card readout" aria-label="Measures">
      <Head title="Measures" about={ABOUT.measures} exported={{ what: "the measures", formats: MEASURES_FORMATS }} />
      <Lines lines={lines} />
      <p className="measured">{measuredText(measuredAt, MEASURED)}</p>
    </section>
  );
}
