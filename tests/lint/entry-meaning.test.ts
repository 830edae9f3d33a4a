/** @file The lint rules about ids and TeX find what is planted, and leave alone what only looks like it. */
import { Linter } from "eslint";
import ts from "typescript";
import tseslint from "typescript-eslint";
import { expect, it } from "vitest";
import { meaning } from "./entry-meaning.mjs";

const FILE = "/planted.ts";

const HEAD = `
interface Chosen { readonly id: string; readonly params: object }
declare const terminal: Chosen;
declare const spec: { readonly formula: string };
declare const line: { readonly id: "hard" | "soft" };
declare const style: { readonly display: string };
`;

function found(code: string): string[] {
  const source = ts.createSourceFile(FILE, HEAD + code, ts.ScriptTarget.ES2023, true);
  const host = ts.createCompilerHost({});
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...more) => (name === FILE ? source : read(name, ...more));
  const program = ts.createProgram([FILE], { target: ts.ScriptTarget.ES2023, noLib: true, strict: true }, host);
  return new Linter({ cwd: "/" })
    .verify(
      HEAD + code,
      [
        {
          files: ["**/*.ts"],
          plugins: { meaning },
          languageOptions: { parser: tseslint.parser, parserOptions: { programs: [program] } },
          rules: { "meaning/not-from-id": "error", "meaning/not-from-tex": "error" },
        },
      ],
      FILE,
    )
    .map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

it.each([
  ["a comparison", 'export const a = terminal.id === "hard";'],
  ["its contrary", 'export const a = "hard" !== terminal.id;'],
  ["a constant", 'const HARD = "hard"; export const a = terminal.id === HARD;'],
  ["one that is narrowed", 'export const a = terminal.id === "kinetic" ? 1 : terminal.id === "hard" ? 2 : 3;'],
  ["taken apart", 'const { id } = terminal; export const a = id === "hard";'],
  ["another name", 'const kind = terminal.id; export const a = kind === "hard";'],
  ["a parameter", 'export const a = (id: string) => id === "hard";'],
  ["a switch", 'switch (terminal.id) { case "hard": break; }'],
  ["a list", 'export const a = ["hard", "none"].includes(terminal.id);'],
  ["a set", 'const ENDS = new Set(["hard"]); export const a = ENDS.has(terminal.id);'],
  ["a table", "const FLOWS: Record<string, number> = { hard: 1 }; export const a = FLOWS[terminal.id];"],
])("an id in %s", (_name, code) => {
  const said = found(code);
  expect(said.length).toBeGreaterThan(0);
  expect(said.join("\n")).toMatch(/not-from-id: .*"(hard|kinetic|none)" \(src\/catalogue\/.*Ask a field of its spec/);
});

it.each([
  ["a part", String.raw`export const a = spec.formula.includes("\rho");`],
  ["the whole", 'export const a = spec.formula !== "0";'],
  ["a pattern", "const { formula } = spec; export const a = /a/.test(formula);"],
])("TeX: %s", (_name, code) => {
  expect(found(code).join("\n")).toMatch(/not-from-tex: .*Ask a field of its spec/);
});

it.each([
  ["words that a type agrees on", 'export const a = line.id === "hard";'],
  ["what is no id", 'export const a = style.display === "none";'],
  ["an id that no entry has", 'export const a = terminal.id === "elsewhere";'],
  ["two ids", "export const a = (other: Chosen) => terminal.id === other.id;"],
  ["an id that is set", 'export const a = { id: "hard" };'],
])("nothing: %s", (_name, code) => {
  expect(found(code)).toEqual([]);
});
