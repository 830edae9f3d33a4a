/** @file Measures as numbers: distances with their noise floors, what kind of run it is, and how far from the exact solution. */
import { bullet } from "../../plots/bullet.ts";
import type { Metrics, NoisyMeasure } from "../../protocol/messages.ts";
import { useRun } from "../../state/run.ts";
import { formatNumber, formatPercent } from "../format.ts";
import { useSession } from "../session-context.ts";

const DISTANCES = [
  ["slicedW2", "sliced W₂"],
  ["mmd", "MMD"],
  ["energyDistance", "energy distance"],
] as const satisfies readonly (readonly [keyof Metrics, string])[];

export function Distances() {
  const measures = useRun((run) => run.measures);
  const measuredAt = useRun((run) => run.measuredAt);
  const session = useSession();
  return (
    <section className="card readout" aria-label="Distance to the data">
      <h2>
        Distance to the data
        <em>| = noise floor</em>
      </h2>
      <table>
        <tbody>
          {DISTANCES.map(([key, title]) => (
            <DistanceRow key={key} title={title} measure={measures[key] ?? null} />
          ))}
        </tbody>
      </table>
      <p className="measured">
        {measuredAt === null ? "Not measured yet." : `Measured at step ${formatNumber(measuredAt)}.`}
        <button type="button" className="button plain" onClick={() => session.measure()}>
          Measure now
        </button>
      </p>
    </section>
  );
}

function DistanceRow({ title, measure }: { readonly title: string; readonly measure: NoisyMeasure | null }) {
  const { bar, mark } = measure === null ? { bar: 0, mark: 1 / 3 } : bullet(measure);
  const floors = measure === null || !(measure.noise > 0) ? "" : `, ${(measure.value / measure.noise).toFixed(1)} noise floors`;
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>{measure === null ? "–" : formatNumber(measure.value)}</td>
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

interface Line {
  readonly title: string;
  readonly text: string;
  readonly alarm?: boolean;
}

/** Above this the integrator's error is part of the likelihood, and the network may be living on it. */
const WORST_STEP_GAP = 0.02;

function numberLine(title: string, value: number | null | undefined, show: (value: number) => string = formatNumber): Line[] {
  return value === null || value === undefined ? [] : [{ title, text: show(value) }];
}

const nats = (value: number): string => `${formatNumber(value)} nats`;

function linesOf(measures: Partial<Metrics>): Line[] {
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
  const lines = linesOf(measures);
  return lines.length === 0 ? null : (
    <section className="card readout" aria-label="Measures">
      <h2>Measures</h2>
      <Lines lines={lines} />
    </section>
  );
}

function Lines({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <table>
      <tbody>
        {lines.map(({ title, text, alarm = false }) => (
          <tr key={title} className={alarm ? "alarm" : undefined}>
            <th scope="row">{title}</th>
            <td>
              {alarm ? "⚠ " : ""}
              {text}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function ExactCard() {
  const exact = useRun((run) => run.exact);
  const { valueError, kineticEnergy, mean, covariance } = useRun((run) => run.measures);
  if (exact === null) return null;
  if (!exact.known)
    return (
      <section className="card readout" aria-label="Against the exact solution">
        <h2>Against the exact solution</h2>
        <p className="note">None is known here. {exact.reason}</p>
      </section>
    );
  const vector = (values: readonly number[]): string => `(${values.map((value) => value.toFixed(2).replace("-", "−")).join(", ")})`;
  const lines: Line[] = [
    ...numberLine("U, relative L²", valueError?.oneConstant, formatPercent),
    ...numberLine("U, mean removed at each t", valueError?.perTime, formatPercent),
    ...numberLine("∇U, relative L²", valueError?.gradient, formatPercent),
    ...(exact.energy === null ? [] : numberLine("kinetic energy", kineticEnergy, (value) => signedPercent(value / exact.energy! - 1))),
    ...(mean === null || mean === undefined ? [] : [{ title: "mean", text: `${vector(mean)} for ${vector(exact.mean)}` }]),
    ...(covariance === null || covariance === undefined
      ? []
      : [{ title: "covariance, relative", text: formatPercent(distance(covariance, exact.covariance) / distance(exact.covariance)) }]),
    ...numberLine("optimal cost J*", exact.cost),
  ];
  return (
    <section className="card readout" aria-label="Against the exact solution">
      <h2>
        Against the exact solution
        <em>{exact.kind}</em>
      </h2>
      <Lines lines={lines} />
    </section>
  );
}

function signedPercent(value: number): string {
  return `${value > 0 ? "+" : ""}${formatPercent(value)}`;
}

/** Frobenius norm of a matrix, or of a difference. */
function distance(a: readonly (readonly number[])[], b?: readonly (readonly number[])[]): number {
  return Math.sqrt(a.flat().reduce((sum, value, k) => sum + (value - (b?.flat()[k] ?? 0)) ** 2, 0));
}
