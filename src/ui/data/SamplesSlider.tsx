/** @file How many training samples: a slider whose last stop is endless, with the number itself beside it. */
import { useId } from "react";
import type { IntegerSpec } from "../../catalogue/params.ts";
import { fields } from "../../experiment/fields.ts";
import { valueAtPath } from "../../experiment/tree.ts";
import { edit, endGesture, useExperiment } from "../../state/experiment.ts";
import { specs } from "../../catalogue/specs.ts";
import { formatCount } from "../format.ts";
import { NumberEntry } from "../controls/NumberEntry.tsx";
import { Row } from "../controls/Row.tsx";
import { fromStop, STOPS, toStop } from "../controls/scale.ts";

const PATH = "data.samples";

/** A twentieth of the way beyond the largest number lies ∞. */
const ENDLESS = STOPS + STOPS / 20;

/** An arrow key moves by this: a tenth of a decade or so. */
const KEY_STEP = 10;

/** Half the gap belongs to the largest number, half to ∞. A key moves on until the number changes: small ones lie far apart. */
function samplesAt(spec: IntegerSpec, now: number | "infinite", at: number): number | "infinite" {
  let stop = at;
  const from = now === "infinite" ? ENDLESS : nearestStep(toStop(spec, now));
  const step = Math.sign(at - from) * KEY_STEP;
  // A key that began in the gap would never cross it.
  if (Math.abs(at - from) === KEY_STEP && at > STOPS) return step > 0 ? "infinite" : fromStop(spec, STOPS);
  while (stop > 0 && stop < STOPS && fromStop(spec, stop) === now) stop += step;
  return stop > (STOPS + ENDLESS) / 2 ? "infinite" : fromStop(spec, Math.max(0, Math.min(stop, STOPS)));
}

/** The slider itself only stands at whole steps. */
function nearestStep(stop: number): number {
  return Math.round(stop / KEY_STEP) * KEY_STEP;
}

/** What the model's own row says. */
function defaultSamples(model: string): number | "infinite" {
  const samples = valueAtPath(specs.model.get(model)?.defaults, PATH);
  return typeof samples === "number" ? samples : "infinite";
}

export function SamplesSlider() {
  const id = useId();
  const samples = useExperiment((state) => state.draft.data?.samples ?? "infinite");
  const own = useExperiment((state) => defaultSamples(state.draft.model));
  const spec = fields[PATH]?.spec;
  if (spec?.kind !== "integer") return null;
  const stop = samples === "infinite" ? ENDLESS : toStop(spec, samples);
  const set = (next: number | "infinite", gesture: string | null): void => edit({ [PATH]: next }, gesture);
  return (
    <Row
      label="Samples"
      spec={spec}
      inputId={id}
      labelId={`${id}-label`}
      changed={samples !== own}
      onReset={() => set(own, null)}
      value={
        samples === "infinite" ? (
          <span className="endless" aria-hidden="true">
            ∞
          </span>
        ) : (
          <NumberEntry label="Samples, number" value={samples} min={spec.min} max={spec.max} whole onChange={(typed) => set(typed, null)} />
        )
      }
    >
      <input
        id={id}
        type="range"
        className="slider"
        min={0}
        max={ENDLESS}
        step={KEY_STEP}
        value={nearestStep(stop)}
        aria-valuetext={samples === "infinite" ? "endless" : formatCount(samples)}
        style={{ "--at": `${(100 * stop) / ENDLESS}%` } as React.CSSProperties}
        onChange={(event) => {
          set(samplesAt(spec, samples, Number(event.target.value)), PATH);
        }}
        onPointerUp={endGesture}
        onKeyUp={endGesture}
        onBlur={endGesture}
      />
    </Row>
  );
}
