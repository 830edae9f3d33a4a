/** @file The right column of a crowd that is crossed: cuts through its density, the numbers that decide it, and how it was solved. */
import type { AtOnceMetric, CrossingSolved } from "../../engine/at-once-results.ts";
import { cutsFigure } from "../../plots/crossing/cuts.ts";
import type { CurveTheme, Figure } from "../../plots/curves.ts";
import { formatNumber } from "../../plots/number-text.ts";
import { useSolved } from "../../state/solved.ts";
import { NumberText } from "../NumberText.tsx";
import { Curves } from "../readouts/Curves.tsx";
import { Head } from "../readouts/Head.tsx";
import { SweepsSection } from "../readouts/Sweeps.tsx";
import { figureFormats } from "../share/figure-export.ts";
import { SummaryButton } from "../summary/RunSummary.tsx";
import { NUMBERS } from "./numbers.ts";
import "./crossing.css";

const SECTION = "A crowd that is crossed";

const crossingOf = (solved: unknown): CrossingSolved | null => {
  const known = solved as { readonly kind?: string } | null | undefined;
  return known?.kind === "crossing" ? (known as CrossingSolved) : null;
};

const drawCuts = (theme: CurveTheme): Figure => {
  const { solved, held } = useSolved.getState();
  const shown = crossingOf(solved);
  return cutsFigure(shown, crossingOf(held?.solved), theme);
};

async function cutsCsv(): Promise<string> {
  const { solved } = useSolved.getState();
  const shown = crossingOf(solved);
  if (shown === null) throw new Error("Nothing is solved yet.");
  const { radii, ahead, behind, side } = shown.cuts;
  const rows = [...radii].map((r, k) => [r, ahead[k], behind[k], side[k]].join(","));
  return Promise.resolve(`${["r,ahead,behind,side", ...rows].join("\n")}\n`);
}

const FORMATS = figureFormats("cuts", "m/m₀", (theme) => drawCuts(theme), cutsCsv);

const ABOUT = [
  "The crowd's density on three lines from the intruder's middle, in units of the density far away.",
  "Who anticipates leaves room before it comes: ahead is then as thin as behind. Who does not is pushed, and piles up ahead.",
];

export function CrossingReadouts() {
  return (
    <>
      <section className="card readout" aria-label="Cuts through the crowd">
        <Head title="Cuts" about={ABOUT} section={SECTION} exported={{ what: "the cuts", formats: FORMATS }} />
        <p className="readout-says cut-names">
          <span className="cut-ahead">ahead</span> <span className="cut-behind">behind</span> <span className="cut-side">side</span>
        </p>
        <Curves label="Density against the distance from the intruder: ahead, behind and at the side" figure={drawCuts} />
      </section>
      <Numbers />
      <SweepsSection section={SECTION} />
      <SummaryButton />
    </>
  );
}

const numberOf = (metric: AtOnceMetric | undefined): number | null => (typeof metric === "number" ? metric : null);

const valueText = (value: number | null, unit: string): string =>
  value === null ? "–" : `${formatNumber(value)}${unit === "" ? "" : ` ${unit}`}`;

/** Those that decide what the crowd does, and what it does. */
function Numbers() {
  const metrics = useSolved((state) => crossingOf(state.solved)?.metrics);
  const held = useSolved((state) => crossingOf(state.held?.solved)?.metrics);
  return (
    <section className="card readout" aria-label="Numbers">
      <Head
        title="Numbers"
        about={[
          "Two crowds with the same four ratios look the same in units of R and s.",
          "The box is part of the answer: it is stated under Newton steps.",
        ]}
        section={SECTION}
      />
      <table className="against">
        {held === undefined ? null : (
          <thead>
            <tr>
              <td />
              <th scope="col">B</th>
              <th scope="col">A</th>
            </tr>
          </thead>
        )}
        <tbody>
          {NUMBERS.map(({ name, title, about, unit }) => (
            <tr key={name}>
              <th scope="row" title={about}>
                {title}
              </th>
              <td>
                <NumberText>{valueText(numberOf(metrics?.[name]), unit)}</NumberText>
              </td>
              {held === undefined ? null : (
                <td>
                  <NumberText>{valueText(numberOf(held[name]), unit)}</NumberText>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
