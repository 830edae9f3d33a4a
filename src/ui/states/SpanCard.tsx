/** @file What the game comes to over one of its sliders: a slider and a number are chosen, and the game is solved at eleven values of it. */
import { useMemo, useState } from "react";
import type { ParamSpec, RealSpec } from "../../catalogue/params.ts";
import { specs } from "../../catalogue/specs.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import { fields } from "../../experiment/fields.ts";
import { valueAtPath } from "../../experiment/tree.ts";
import type { CurveTheme, Figure } from "../../plots/curves.ts";
import { spanFigure, spanValue, type SliderSpan } from "../../plots/states/span-figure.ts";
import { useExperiment } from "../../state/experiment.ts";
import { chooseSpan, useSpan } from "../../state/span.ts";
import { labelOf } from "../controls/label.ts";
import { Picker } from "../controls/Picker.tsx";
import { fromStop, STOPS } from "../controls/scale.ts";
import { Curves } from "../readouts/Curves.tsx";
import { Head } from "../readouts/Head.tsx";
import { figureFormats } from "../share/figure-export.ts";
import { plainMetrics, type PlainMetric } from "./metric-words.ts";
import { useStatesSolved } from "./use-scene.ts";

const VALUES = 11;

const ABOUT = [
  "The same game solved again at other values of one slider, from its one end to the other. The upright line is where the slider stands.",
  "Dotted: where nobody changes anything. A gap: no equilibrium was reached there.",
];

interface Slider {
  readonly path: string;
  readonly title: string;
  readonly spec: RealSpec;
}

const isReal = (spec: ParamSpec | undefined): spec is RealSpec => spec?.kind === "real";

/** The sliders of the game's slots, its horizon and its discount. */
function slidersOf(game: Experiment["game"]): readonly Slider[] {
  const own = (path: string, params: Readonly<Record<string, ParamSpec>> | undefined): readonly Slider[] =>
    Object.entries(params ?? {}).flatMap(([name, spec]) =>
      isReal(spec) ? [{ path: `${path}.params.${name}`, title: labelOf(name), spec }] : [],
    );
  const field = (path: string): readonly Slider[] => {
    const found = fields[path];
    return found !== undefined && isReal(found.spec) ? [{ path, title: found.label, spec: found.spec }] : [];
  };
  return [
    ...own("game.dynamics", specs.dynamics.get(game.dynamics.id)?.params),
    ...own("game.lagrangian", specs.lagrangian.get(game.lagrangian.id)?.params),
    ...field("game.horizon"),
  ];
}

/** A logarithm has no 0: there the slider's first stop after it is tried. */
const valuesOf = (spec: RealSpec): readonly number[] =>
  Array.from({ length: VALUES }, (_, k) => fromStop(spec, Math.max(spec.scale === "log" ? 1 : 0, Math.round((STOPS * k) / (VALUES - 1)))));

function spanOf({ path, title, spec }: Slider): SliderSpan | null {
  const { over, metrics } = useSpan.getState();
  if (over?.path !== path) return null;
  const now = Number(valueAtPath(useExperiment.getState().draft, path));
  const under = spec.unit === undefined ? title : `${title}, ${spec.unit}`;
  return { values: over.values, log: spec.scale === "log", under, metrics, now };
}

const EMPTY: Figure = { data: [], layout: {} };

async function spanCsv(slider: Slider, shown: readonly PlainMetric[]): Promise<string> {
  const span = spanOf(slider);
  if (span === null) throw new Error("Choose a slider first.");
  const rows = span.values.map((value, k) => [value, ...shown.map(({ id }) => spanValue(span.metrics[k], id) ?? "")].join(","));
  return Promise.resolve(`${[[slider.path, ...shown.map(({ id }) => id)].join(","), ...rows].join("\n")}\n`);
}

export function SpanCard({ section }: { readonly section: string }) {
  const running = useExperiment((state) => state.running);
  const over = useSpan((state) => state.over);
  const solved = useStatesSolved();
  const [wanted, setWanted] = useState("attackRate");
  const sliders = useMemo(() => slidersOf(running.game), [running.game]);
  if (solved === null) return null;
  const numbers = plainMetrics(solved.metrics);
  const shown = numbers.find(({ id }) => id === wanted) ?? numbers[0];
  const slider = sliders.find(({ path }) => path === over?.path);
  return (
    <section className="card readout" aria-label="Over one slider">
      {slider === undefined || shown === undefined ? (
        <Head title="Over one slider" about={ABOUT} section={section} />
      ) : (
        <ShownSpan key={`${slider.path} ${shown.id}`} slider={slider} shown={shown} numbers={numbers} section={section} />
      )}
      <div className="span-choices">
        <Picker
          label="The slider to go over"
          placeholder="choose a slider"
          options={sliders.map(({ path, title, spec }) => ({ id: path, title, about: spec.about }))}
          value={slider?.path ?? null}
          onChange={(path) => {
            const found = sliders.find((one) => one.path === path);
            if (found !== undefined) chooseSpan({ path, values: valuesOf(found.spec) });
          }}
        />
        <Picker label="The number that is drawn" options={numbers} value={shown?.id ?? null} onChange={setWanted} />
      </div>
    </section>
  );
}

interface ShownSpanProps {
  readonly slider: Slider;
  readonly shown: PlainMetric;
  readonly numbers: readonly PlainMetric[];
  readonly section: string;
}

function ShownSpan({ slider, shown, numbers, section }: ShownSpanProps) {
  const metrics = useSpan((state) => state.metrics);
  const draw = useMemo(
    () =>
      (theme: CurveTheme): Figure => {
        const span = spanOf(slider);
        return span === null ? EMPTY : spanFigure(span, shown, theme);
      },
    [slider, shown],
  );
  const formats = useMemo(() => figureFormats("span", shown.title, draw, () => spanCsv(slider, numbers)), [slider, shown, numbers, draw]);
  const open = metrics.filter((answer) => answer === undefined).length;
  const without = metrics.filter((answer) => answer === null).length;
  const says = open > 0 ? `${metrics.length - open} of ${metrics.length} solved …` : without > 0 ? `${without} without an equilibrium` : "";
  return (
    <>
      <Head title="Over one slider" about={ABOUT} section={section} exported={{ what: "the span", formats }} />
      <Curves label={`${shown.title} over ${slider.title}`} figure={draw} />
      <p className="readout-says" role="status" data-known={metrics.length - open}>
        {says}
      </p>
    </>
  );
}
