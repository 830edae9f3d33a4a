/**
 * @file One exported name, one meaning: no two files export the same name, but for what every file of a folder exports by contract.
 *
 * A name that is imported by hand is searched for; two hits are two things to read before one knows which is meant.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

/** What files of one kind have in common: an entry's spec and sources, a preset, a layer, a lesson. */
const BY_CONTRACT = new Set(["spec", "references", "preset", "watch", "layer", "lesson"]);

function exportedNames(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause))
      // Handed on under its own name it is the same thing.
      return statement.exportClause.elements.flatMap(({ name, propertyName }) => (propertyName === undefined ? [] : [name.text]));
    if (!ts.canHaveModifiers(statement)) return [];
    if (!ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
    const { name } = statement as ts.DeclarationStatement;
    return name === undefined ? [] : [name.text];
  });
}

/** @returns a sentence for every name that two files export */
function namesWithTwoMeanings(files: ReadonlyMap<string, string>): readonly string[] {
  const homes = new Map<string, Set<string>>();
  for (const [file, text] of files) for (const name of exportedNames(file, text)) homes.set(name, (homes.get(name) ?? new Set()).add(file));
  return [...homes]
    .filter(([name, { size }]) => size > 1 && !BY_CONTRACT.has(name))
    .map(([name, at]) => `${name} is exported by ${[...at].join(" and ")}: name one of them by what is different about it`);
}

it("says which name two files export, however they do it", () => {
  const files = new Map([
    ["a.ts", "export const spec = 1; export function fit() {} export interface Curve {}"],
    ["b.ts", "export const spec = 2, fit = 3; function inner() {}"],
    ["c.ts", 'export type Curve = 1; export { spec } from "./a.ts"; export { x as inner } from "./a.ts";'],
    ["d.ts", "export class inner {}"],
  ]);
  expect(namesWithTwoMeanings(files).map((said) => said.split(":")[0])).toEqual([
    "fit is exported by a.ts and b.ts",
    "Curve is exported by a.ts and c.ts",
    "inner is exported by c.ts and d.ts",
  ]);
});

it("no name of the sources has two meanings", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.(assembly|d)\.ts$/.test(file))
    .map((file) => join("src", file));
  expect(files.length).toBeGreaterThan(500);
  expect(namesWithTwoMeanings(new Map(files.map((file) => [file, readFileSync(file, "utf8")])))).toEqual([]);
});
