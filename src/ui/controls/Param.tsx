/** @file One parameter at its path: the control of its kind, bound to the experiment. */
import type { FormulaValue, ParamSpec, ParamValue } from "../../catalogue/params.ts";
import { upsetsRounds } from "../../experiment/applies.ts";
import { valueAtPath } from "../../experiment/tree.ts";
import { edit, endGesture, useExperiment } from "../../state/experiment.ts";
import { ChoiceParam } from "./ChoiceParam.tsx";
import { FlagParam } from "./FlagParam.tsx";
import { FormulaParam } from "./FormulaParam.tsx";
import { MatricesParam, MatrixParam, VectorParam } from "./ListParams.tsx";
import { NumberParam } from "./NumberParam.tsx";
import { Locked } from "../share/Locked.tsx";

interface ParamControlProps {
  readonly path: string;
  readonly label: string;
  readonly spec: ParamSpec;
  /** Its default here, where that is not the spec's own: the model's. */
  readonly fallback?: ParamValue;
}

export function Param({ path, label, spec, fallback = spec.default }: ParamControlProps) {
  const value = useExperiment((state) => valueAtPath(state.draft, path) as ParamValue | undefined);
  const faults = useExperiment((state) => state.problems.find((problem) => problem.path === path)?.message);
  const restarts = useExperiment((state) => upsetsRounds(path, state.running));
  if (value === undefined) return null;
  const shared = {
    label,
    onChange: (next: ParamValue, dragging: boolean) => edit({ [path]: next }, dragging ? path : null),
    onEnd: endGesture,
    path,
  };
  return (
    <>
      <Locked path={path}>{controlOf(restarts ? { ...spec, applies: "restart" } : spec, value, fallback, shared)}</Locked>
      {faults === undefined ? null : <p className="complaint">{faults}</p>}
    </>
  );
}

interface Shared {
  readonly label: string;
  readonly onChange: (next: ParamValue, dragging: boolean) => void;
  readonly onEnd: () => void;
  readonly path: string;
}

/** Values come from `resolve`, so each has the type its spec says. */
function controlOf(spec: ParamSpec, value: ParamValue, fallback: ParamValue, shared: Shared) {
  switch (spec.kind) {
    case "real":
    case "integer":
      return <NumberParam {...shared} spec={spec} value={value as number} fallback={fallback as number} />;
    case "choice":
      return <ChoiceParam {...shared} spec={spec} value={value as string} fallback={fallback as string} />;
    case "flag":
      return <FlagParam {...shared} spec={spec} value={value as boolean} fallback={fallback as boolean} />;
    case "vector":
      return <VectorParam {...shared} spec={spec} value={value as readonly number[]} fallback={fallback as readonly number[]} />;
    case "matrix":
      return (
        <MatrixParam
          {...shared}
          spec={spec}
          value={value as readonly (readonly number[])[]}
          fallback={fallback as readonly (readonly number[])[]}
        />
      );
    case "matrices":
      return (
        <MatricesParam
          {...shared}
          spec={spec}
          value={value as readonly (readonly (readonly number[])[])[]}
          fallback={fallback as readonly (readonly (readonly number[])[])[]}
        />
      );
    case "formula":
      return <FormulaParam {...shared} spec={spec} value={value as FormulaValue} fallback={fallback as FormulaValue} />;
    default:
      return spec satisfies never;
  }
}
