/** @file What is compared: run A, how far it is, and what differs in run B. */
import { useMemo } from "react";
import { settingOf } from "../../experiment/setting.ts";
import { useCompare } from "../../state/compare.ts";
import { useExperiment } from "../../state/experiment.ts";
import { useRun } from "../../state/run.ts";
import { formatCount } from "../format.ts";
import { useSession } from "../session-context.ts";
import { changesBetween } from "./changes.ts";
import { endComparison } from "../../state/comparison.ts";
import "./compare.css";

export function CompareBar() {
  const session = useSession();
  const a = useCompare((compare) => compare.a);
  const running = useExperiment((state) => state.running);
  const changes = useMemo(() => (a === null ? [] : changesBetween(a.experiment, running)), [a, running]);
  if (a === null) return null;
  const atOnce = settingOf(running) !== undefined;
  return (
    <section className="compare-bar" aria-label="Comparison">
      {atOnce ? <p className="compare-steps">A is held</p> : <Steps pinnedAt={a.step} />}
      {changes.length === 0 ? (
        <p>B is the same experiment: change anything on the left{atOnce ? "" : " and train"}.</p>
      ) : (
        <ul aria-label="What differs between run A and run B">
          {changes.map(({ path, label, a: before, b: after }) => (
            <li key={path}>
              {label} {before} → <b>{after}</b>
            </li>
          ))}
        </ul>
      )}
      <button type="button" className="button plain" onClick={() => endComparison(session)}>
        Let go of A
      </button>
    </section>
  );
}

function Steps({ pinnedAt }: { readonly pinnedAt: number }) {
  const drawn = useCompare((compare) => compare.shown);
  const step = useRun((run) => run.shown);
  return (
    <p className="compare-steps">
      <b>A</b> at {formatCount(drawn)} of {formatCount(Math.max(drawn, pinnedAt))}, <b>B</b> at {formatCount(step)}
    </p>
  );
}
