/** @file Which columns of a table are the coordinates: one for the line, two for the plane. */
import { useId } from "react";

interface ColumnChoiceProps {
  readonly names: readonly string[];
  readonly columns: readonly number[];
  readonly onChange: (columns: readonly number[]) => void;
}

const NONE = -1;

export function ColumnChoice({ names, columns, onChange }: ColumnChoiceProps) {
  const [first = 0, second = NONE] = columns;
  return (
    <div className="column-choice">
      <Column label="x₁" names={names} value={first} onChange={(column) => onChange(second === NONE ? [column] : [column, second])} />
      <Column
        label="x₂"
        names={names}
        value={second}
        none="none: points on the line"
        onChange={(column) => onChange(column === NONE ? [first] : [first, column])}
      />
    </div>
  );
}

interface ColumnProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly value: number;
  readonly none?: string;
  readonly onChange: (column: number) => void;
}

function Column({ label, names, value, none, onChange }: ColumnProps) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <select id={id} className="select" value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {none === undefined ? null : <option value={NONE}>{none}</option>}
        {names.map((name, k) => (
          <option key={k} value={k}>
            {name}
          </option>
        ))}
      </select>
    </>
  );
}
