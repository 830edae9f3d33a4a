/** @file The frame of every control: its name, its symbol, what it teaches, what a change of it costs, and the way back. */
import type { ReactNode } from "react";
import { Button, Tooltip, TooltipTrigger } from "react-aria-components";
import type { ParamSpec } from "../../catalogue/params.ts";
import { appliesTo } from "../../experiment/applies.ts";
import { isSolved } from "../../experiment/solved.ts";
import { useExperiment } from "../../state/experiment.ts";
import { Formula } from "../equation/Formula.tsx";

interface RowProps {
  readonly label: string;
  readonly spec: ParamSpec;
  /** id of the input that the label names; none for a group, which is named by `labelId`. */
  readonly inputId?: string;
  readonly labelId: string;
  readonly changed: boolean;
  readonly onReset: () => void;
  /** Stands to the right of the label. */
  readonly value?: ReactNode;
  readonly children?: ReactNode;
}

const COST = {
  live: "Changes at the next step.",
  resample: "Draws new points; what was learned is kept.",
  restart: "Starts a new run.",
} as const;

export function Row({ label, spec, inputId, labelId, changed, onReset, value, children }: RowProps) {
  const solved = useExperiment((state) => isSolved(state.running));
  const applies = appliesTo(spec, solved);
  return (
    <div className="row">
      <div className="row-head">
        <label id={labelId} htmlFor={inputId} className="row-label">
          {label}
          {spec.symbol === undefined ? null : (
            <span aria-hidden="true" className="row-symbol">
              <Formula tex={spec.symbol} />
            </span>
          )}
        </label>
        <TooltipTrigger delay={250} closeDelay={60}>
          <Button className="row-about" aria-label={`About ${label}`}>
            {applies === "restart" ? <span className="restarts">↻</span> : <span>?</span>}
          </Button>
          <Tooltip className="tooltip" placement="right">
            <p>{spec.about}</p>
            <p className="tooltip-note">{solved && applies === "live" ? "Solved anew at once." : COST[applies]}</p>
          </Tooltip>
        </TooltipTrigger>
        {changed ? (
          <button type="button" className="row-reset" aria-label={`Back to the default of ${label}`} onClick={onReset}>
            ⟲
          </button>
        ) : null}
        <span className="row-value">{value}</span>
      </div>
      {children}
    </div>
  );
}
