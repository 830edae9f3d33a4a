/** @file On or off. */
import { useId } from "react";
import type { FlagSpec } from "../../catalogue/params.ts";
import type { ParamProps } from "./param-props.ts";
import { Row } from "./Row.tsx";
import { Toggle } from "./Toggle.tsx";

export function FlagParam({ label, spec, value, fallback, onChange }: ParamProps<FlagSpec, boolean>) {
  const id = useId();
  return (
    <Row
      label={label}
      spec={spec}
      labelId={id}
      changed={value !== fallback}
      onReset={() => onChange(fallback, false)}
      value={<Toggle labelledBy={id} on={value} onChange={(on) => onChange(on, false)} />}
    />
  );
}
