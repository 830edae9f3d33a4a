/**
 * @file Vite plugin: `import { page } from "docs/x.md?page"` reads a page of the project as data while the lab is built.
 *
 * The markdown is what GitHub shows: $…$ and $$…$$ are TeX, "Heading" in quotes is a link to that section. What the dialog
 * could not show (a picture, HTML, a nested list) stops the build.
 */
import { readFileSync } from "node:fs";
import { Marked, type Token, type Tokens } from "marked";
import type { Plugin } from "vite";
import type { Block, Inline, Page, Section } from "./page.ts";

interface TexToken extends Tokens.Generic {
  readonly tex: string;
}

const formula = (type: string, level: "block" | "inline", opens: RegExp, whole: RegExp) => ({
  name: type,
  level,
  start: (text: string) => opens.exec(text)?.index,
  tokenizer(text: string) {
    const found = whole.exec(text);
    return found === null ? undefined : { type, raw: found[0], tex: found[1]!.trim() };
  },
});

const reader = new Marked({
  extensions: [
    formula("display", "block", /^\$\$/m, /^\$\$([^$]+)\$\$(?:\n+|$)/),
    formula("tex", "inline", /\$/, /^\$([^$\n]+(?:\n[^$\n]+)*)\$/),
  ],
});

const isTex = (token: Token): token is TexToken => token.type === "tex" || token.type === "display";

/** Markdown's lexer escapes a few letters for HTML; nothing here becomes HTML. */
const plain = (text: string): string =>
  text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** "Heading" in quotes, where there is such a heading. */
function withSections(text: string, headings: ReadonlySet<string>): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const found of text.matchAll(/"([^"]+)"/g)) {
    const heading = found[1]!.replaceAll("\n", " ");
    if (!headings.has(heading)) continue;
    if (found.index > from) parts.push(text.slice(from, found.index));
    parts.push({ section: heading });
    from = found.index + found[0].length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

function inlines(tokens: readonly Token[] | undefined, headings: ReadonlySet<string>): Inline[] {
  return (tokens ?? []).flatMap((token): Inline[] => {
    if (isTex(token)) return [{ tex: token.tex }];
    switch (token.type) {
      case "text":
      case "escape":
        return "tokens" in token && token.tokens !== undefined
          ? inlines(token.tokens, headings)
          : withSections(plain(token.text as string), headings);
      case "codespan":
        return [{ code: plain(token.text as string) }];
      case "strong":
        return [{ strong: inlines(token.tokens, headings) }];
      case "em":
        return [{ em: inlines(token.tokens, headings) }];
      case "link":
        return [{ link: token.href as string, of: inlines(token.tokens, headings) }];
      case "br":
        return [" "];
      default:
        throw new Error(`the dialog cannot show this: ${token.raw}`);
    }
  });
}

function blockOf(token: Token, headings: ReadonlySet<string>): Block[] {
  if (isTex(token)) return [{ kind: "formula", tex: token.tex }];
  switch (token.type) {
    case "space":
      return [];
    case "paragraph":
      return [{ kind: "paragraph", of: inlines(token.tokens, headings) }];
    case "code":
      return [{ kind: "code", text: token.text as string }];
    case "list":
      return [
        {
          kind: "list",
          items: (token as Tokens.List).items.map(({ tokens }) =>
            tokens.flatMap((inner) => (inner.type === "text" ? inlines([inner], headings) : blockOf(inner, headings).map(fail))),
          ),
        },
      ];
    case "table": {
      const { header, rows } = token as Tokens.Table;
      const cells = (row: readonly Tokens.TableCell[]) => row.map((cell) => inlines(cell.tokens, headings));
      return [{ kind: "table", head: cells(header), rows: rows.map(cells) }];
    }
    default:
      throw new Error(`the dialog cannot show this: ${token.raw}`);
  }
}

function fail({ kind }: Block): never {
  throw new Error(`the dialog cannot show a ${kind} inside a list`);
}

/** The page's sections; what stands above the first of them is told by the page's title. */
export function pageOf(markdown: string): Page {
  const tokens = reader.lexer(markdown);
  const level = (token: Token, depth: number): token is Tokens.Heading => token.type === "heading" && token.depth === depth;
  const headings = new Set(tokens.flatMap((token) => (level(token, 2) ? [plain(token.text)] : [])));
  const sections: { heading: string; blocks: Block[] }[] = [];
  let title = "";
  for (const token of tokens) {
    if (level(token, 1)) title = plain(token.text);
    else if (level(token, 2)) sections.push({ heading: plain(token.text), blocks: [] });
    else sections.at(-1)?.blocks.push(...blockOf(token, headings));
  }
  return { title, sections: sections satisfies readonly Section[] };
}

export const docsPages = (): Plugin => ({
  name: "docs-pages",
  enforce: "pre",
  load: {
    filter: { id: /\.md\?page$/ },
    handler(id) {
      const file = id.replace(/\?page$/, "");
      this.addWatchFile(file);
      return `export const page = JSON.parse(${JSON.stringify(JSON.stringify(pageOf(readFileSync(file, "utf8"))))});`;
    },
  },
});
