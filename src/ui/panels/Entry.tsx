/** @file A choice from the catalogue: which entry, its formula, its parameters. */
import type { Spec } from "../../catalogue/define.ts";
import { matters, type ParamValue, type ParamValues } from "../../catalogue/params.ts";
import { idsFor, type SlotKind, specOfKind } from "../../experiment/slots.ts";
import { belongs, settingOf } from "../../experiment/setting.ts";
import { child, valueAtPath } from "../../experiment/tree.ts";
import { specs } from "../../catalogue/specs.ts";
import { edit, useExperiment } from "../../state/experiment.ts";
import { labelOf } from "../controls/label.ts";
import { Param } from "../controls/Param.tsx";
import { Picker } from "../controls/Picker.tsx";
import { Locked } from "../share/Locked.tsx";
import { Formula } from "../equation/Formula.tsx";
import { MisfitNote } from "./Misfit.tsx";

interface EntryProps {
  readonly path: string;
  readonly kind: SlotKind;
  readonly label: string;
  readonly formula?: boolean;
  /** Parameters with a control of their own elsewhere. */
  readonly except?: readonly string[];
}

export function Entry({ path, kind, label, formula = true, except = [] }: EntryProps) {
  const id = useExperiment((state) => valueAtPath(state.draft, `${path}.id`) as string);
  const setting = useExperiment((state) => settingOf(state.draft));
  const spec = specOfKind(kind, id);
  if (spec === undefined) return null;
  const options = idsFor(path, kind).flatMap((entry) => {
    const offered = specOfKind(kind, entry);
    return offered !== undefined && belongs(kind, offered, setting) ? [offered] : [];
  });
  return (
    <>
      <Locked path={path}>
        <Picker label={label} options={options} value={id} onChange={(choice) => edit({ [`${path}.id`]: choice })} />
      </Locked>
      {formula && !("free" in spec && spec.free === true) ? <Formula className="entry-formula" tex={spec.formula} /> : null}
      <EntryParams path={path} spec={spec} except={except} />
      <MisfitNote path={`${path}.id`} />
      <MisfitNote path={path} />
    </>
  );
}

interface EntryParamsProps {
  readonly path: string;
  readonly spec: Spec;
  readonly except: readonly string[];
}

export function EntryParams({ path, spec, except }: EntryParamsProps) {
  const model = useExperiment((state) => state.draft.model);
  const values = useExperiment((state) => valueAtPath(state.draft, `${path}.params`) as ParamValues);
  return Object.entries(spec.params)
    .filter(([name, param]) => !except.includes(name) && matters(param, values))
    .map(([name, param]) => (
      <div key={name}>
        <Param path={`${path}.params.${name}`} label={labelOf(name)} spec={param} fallback={modelDefault(model, path, spec.id, name)} />
        <MisfitNote path={`${path}.params.${name}`} />
      </div>
    ));
}

/** The model's own value, where its row names this very entry. */
function modelDefault(model: string, path: string, id: string, name: string): ParamValue | undefined {
  const choice = valueAtPath(specs.model.get(model)?.defaults, path);
  return child(choice, "id") === id ? (child(child(choice, "params"), name) as ParamValue | undefined) : undefined;
}
