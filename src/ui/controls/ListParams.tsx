/** @file Parameters that are more than one number: vectors, matrices, lists of covariances, each as small grids. */
import { useId } from "react";
import type { MatricesSpec, MatrixSpec, VectorSpec } from "../../catalogue/params.ts";
import { same } from "../../experiment/tree.ts";
import { NumberGrid } from "./NumberGrid.tsx";
import type { ParamProps } from "./param-props.ts";
import { Row } from "./Row.tsx";

type Vector = readonly number[];
type Matrix = readonly Vector[];

/** More rows than this are not a form but a file. */
const MOST_SHOWN = 12;

export function VectorParam({ label, spec, value, fallback, onChange }: ParamProps<VectorSpec, Vector>) {
  const id = useId();
  return (
    <Row label={label} spec={spec} labelId={id} changed={!same(value, fallback)} onReset={() => onChange(fallback, false)}>
      <NumberGrid label={label} rows={[value]} min={spec.min} max={spec.max} onChange={([row]) => onChange(row ?? value, false)} />
    </Row>
  );
}

export function MatrixParam({ label, spec, value, fallback, onChange }: ParamProps<MatrixSpec, Matrix>) {
  const id = useId();
  const reset = () => onChange(fallback, false);
  return (
    <Row label={label} spec={spec} labelId={id} changed={!same(value, fallback)} onReset={reset}>
      {value.length > MOST_SHOWN ? (
        <p className="note">
          {value.length} rows of {value[0]?.length ?? 0} numbers
        </p>
      ) : (
        <NumberGrid
          label={label}
          rows={value}
          min={spec.min}
          max={spec.max}
          symmetric={spec.positiveDefinite}
          onChange={(rows) => onChange(rows, false)}
        />
      )}
    </Row>
  );
}

/** A covariance's entries have no bounds of their own: whether it is positive definite decides. */
const WIDE = 10_000;

export function MatricesParam({ label, spec, value, fallback, onChange }: ParamProps<MatricesSpec, readonly Matrix[]>) {
  const id = useId();
  return (
    <Row label={label} spec={spec} labelId={id} changed={!same(value, fallback)} onReset={() => onChange(fallback, false)}>
      {value.length > MOST_SHOWN ? (
        <p className="note">{value.length} covariances</p>
      ) : (
        <div className="grids">
          {value.map((one, k) => (
            <NumberGrid
              key={k}
              label={`${label} ${k + 1}`}
              rows={one}
              min={-WIDE}
              max={WIDE}
              symmetric
              onChange={(rows) =>
                onChange(
                  value.map((old, j) => (j === k ? rows : old)),
                  false,
                )
              }
            />
          ))}
        </div>
      )}
    </Row>
  );
}
