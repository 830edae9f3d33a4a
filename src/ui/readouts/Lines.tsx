/** @file Named numbers under each other; what is not known has no line. */
import { formatNumber } from "../format.ts";

export interface Line {
  readonly title: string;
  readonly text: string;
  readonly alarm?: boolean;
}

export function numberLine(title: string, value: number | null | undefined, show: (value: number) => string = formatNumber): Line[] {
  return value === null || value === undefined ? [] : [{ title, text: show(value) }];
}

export function Lines({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <table>
      <tbody>
        {lines.map(({ title, text, alarm = false }) => (
          <tr key={title} className={alarm ? "alarm" : undefined}>
            <th scope="row">{title}</th>
            <td>
              {alarm ? "⚠ " : ""}
              {text}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
