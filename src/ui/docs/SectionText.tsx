/** @file A section of docs/ on the screen: paragraphs, formulas, tables, and links to its neighbours. */
import { openSection } from "../../state/dialogs.ts";
import { Formula } from "../equation/Formula.tsx";
import { type Block, formulasOf, type Inline, type Section } from "./page.ts";

export function SectionText({ section }: { readonly section: Section }) {
  return (
    <>
      <h3>{section.heading}</h3>
      {section.blocks.map((block, k) => (
        <BlockText key={`${section.heading} ${String(k)}`} block={block} />
      ))}
    </>
  );
}

function BlockText({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case "paragraph":
      return <p>{block.of.map(inline)}</p>;
    case "formula":
      // It may be wider than a phone, and the keyboard has to reach what scrolls.
      return (
        <div className="docs-formula" tabIndex={0} role="group" aria-label="Formula">
          {formulasOf(block.tex).map((tex) => (
            <Formula key={tex} tex={String.raw`\displaystyle ${tex}`} />
          ))}
        </div>
      );
    case "code":
      return (
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case "list":
      return (
        <ul>
          {block.items.map((item, k) => (
            <li key={k}>{item.map(inline)}</li>
          ))}
        </ul>
      );
    case "table":
      return (
        <div className="docs-table" tabIndex={0} role="group" aria-label="Table">
          <table>
            <thead>
              <tr>
                {block.head.map((cell, k) => (
                  <th key={k} scope="col">
                    {cell.map(inline)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, r) => (
                <tr key={r}>
                  {row.map((cell, k) => (
                    <td key={k}>{cell.map(inline)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    default:
      return block satisfies never;
  }
}

function inline(part: Inline, k: number) {
  if (typeof part === "string") return part;
  if ("tex" in part) return <Formula key={k} tex={part.tex} />;
  if ("code" in part) return <code key={k}>{part.code}</code>;
  if ("strong" in part) return <strong key={k}>{part.strong.map(inline)}</strong>;
  if ("em" in part) return <em key={k}>{part.em.map(inline)}</em>;
  if ("section" in part)
    return (
      <button key={k} type="button" className="docs-section" onClick={() => openSection(part.section)}>
        {part.section}
      </button>
    );
  return (
    <a key={k} href={part.link} target="_blank" rel="noopener noreferrer">
      {part.of.map(inline)}
    </a>
  );
}
