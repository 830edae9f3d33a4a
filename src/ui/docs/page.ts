/** @file A page of docs/ as data: what the build makes of the markdown and the dialog typesets. No HTML, so the policy stays strict. */

export type Inline =
  | string
  | { readonly tex: string }
  | { readonly code: string }
  | { readonly strong: readonly Inline[] }
  | { readonly em: readonly Inline[] }
  | { readonly link: string; readonly of: readonly Inline[] }
  /** Another section of these pages, by its heading. */
  | { readonly section: string };

export type Block =
  | { readonly kind: "paragraph"; readonly of: readonly Inline[] }
  | { readonly kind: "formula"; readonly tex: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: "table"; readonly head: readonly (readonly Inline[])[]; readonly rows: readonly (readonly (readonly Inline[])[])[] };

export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export interface Page {
  readonly title: string;
  readonly sections: readonly Section[];
}

/** A line of formulas as its parts, so that a narrow screen breaks between them and not inside. */
export const formulasOf = (tex: string): readonly string[] => tex.split(/\\qquad(?![a-zA-Z])/).map((part) => part.trim());
