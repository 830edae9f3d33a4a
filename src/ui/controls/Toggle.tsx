/** @file A switch with its name. */
import { SwitchButton, SwitchField } from "react-aria-components";

interface ToggleProps {
  /** Stands before the switch; without one `labelledBy` names it. */
  readonly label?: string;
  readonly labelledBy?: string;
  readonly on: boolean;
  readonly className?: string;
  readonly onChange: (on: boolean) => void;
}

export function Toggle({ label, labelledBy, on, className = "", onChange }: ToggleProps) {
  return (
    <SwitchField className={`toggle ${className}`} aria-labelledby={labelledBy} isSelected={on} onChange={onChange}>
      <SwitchButton className="switch">
        {label === undefined ? null : <span>{label}</span>}
        <span className="switch-track" aria-hidden="true" />
      </SwitchButton>
    </SwitchField>
  );
}
