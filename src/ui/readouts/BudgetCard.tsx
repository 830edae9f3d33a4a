/** @file The error budget: which part of the distance to the data is whose fault. */
import { type BudgetRow, budgetPicture } from "../../plots/budget.ts";
import { spoken } from "../../plots/number-text.ts";
import type { ErrorBudget } from "../../engine/results.ts";
import { useRun } from "../../state/run.ts";
import { formatCount } from "../format.ts";
import { NumberText } from "../NumberText.tsx";
import { budgetFormats } from "../share/budget-formats.ts";
import { ABOUT } from "./about.ts";
import { budgetRemark, budgetSum, budgetTitle, budgetValue } from "./budget-words.ts";
import { Head } from "./Head.tsx";
import { unitOf } from "./step-name.ts";

const ALWAYS = ["floor", "steps", "data", "training"] as const;

const EXPORTED = { what: "the error budget", formats: budgetFormats() };

export function BudgetCard() {
  const budget = useRun((run) => run.measures.errorBudget);
  const step = useRun((run) => run.measuredAt.errorBudget);
  const unit = useRun((run) => unitOf(run.outcome));
  return (
    <section className="card readout" aria-label="Error budget">
      <Head title="Error budget" about={ABOUT.budget} section="Distances and their floors" exported={EXPORTED} />
      <p className="readout-says">Whose fault the distance to the data is, in parts that add up: squared sliced W₂.</p>
      {budget === undefined || budget === null ? (
        <>
          <NoBars />
          <p className="measured">Not measured yet: it is the last thing to be measured when training rests.</p>
        </>
      ) : (
        <>
          <Bars budget={budget} />
          <p className="measured">
            <span>
              Measured at {unit} {formatCount(step ?? 0)} with {formatCount(budget.points)} points.{" "}
              <NumberText>{budgetSum(budget)}</NumberText>
            </span>
          </p>
        </>
      )}
    </section>
  );
}

/** The places of the bars, so that nothing moves when they come. */
function NoBars() {
  return (
    <table className="budget">
      <tbody>
        {ALWAYS.map((id) => (
          <tr key={id}>
            <th scope="row">{budgetTitle(id)}</th>
            <td className="quiet">–</td>
            <td className="bullet-cell">
              <span className="bullet" aria-hidden="true" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bars({ budget }: { readonly budget: ErrorBudget }) {
  const { rows, mark } = budgetPicture(budget);
  return (
    <table className="budget">
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} title={budgetRemark(row, budget)}>
            <th scope="row">{budgetTitle(row.id)}</th>
            <td className={row.state === "measured" || row.state === "reference" ? undefined : "quiet"}>
              <NumberText>{budgetValue(row)}</NumberText>
              <span className="unseen">. {spoken(budgetRemark(row, budget))}</span>
            </td>
            <td className="bullet-cell">
              <Bar row={row} mark={mark} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
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
