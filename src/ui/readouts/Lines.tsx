/** @file Named numbers under each other; what is not known has no line. */
import { formatNumber } from "../../plots/number-text.ts";
import { NumberText } from "../NumberText.tsx";

export interface ReadoutLine {
  readonly title: string;
  readonly text: string;
  readonly alarm?: boolean;
}

export function numberLine(title: string, value: number | null | undefined, show: (value: number) => string = formatNumber): ReadoutLine[] {
  return value === null || value === undefined ? [] : [{ title, text: show(value) }];
}

/** Of a share that is not nothing, and less than is printed. */
const BELOW = "below the resolution of this readout";

export function Lines({ lines }: { readonly lines: readonly ReadoutLine[] }) {
  return (
    <table>
      <tbody>
        {lines.map(({ title, text, alarm = false }) => (
          <tr key={title} className={alarm ? "alarm" : undefined}>
            <th scope="row">{title}</th>
            <td title={text.startsWith("<") ? BELOW : undefined}>
              {alarm ? "⚠ " : ""}
              <NumberText>{text}</NumberText>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
