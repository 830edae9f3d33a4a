/** @file Numbers in rows and columns: a mean, weights, a covariance, the means of a mixture. */
import { NumberEntry } from "./NumberEntry.tsx";

interface NumberGridProps {
  readonly label: string;
  readonly rows: readonly (readonly number[])[];
  readonly min: number;
  readonly max: number;
  /** A covariance: the other half follows. */
  readonly symmetric?: boolean;
  readonly onChange: (rows: readonly (readonly number[])[]) => void;
}

export function NumberGrid({ label, rows, min, max, symmetric = false, onChange }: NumberGridProps) {
  function changed(i: number, j: number, value: number): void {
    onChange(rows.map((row, r) => row.map((old, c) => ((r === i && c === j) || (symmetric && r === j && c === i) ? value : old))));
  }
  return (
    <div className="grid" role="group" aria-label={label}>
      {rows.map((row, i) => (
        // Rows have no identity but their place.
        <div key={i} className="grid-row">
          {row.map((value, j) => (
            <NumberEntry
              key={j}
              label={`${label}, ${rows.length > 1 ? `row ${i + 1}, ` : ""}column ${j + 1}`}
              value={value}
              min={min}
              max={max}
              whole={false}
              onChange={(next) => changed(i, j, next)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
