/** @file The project's pages as the build reads them: every formula is TeX that is typeset, every section is there, every cross-reference leads somewhere. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import katex from "katex";
import { describe, expect, it } from "vitest";
import { type Block, formulasOf, type Inline } from "../../src/ui/docs/page.ts";
import { pageOf } from "../../src/ui/docs/pages-plugin.ts";

const read = (name: string): string => readFileSync(join(import.meta.dirname, "../../docs", name), "utf8");

function inlinesOf(block: Block): readonly Inline[] {
  switch (block.kind) {
    case "paragraph":
      return block.of;
    case "list":
      return block.items.flat();
    case "table":
      return [...block.head.flat(), ...block.rows.flat(2)];
    case "formula":
      return formulasOf(block.tex).map((tex) => ({ tex }));
    case "code":
      return [];
    default:
      return block satisfies never;
  }
}

const deep = (inline: Inline): readonly Inline[] =>
  typeof inline === "string"
    ? [inline]
    : "strong" in inline
      ? inline.strong.flatMap(deep)
      : "em" in inline
        ? inline.em.flatMap(deep)
        : "link" in inline
          ? inline.of.flatMap(deep)
          : [inline];

describe.each(["mathematics.md", "recipes.md"])("docs/%s", (name) => {
  const markdown = read(name);
  const page = pageOf(markdown);
  const all = page.sections.flatMap(({ heading, blocks }) =>
    blocks.flatMap((block) => inlinesOf(block).flatMap(deep)).map((inline) => ({ heading, inline })),
  );

  it("has all its sections, with something in each", () => {
    expect(page.sections.map(({ heading }) => heading)).toEqual([...markdown.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading));
    expect(page.sections.every(({ blocks }) => blocks.length > 0)).toBe(true);
  });

  it("has formulas that KaTeX typesets, and no dollar is left over", () => {
    const tex = all.flatMap(({ heading, inline }) => (typeof inline === "object" && "tex" in inline ? [{ heading, tex: inline.tex }] : []));
    expect(tex.length).toBeGreaterThan(30);
    const wrong = tex.filter((one) => {
      try {
        katex.renderToString(one.tex, { throwOnError: true, strict: "error" });
        return false;
      } catch {
        return true;
      }
    });
    expect(wrong).toEqual([]);
    expect(all.filter(({ inline }) => typeof inline === "string" && /[$*_`]{1}\S/.test(inline) && inline.includes("$"))).toEqual([]);
  });

  it("has as many formulas as the text has pairs of dollars", () => {
    const found = page.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) =>
        block.kind === "formula"
          ? [block]
          : inlinesOf(block)
              .flatMap(deep)
              .filter((inline) => typeof inline === "object" && "tex" in inline),
      ),
    ).length;
    const body = markdown.slice(markdown.indexOf("\n## "));
    expect(found).toBe([...body.matchAll(/\$\$[^$]+\$\$|\$[^$]+\$/g)].length);
  });
});

it("a heading in quotes is a link to its section; another quotation is none", () => {
  const { sections } = pageOf('# T\n\n## One\n\nSee "Two", and "this".\n\n## Two\n\nText.\n');
  expect(sections[0]?.blocks).toEqual([{ kind: "paragraph", of: ["See ", { section: "Two" }, ', and "this".'] }]);
});

it("what the dialog could not show stops the build", () => {
  expect(() => pageOf("## One\n\n<b>x</b>\n")).toThrow(/cannot show/);
  expect(() => pageOf("## One\n\n![x](y.png)\n")).toThrow(/cannot show/);
  expect(() => pageOf("## One\n\n- a\n  - b\n")).toThrow(/inside a list/);
});
