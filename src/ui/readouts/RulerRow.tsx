/** @file A ruler's number as a row of a card. A press on its name opens what it means, and its course over training. */
import { type ReactNode, useState } from "react";
import type { RulerLine, RulerSpec } from "../../engine/measure/ruler.ts";
import { spoken } from "../../plots/number-text.ts";
import { sparkline } from "../../plots/sparkline.ts";
import { openSection } from "../../state/dialogs.ts";
import { useRun } from "../../state/run.ts";
import { formatCount } from "../format.ts";
import { NumberText } from "../NumberText.tsx";
import { courseOf, inUnit, valueWords } from "./ruler-words.ts";

const WIDTH = 260;
const HEIGHT = 46;

interface RulerRowProps {
  readonly spec: RulerSpec;
  readonly line: RulerLine;
  /** Cells after the value. */
  readonly children?: ReactNode;
  readonly columns?: number;
  /** In other words than the line's own. */
  readonly value?: string;
  /** What the row says beyond its number. */
  readonly remark?: string;
  /** Nothing was measured that one could rely on. */
  readonly quiet?: boolean;
}

/** Of a share that is not nothing, and less than is printed. */
const BELOW = "below the resolution of this readout";

export function RulerRow({ spec, line, children, columns = 2, value = valueWords(line), remark, quiet = false }: RulerRowProps) {
  const [open, setOpen] = useState(false);
  const unmeasured = useRun((run) => spec.answers.map((name) => run.unmeasured[name]).find((reason) => reason !== undefined));
  const failed = line.fixed === true ? undefined : unmeasured;
  return (
    <>
      <tr className={line.alarm === true ? "alarm" : undefined}>
        <th scope="row">
          <button type="button" className="ruler-name" aria-expanded={open} onClick={() => setOpen(!open)}>
            {line.title}
          </button>
        </th>
        <td className={quiet ? "quiet" : undefined} title={failed ?? remark ?? (value.startsWith("<") ? BELOW : undefined)}>
          {line.alarm === true ? "⚠ " : ""}
          {failed === undefined ? <NumberText>{value}</NumberText> : "no answer"}
          {remark === undefined ? null : <span className="unseen">. {spoken(remark)}</span>}
        </td>
        {children}
      </tr>
      {open ? (
        <tr className="ruler-more">
          <td colSpan={columns}>
            <p>{failed ?? line.about}</p>
            {remark === undefined ? null : (
              <p>
                <NumberText>{remark}</NumberText>
              </p>
            )}
            {spec.section === undefined ? null : <Further section={spec.section} />}
            {line.fixed === true ? null : <Course spec={spec} line={line} />}
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Further({ section }: { readonly section: string }) {
  return (
    <button type="button" className="button plain small" onClick={() => openSection(section)}>
      Mathematics: {section}
    </button>
  );
}

function Course({ spec, line }: Pick<RulerRowProps, "spec" | "line">) {
  const course = useRun((run) => run.course);
  const exact = useRun((run) => run.exact);
  const drawn = sparkline(courseOf(spec, line.id, course, exact), line.truth ?? line.floor ?? null, WIDTH, HEIGHT);
  if (drawn === null) return <p className="ruler-range">Its course over training is drawn here once it has been measured twice.</p>;
  const { line: path, band, truth, low, high, from, to, last } = drawn;
  const range = `${inUnit(low, line.unit)} to ${inUnit(high, line.unit)}, steps ${formatCount(from)} to ${formatCount(to)}`;
  return (
    <>
      <svg
        className="ruler-course"
        viewBox={`-2 -3 ${WIDTH + 6} ${HEIGHT + 6}`}
        role="img"
        aria-label={`${line.title} over training: ${range}`}
      >
        {band === "" ? null : <path className="ruler-band" d={band} />}
        {truth === null ? null : <path className="ruler-truth" d={`M0 ${truth}H${WIDTH}`} />}
        <path className="ruler-line" d={path} />
        <circle cx={last.x} cy={last.y} r={2.5} />
      </svg>
      <p className="ruler-range">
        <NumberText>{range}</NumberText>
        {truth === null ? "" : line.truth === undefined || line.truth === null ? "; dashed: the noise floor" : "; dashed: a perfect model"}
      </p>
    </>
  );
}
