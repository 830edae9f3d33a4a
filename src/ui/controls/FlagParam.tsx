/** @file On or off. */
import { useId } from "react";
import { Switch } from "react-aria-components";
import type { FlagSpec } from "../../catalogue/params.ts";
import type { ParamProps } from "./param-props.ts";
import { Row } from "./Row.tsx";

export function FlagParam({ label, spec, value, fallback, onChange }: ParamProps<FlagSpec, boolean>) {
  const id = useId();
  return (
    <Row
      label={label}
      spec={spec}
      labelId={id}
      changed={value !== fallback}
      onReset={() => onChange(fallback, false)}
      value={
        <Switch className="switch" aria-labelledby={id} isSelected={value} onChange={(on) => onChange(on, false)}>
          <span className="switch-track" aria-hidden="true" />
        </Switch>
      }
    />
  );
}
