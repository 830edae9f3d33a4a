/** @file How far the run is from the exact solution, or why none is known. */
import { rulerSpecs } from "../../engine/measure/ruler-specs.ts";
import { useRun } from "../../state/run.ts";
import { formatPercent } from "../format.ts";
import { ABOUT } from "./about.ts";
import { Head } from "./Head.tsx";
import { type ReadoutLine, Lines, numberLine } from "./Lines.tsx";
import { RulerRow } from "./RulerRow.tsx";

/** Where nothing more particular is known: the heading that says what is solved. */
export const GAME = "The game and its optimality system";

const RULERS = rulerSpecs.filter(({ card }) => card === "exact");

export function ExactCard() {
  const exact = useRun((run) => run.exact);
  const measures = useRun((run) => run.measures);
  const { kineticEnergy, mean, covariance } = measures;
  if (exact === null) return null;
  if (!exact.known)
    return (
      <section className="card readout" aria-label="Against the exact solution">
        <Head title="Against the exact solution" about={ABOUT.exact} section={GAME} />
        <p className="note">None is known here. {exact.reason}</p>
      </section>
    );
  const vector = (values: readonly number[]): string => `(${values.map(twoDigits).join(", ")})`;
  const lines: ReadoutLine[] = [
    ...(exact.energy === null ? [] : numberLine("kinetic energy", kineticEnergy, (value) => signedPercent(value / exact.energy! - 1))),
    ...(mean === null || mean === undefined ? [] : [{ title: "mean", text: `${vector(mean)} for ${vector(exact.mean)}` }]),
    ...(covariance === null || covariance === undefined
      ? []
      : [{ title: "covariance error", text: formatPercent(distance(covariance, exact.covariance) / distance(exact.covariance)) }]),
    ...numberLine("optimal cost J*", exact.cost),
  ];
  return (
    <section className="card readout" aria-label="Against the exact solution">
      <Head title="Against the exact solution" about={ABOUT.exact} section={exact.section} />
      <p className="readout-says">{exact.about}</p>
      <table>
        <tbody>
          {RULERS.flatMap((spec) =>
            spec
              .lines(measures, exact)
              .filter(({ value }) => typeof value === "number")
              .map((line) => <RulerRow key={line.id} spec={spec} line={line} />),
          )}
        </tbody>
      </table>
      <Lines lines={lines} />
    </section>
  );
}

/** What rounds to nothing has no sign. */
function twoDigits(value: number): string {
  const rounded = value.toFixed(2);
  return Number(rounded) === 0 ? "0.00" : rounded.replace("-", "−");
}

function signedPercent(value: number): string {
  const text = formatPercent(value);
  return value > 0 && !text.startsWith("<") ? `+${text}` : text;
}

/** Frobenius norm of a matrix, or of a difference. */
function distance(a: readonly (readonly number[])[], b?: readonly (readonly number[])[]): number {
  return Math.sqrt(a.flat().reduce((sum, value, k) => sum + (value - (b?.flat()[k] ?? 0)) ** 2, 0));
}
