/**
 * @file A formula that is typed: set in type while one writes, what is wrong under its character, a slider for each parameter.
 *
 * It is taken on Enter or when the field is left, as numbers are: half a formula never reaches the run.
 */
import { useId, useState } from "react";
import { formulaTex, parameterSpec } from "../../catalogue/formula.ts";
import type { FormulaSpec, FormulaValue } from "../../catalogue/params.ts";
import { edit } from "../../state/experiment.ts";
import { same } from "../../experiment/tree.ts";
import { parseFormula } from "../../math/expressions/parse.ts";
import { FormulaError } from "../../math/expressions/syntax.ts";
import { Formula } from "../equation/Formula.tsx";
import { NumberParam } from "./NumberParam.tsx";
import type { ParamProps } from "./param-props.ts";
import { Row } from "./Row.tsx";
import "./formula.css";

interface FormulaParamProps extends ParamProps<FormulaSpec, FormulaValue> {
  readonly path: string;
}

export function FormulaParam({ label, spec, value, fallback, onChange, onEnd, path }: FormulaParamProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? value.text;
  const error = errorOf(text, spec);

  function commit(): void {
    if (typed === null || error !== null) return;
    setTyped(null);
    if (typed.trim() !== value.text) onChange({ text: typed.trim(), values: value.values }, false);
  }
  function take(example: FormulaValue): void {
    setTyped(null);
    onChange(example, false);
  }
  return (
    <>
      <Row label={label} spec={spec} inputId={id} labelId={`${id}-label`} changed={!same(value, fallback)} onReset={() => take(fallback)}>
        <textarea
          id={id}
          className="formula-text"
          rows={Math.min(4, 1 + Math.floor(text.length / LINE))}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          aria-invalid={error !== null}
          aria-describedby={`${id}-told`}
          value={text}
          onChange={(event) => setTyped(event.target.value.replaceAll("\n", " "))}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === "Enter") {
              event.preventDefault();
              commit();
            }
            if (event.key === "Escape") setTyped(null);
          }}
        />
        <div id={`${id}-told`} className="formula-told" role="status">
          {error === null ? (
            <Preview spec={spec} text={text} waits={typed !== null && typed.trim() !== value.text} />
          ) : (
            <Wrong text={text} error={error} />
          )}
        </div>
        <ExampleButtons label={label} spec={spec} text={text.trim()} onTake={take} />
      </Row>
      {typed === null ? <Parameters path={path} value={value} fallback={fallback} onEnd={onEnd} /> : null}
    </>
  );
}

/** Letters of the field's fixed-width type on one line of the left column. */
const LINE = 34;

function errorOf(text: string, spec: FormulaSpec): FormulaError | null {
  try {
    parseFormula(text, spec.variables);
    return null;
  } catch (error) {
    if (error instanceof FormulaError) return error;
    throw error;
  }
}

function Preview({ spec, text, waits }: { readonly spec: FormulaSpec; readonly text: string; readonly waits: boolean }) {
  return (
    <>
      <Formula className="entry-formula" tex={`${spec.symbol ?? "F"} = ${formulaTex(spec, { text, values: {} })}`} />
      {waits ? <p className="note">Enter puts it into the game.</p> : null}
    </>
  );
}

/** A stretch of the text around what is wrong, with carets below it. */
const AROUND = 14;

function Wrong({ text, error: { at, end, message } }: { readonly text: string; readonly error: FormulaError }) {
  const from = Math.max(0, at - AROUND);
  const carets = "^".repeat(Math.max(1, Math.min(end - at, AROUND)));
  const shown = `${from > 0 ? "…" : ""}${text.slice(from, end + AROUND)}`;
  return (
    <>
      <pre aria-hidden="true" className="formula-caret">
        {`${shown}\n${" ".repeat(at - from + (from > 0 ? 1 : 0))}`}
        <b>{carets}</b>
      </pre>
      <p className="complaint">
        {message} (character {at + 1})
      </p>
    </>
  );
}

interface ExampleButtonsProps {
  readonly label: string;
  readonly spec: FormulaSpec;
  readonly text: string;
  readonly onTake: (value: FormulaValue) => void;
}

function ExampleButtons({ label, spec, text, onTake }: ExampleButtonsProps) {
  return (
    <div className="formula-examples" role="group" aria-label={`Examples of ${label}`}>
      {spec.examples.map((example) => (
        <button
          key={example.title}
          type="button"
          className="button small"
          aria-pressed={example.value.text === text}
          // Before the field loses its focus: what stood in it is given up for the example.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(example.value)}
        >
          {example.title}
        </button>
      ))}
    </div>
  );
}

interface ParametersProps {
  readonly path: string;
  readonly value: FormulaValue;
  readonly fallback: FormulaValue;
  readonly onEnd: () => void;
}

function Parameters({ path, value, fallback, onEnd }: ParametersProps) {
  return (
    <div className="formula-parameters">
      {Object.entries(value.values).map(([name, number]) => {
        const own = `${path}.values.${name}`;
        return (
          <NumberParam
            key={name}
            label={name}
            spec={parameterSpec(name, number)}
            value={number}
            fallback={value.text === fallback.text ? (fallback.values[name] ?? 1) : 1}
            onChange={(next, dragging) => edit({ [own]: next }, dragging ? own : null)}
            onEnd={onEnd}
          />
        );
      })}
    </div>
  );
}
