/** @file A number that is typed: taken on Enter or when the field is left, brought into range and said so if it is not. */
import { useState } from "react";
import { formatValue } from "../format.ts";

interface NumberEntryProps {
  readonly id?: string;
  readonly label?: string;
  readonly labelledBy?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly onChange: (value: number) => void;
}

export function NumberEntry({ id, label, labelledBy, value, min, max, whole, onChange }: NumberEntryProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [complaint, setComplaint] = useState("");

  function commit(): void {
    if (typed === null) return;
    setTyped(null);
    const given = Number(typed.trim().replace(",", ".").replace("−", "-"));
    if (typed.trim() === "" || Number.isNaN(given)) {
      setComplaint(`“${typed}” is not a number`);
      return;
    }
    const inside = Math.min(max, Math.max(min, whole ? Math.round(given) : given));
    setComplaint(inside === given ? "" : `allowed: ${formatValue(min)} to ${formatValue(max)}${whole ? ", whole" : ""}`);
    if (inside !== value) onChange(inside);
  }

  return (
    <span className="number">
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        aria-label={label}
        aria-labelledby={labelledBy}
        aria-invalid={complaint !== ""}
        value={typed ?? formatValue(value)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
          if (event.key === "Escape") setTyped(null);
        }}
      />
      {complaint === "" ? null : (
        <span role="alert" className="complaint">
          {complaint}
        </span>
      )}
    </span>
  );
}
