/**
 * @file The user's own points from text: CSV (comma, semicolon or tab, with or without a header, quotes) or JSON (a list of
 * numbers, of rows, or of objects). Every complaint names the line.
 *
 * A hundred thousand lines take longer than a page may stand still: the reading is a generator that pauses every so many lines,
 * and whoever drives it breathes in between.
 */
import { POINTS } from "../catalogue/limits.ts";
import { shown } from "./tree.ts";

/** A table of numbers as it stood in the file, before columns are chosen. */
export interface PointsTable {
  /** From the header, else "column 1" …. */
  readonly names: readonly string[];
  /** [rows][columns] */
  readonly rows: readonly (readonly number[])[];
}

export interface PointsProblem {
  readonly problem: string;
}

/** Pauses now and then; what it returns is the table, or what is wrong with the text. */
export type PointsReading<T = PointsTable> = Generator<undefined, T | PointsProblem>;

/** Lines between two pauses: a millisecond or two. */
const PAUSE = 1000;

interface Line {
  readonly number: number;
  readonly cells: readonly string[];
}

const SEPARATORS = [";", "\t", ","] as const;

/** Lines as cells. A quote opens at the beginning of a cell; inside, "" is a quote, and separators and line ends are text. */
function* cut(text: string, separator: string): PointsReading<readonly Line[]> {
  const lines: Line[] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let number = 1;
  let start = 1;
  const endLine = (): void => {
    cells.push(cell.trim());
    if (cells.length > 1 || cells[0] !== "") lines.push({ number: start, cells });
    [cells, cell, start] = [[], "", number + 1];
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (quoted) {
      if (character === '"' && text[i + 1] === '"') cell += text[++i]!;
      else if (character === '"') quoted = false;
      else cell += character;
      if (character === "\n") number++;
    } else if (character === '"' && cell.trim() === "") [quoted, cell] = [true, ""];
    else if (character === separator) {
      cells.push(cell.trim());
      cell = "";
    } else if (character === "\n") {
      endLine();
      number++;
      if (number % PAUSE === 0) yield;
    } else cell += character;
  }
  if (quoted) return { problem: `Line ${start}: a quote is opened and never closed.` };
  endLine();
  return lines;
}

/** "1.5", "-2e3"; not "", "0x10" or "1,5". */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function tooFewOrMany(n: number): PointsProblem | undefined {
  if (n === 0) return { problem: "There is nothing in it: points are rows of one or two numbers." };
  if (n < POINTS.min) return { problem: `There is only ${n} point; at least ${POINTS.min} are needed.` };
  if (n > POINTS.max) return { problem: `There are ${n} points; at most ${POINTS.max} can be read.` };
  return undefined;
}

function* numbers(lines: readonly Line[]): PointsReading {
  const [first] = lines;
  if (first === undefined) return tooFewOrMany(0)!;
  const header = first.cells.some((cell) => cell !== "" && !NUMBER.test(cell)) && first.cells.every((cell) => !NUMBER.test(cell));
  const body = header ? lines.slice(1) : lines;
  const width = first.cells.length;
  const rows: number[][] = [];
  for (const { number, cells } of body) {
    if (cells.length !== width) return { problem: `Line ${number} has ${cells.length} values, the first line has ${width}.` };
    const bad = cells.findIndex((cell) => !NUMBER.test(cell) || !Number.isFinite(Number(cell)));
    if (bad >= 0)
      return {
        problem: `Line ${number}, column ${bad + 1}: ${cells[bad] === "" ? "it is empty" : `${shown(cells[bad])} is not a number`}.`,
      };
    rows.push(cells.map(Number));
    if (rows.length % PAUSE === 0) yield;
  }
  return (
    tooFewOrMany(rows.length) ?? {
      names: first.cells.map((cell, i) => (header && cell !== "" ? cell.slice(0, 60) : `column ${i + 1}`)),
      rows,
    }
  );
}

function* csv(text: string): PointsReading {
  const firstLine = /\S.*/.exec(text)?.[0] ?? "";
  const separator = SEPARATORS.find((candidate) => firstLine.includes(candidate)) ?? ",";
  const lines = yield* cut(text, separator);
  return "problem" in lines ? lines : yield* numbers(lines);
}

function* json(text: string): PointsReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `It begins like JSON but cannot be read: ${error instanceof Error ? error.message : "not JSON"}.` };
  }
  const list = Array.isArray(value) ? (value as readonly unknown[]) : undefined;
  if (list === undefined) return { problem: "JSON must be a list of points: numbers, [x, y] or objects." };
  const [first] = list;
  const keyed = typeof first === "object" && first !== null && !Array.isArray(first);
  const names = keyed ? Object.keys(first).filter((key) => typeof (first as Record<string, unknown>)[key] === "number") : undefined;
  const rows: (readonly number[])[] = [];
  let width: number | undefined;
  for (const [i, item] of list.entries()) {
    const row: unknown[] =
      names !== undefined
        ? names.map((name) =>
            typeof item === "object" && item !== null && Object.hasOwn(item, name) ? (item as Record<string, unknown>)[name] : undefined,
          )
        : Array.isArray(item)
          ? item
          : [item];
    width ??= row.length;
    if (row.length === 0) return { problem: `Point ${i + 1} has no numbers.` };
    if (row.length !== width) return { problem: `Point ${i + 1} has ${row.length} values, the first has ${width}.` };
    const bad = row.findIndex((entry) => typeof entry !== "number" || !Number.isFinite(entry));
    if (bad >= 0) return { problem: `Point ${i + 1}, value ${bad + 1}: ${shown(row[bad])} is not a number.` };
    rows.push(row as number[]);
    if (rows.length % PAUSE === 0) yield;
  }
  return tooFewOrMany(rows.length) ?? { names: names ?? Array.from({ length: width ?? 0 }, (_, i) => `column ${i + 1}`), rows };
}

/** A table of points, or what is wrong with it. */
export function* readingPoints(text: string): PointsReading {
  const clean = text
    .replace(/^\uFEFF/, "")
    .replaceAll("\r\n", "\n")
    .replaceAll("\r", "\n")
    .trim();
  if (clean === "") return tooFewOrMany(0)!;
  return /^[[{]/.test(clean)
    ? yield* json(clean)
    : yield* csv(
        text
          .replace(/^\uFEFF/, "")
          .replaceAll("\r\n", "\n")
          .replaceAll("\r", "\n"),
      );
}

/** One column for the line, two for the plane. */
export function pickColumns({ rows, names }: PointsTable, columns: readonly number[]): readonly (readonly number[])[] | PointsProblem {
  if (columns.length < 1 || columns.length > 2) return { problem: "Choose one column (points on the line) or two (points in the plane)." };
  const missing = columns.find((column) => !Number.isInteger(column) || column < 0 || column >= names.length);
  if (missing !== undefined) return { problem: `There is no column ${missing + 1}; there are ${names.length}.` };
  return rows.map((row) => columns.map((column) => row[column]!));
}
