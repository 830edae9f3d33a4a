/** @file The pages of docs/: what they cite exists, what cites them finds its heading, and every formula says where it is checked. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const PAGES = ["mathematics", "recipes", "files"] as const;

const headings: ReadonlyMap<string, readonly string[]> = new Map(
  PAGES.map((page) => [page, [...read(`docs/${page}.md`).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading!)]),
);

/** Citations in a text, e.g. "docs/mathematics.md, Discount": what the heading is looked for in. */
function citations(text: string): { page: string; rest: string }[] {
  const line = text.replaceAll(/\s*\n\s*(?:\*|\/\/)?\s*/g, " ");
  return [...line.matchAll(/docs\/(\w+)\.md(?:\]\([^)]*\))?, "?([^\n]{1,60})/g)].map(([, page, rest]) => ({ page: page!, rest: rest! }));
}

const isKnown = ({ page, rest }: { page: string; rest: string }): boolean =>
  headings.get(page)?.some((heading) => rest.startsWith(heading)) ?? false;

const sources = [
  ...["src", "tests"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  ),
  "README.md",
  "CONTRIBUTING.md",
].filter((file) => /\.(?:tsx?|mjs|md)$/.test(file));

describe("citations", () => {
  it("name a heading that exists", () => {
    const all = sources
      .filter((file) => !file.startsWith("tests/docs"))
      .flatMap((file) => citations(read(file)).map((found) => ({ file, ...found })));
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter((found) => !isKnown(found))).toEqual([]);
  });

  it("are seen where they are wrong, over line ends too", () => {
    expect(citations("(docs/mathematics.md, Discounts are nice)").every(isKnown)).toBe(true);
    expect(citations("(docs/mathematics.md, Rebate)").some(isKnown)).toBe(false);
    expect(citations("/** (docs/mathematics.md,\n * Linear-quadratic\n * games) */").every(isKnown)).toBe(true);
    expect(citations("[docs/recipes.md](../docs/recipes.md), The HJB term in diffusion").every(isKnown)).toBe(true);
  });

  it("are of nothing that a reader of this repository does not have", () => {
    const outside = new RegExp(
      ["MATH", "RECIPES", "DESIGN", "ENGINE", "PEERS", "STYLE"].map((name) => `\\b${name}(?:\\.md|\\b)`).join("|"),
    );
    const found = sources.filter((file) => file !== "tests/docs/pages.test.ts" && outside.test(read(file)));
    expect(found).toEqual([]);
  });
});

it("the ? of a card opens a heading of docs/mathematics.md", () => {
  const wanted = sources
    .filter((file) => file.startsWith("src"))
    .flatMap((file) =>
      [...read(file).matchAll(/\bsection(?:: |=\{?)[^"\n]*"([A-Z][^"\n]+)"/g)].map(([, heading]) => ({ file, heading: heading! })),
    );
  expect(wanted.length).toBeGreaterThan(80);
  expect(wanted.filter(({ heading }) => !headings.get("mathematics")!.includes(heading))).toEqual([]);
});

describe.each(PAGES)("docs/%s.md", (page) => {
  const text = read(`docs/${page}.md`);
  it("has no heading twice, and cites files that exist", () => {
    const found = headings.get(page)!;
    expect(new Set(found).size).toBe(found.length);
    const files = [...text.matchAll(/`((?:src|tests)\/[\w./-]+)`/g)].map(([, file]) => file!);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it.skipIf(page === "files")("says of every section where it is checked", () => {
    const unchecked = text
      .split(/^## /m)
      .slice(1)
      .filter((section) => !/[*_]Checked in[*_] `(?:tests|src\/cli)\//.test(section));
    expect(unchecked.map((section) => section.split("\n")[0])).toEqual([]);
  });
});
