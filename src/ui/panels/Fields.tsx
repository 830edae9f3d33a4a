/** @file The fixed fields of an experiment, each with the control of its kind. */
import { specs } from "../../catalogue/specs.ts";
import { fields } from "../../experiment/fields.ts";
import { valueAtPath } from "../../experiment/tree.ts";
import type { ParamValue } from "../../catalogue/params.ts";
import { useExperiment } from "../../state/experiment.ts";
import { Param } from "../controls/Param.tsx";
import { MisfitNote } from "./Misfit.tsx";

export function ParameterFields({ paths }: { readonly paths: readonly string[] }) {
  const model = useExperiment((state) => state.draft.model);
  return paths.map((path) => {
    const field = fields[path];
    if (field === undefined) return null;
    const { defaults, wording } = specs.model.get(model) ?? {};
    const own = valueAtPath(defaults, path) as ParamValue | undefined;
    return (
      <div key={path}>
        <Param path={path} label={field.label} spec={{ ...field.spec, ...wording?.[path] }} fallback={own ?? field.spec.default} />
        <MisfitNote path={path} />
      </div>
    );
  });
}
