/** @file A real or a whole number: a slider (linear or logarithmic) with the number itself beside it. */
import { useId } from "react";
import type { IntegerSpec, RealSpec } from "../../catalogue/params.ts";
import { formatValue } from "../format.ts";
import { NumberEntry } from "./NumberEntry.tsx";
import { Row } from "./Row.tsx";
import { fromStop, STOPS, toStop } from "./scale.ts";
import type { ParamProps } from "./param-props.ts";

export function NumberParam({ label, spec, value, fallback, onChange, onEnd }: ParamProps<RealSpec | IntegerSpec, number>) {
  const id = useId();
  const unit = spec.unit === undefined ? "" : ` ${spec.unit}`;
  const stop = toStop(spec, value);
  return (
    <Row
      label={label}
      spec={spec}
      inputId={id}
      labelId={`${id}-label`}
      changed={value !== fallback}
      onReset={() => onChange(fallback, false)}
      value={
        <>
          <NumberEntry
            label={`${label}, number`}
            value={value}
            min={spec.min}
            max={spec.max}
            whole={spec.kind === "integer"}
            onChange={(typed) => onChange(typed, false)}
          />
          {unit}
        </>
      }
    >
      <input
        id={id}
        type="range"
        className="slider"
        min={0}
        max={STOPS}
        step={1}
        value={stop}
        aria-valuetext={`${formatValue(value)}${unit}`}
        style={{ "--at": `${(100 * stop) / STOPS}%` } as React.CSSProperties}
        onChange={(event) => onChange(fromStop(spec, stepped(spec, value, Number(event.target.value))), true)}
        onPointerUp={onEnd}
        onKeyUp={onEnd}
        onBlur={onEnd}
      />
    </Row>
  );
}

/** A whole number may lie several stops from the next: an arrow key then moves on until the number changes. */
function stepped(spec: RealSpec | IntegerSpec, value: number, stop: number): number {
  const from = toStop(spec, value);
  if (Math.abs(stop - from) !== 1) return stop;
  let candidate = stop;
  while (candidate > 0 && candidate < STOPS && fromStop(spec, candidate) === value) candidate += stop - from;
  return candidate;
}
