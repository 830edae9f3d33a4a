/** @file One of a few: buttons side by side while they fit, else a list. */
import { useId } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import type { ChoiceSpec } from "../../catalogue/params.ts";
import type { ParamProps } from "./param-props.ts";
import { Picker } from "./Picker.tsx";
import { Row } from "./Row.tsx";

/** Letters that fit on one line of the left column. */
const FITS = 30;

export function ChoiceParam({ label, spec, value, fallback, onChange }: ParamProps<ChoiceSpec, string>) {
  const id = useId();
  const letters = spec.options.reduce((sum, { title }) => sum + title.length + 3, 0);
  return (
    <Row label={label} spec={spec} labelId={id} changed={value !== fallback} onReset={() => onChange(fallback, false)}>
      {letters <= FITS ? (
        <ToggleButtonGroup
          className="segments"
          aria-labelledby={id}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[value]}
          onSelectionChange={(keys) => {
            for (const key of keys) onChange(String(key), false);
          }}
        >
          {spec.options.map((option) => (
            <ToggleButton key={option.id} id={option.id} className="segment">
              {option.title}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      ) : (
        <Picker label={label} options={spec.options} value={value} onChange={(choice) => onChange(choice, false)} />
      )}
    </Row>
  );
}
