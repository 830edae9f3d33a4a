/** @file The error budget: which part of the distance to the data is whose fault. */
import { type BudgetRow, budgetPicture } from "../../plots/budget.ts";
import type { ErrorBudget } from "../../engine/results.ts";
import { useRun } from "../../state/run.ts";
import { formatCount } from "../format.ts";
import { NumberText } from "../NumberText.tsx";
import { budgetFormats } from "../share/budget-formats.ts";
import { ABOUT } from "./about.ts";
import { budgetRemark, budgetSum, budgetValue } from "./budget-words.ts";
import { type CardLine, cardLines } from "./card-lines.ts";
import { Head } from "./Head.tsx";
import { RulerRow } from "./RulerRow.tsx";
import { unitOf } from "./step-name.ts";

const EXPORTED = { what: "the error budget", formats: budgetFormats() };

const lineOf = (id: BudgetRow["id"]): string => `errorBudget.${id}`;

export function BudgetCard() {
  const measures = useRun((run) => run.measures);
  const step = useRun((run) => run.measuredAt.errorBudget);
  const unit = useRun((run) => unitOf(run.outcome));
  const budget = measures.errorBudget ?? null;
  const lines = cardLines("budget", measures, null);
  return (
    <section className="card readout" aria-label="Error budget">
      <Head title="Error budget" about={ABOUT.budget} section="Distances and their floors" exported={EXPORTED} />
      <p className="readout-says">Whose fault the distance to the data is, in parts that add up: squared sliced W₂.</p>
      <table className="budget">
        <tbody>{budget === null ? <NoBars lines={lines} /> : <Bars lines={lines} budget={budget} />}</tbody>
      </table>
      <p className="measured">
        {budget === null ? (
          "Not measured yet: it is the last thing to be measured when training rests."
        ) : (
          <span>
            Measured at {unit} {formatCount(step ?? 0)} with {formatCount(budget.points)} points.{" "}
            <NumberText>{budgetSum(budget)}</NumberText>
          </span>
        )}
      </p>
    </section>
  );
}

interface BarsProps {
  readonly lines: readonly CardLine[];
}

/** The places of the bars, so that nothing moves when they come: an overlap is hardly ever seen. */
function NoBars({ lines }: BarsProps) {
  return lines
    .filter(({ line }) => line.id !== lineOf("overlap"))
    .map(({ spec, line }) => (
      <RulerRow key={line.id} spec={spec} line={line} columns={3} quiet>
        <td className="bullet-cell">
          <span className="bullet" aria-hidden="true" />
        </td>
      </RulerRow>
    ));
}

function Bars({ lines, budget }: BarsProps & { readonly budget: ErrorBudget }) {
  const { rows, mark } = budgetPicture(budget);
  return rows.flatMap((row) => {
    const found = lines.find(({ line }) => line.id === lineOf(row.id));
    if (found === undefined) return [];
    return (
      <RulerRow
        key={row.id}
        {...found}
        columns={3}
        value={budgetValue(row)}
        remark={budgetRemark(row, budget)}
        quiet={row.state !== "measured" && row.state !== "reference"}
      >
        <td className="bullet-cell">
          <Bar row={row} mark={mark} />
        </td>
      </RulerRow>
    );
  });
}

function Bar({ row: { state, bar, low, high }, mark }: { readonly row: BudgetRow; readonly mark: number }) {
  return (
    <span className={`bullet bar-${state}`} aria-hidden="true">
      <i style={{ width: `${100 * bar}%` }} />
      {state === "measured" || state === "below" ? <s style={{ left: `${100 * low}%`, width: `${100 * (high - low)}%` }} /> : null}
      <u style={{ left: `${100 * mark}%` }} />
    </span>
  );
}
