/** @file BibTeX of an experiment: every reference in use once, under keys that stay, and nothing that TeX would choke on. */
import { describe, expect, it } from "vitest";
import type { Reference } from "../../src/catalogue/define.ts";
import { references } from "../../src/catalogue/references.ts";
import { authorList, bibtexOf, entryOf, citationKey, referencesOf } from "../../src/experiment/bibtex.ts";
import { resolve } from "../../src/experiment/resolve.ts";

const catalogue: readonly Reference[] = Object.values(references).flatMap((table) => [...table.values()].flat());

const experiment = (given: unknown) => resolve(given, "strict").experiment!;

describe("keys", () => {
  it("say who, when and which paper", () => {
    expect(citationKey({ authors: "Hyvärinen, A.", title: "Estimation of non-normalized statistical models", year: 2005 })).toBe(
      "hyvarinen2005estimationnonnormalized",
    );
    expect(citationKey({ authors: "Wu Fung, S. and Li, X.", title: "How to train your neural ODE: the world", year: 2020 })).toBe(
      "wufung2020trainneuralode",
    );
  });

  it("tell every two papers of the catalogue apart, and are the same for the same paper", () => {
    const titles = new Map<string, Set<string>>();
    for (const reference of catalogue)
      titles.set(citationKey(reference), (titles.get(citationKey(reference)) ?? new Set()).add(reference.title));
    expect([...titles].filter(([, set]) => set.size > 1)).toEqual([]);
    expect(titles.size).toBe(new Set(catalogue.map(({ title }) => title)).size);
    for (const key of titles.keys()) expect(key).toMatch(/^[a-z]+\d{4}[a-z0-9]+$/);
  });
});

describe("an entry", () => {
  it("lists authors as BibTeX does", () => {
    expect(authorList("Onken, D., Wu Fung, S., Li, X. and Ruthotto, L.")).toBe("Onken, D. and Wu Fung, S. and Li, X. and Ruthotto, L.");
    expect(authorList("Finlay, C., Jacobsen, J.-H. and Oberman, A. M.")).toBe("Finlay, C. and Jacobsen, J.-H. and Oberman, A. M.");
    expect(authorList("Pedregosa, F. and others")).toBe("Pedregosa, F. and others");
  });

  it("closes every brace it opens, and has a name and an initial for every author", () => {
    for (const reference of catalogue) {
      const text = entryOf(reference);
      const braces = text.replaceAll(/\\[{}]/g, "").match(/[{}]/g) ?? [];
      const open = braces.reduce((depth, brace) => depth + (brace === "{" ? 1 : -1), 0);
      expect(open, text).toBe(0);
      for (const author of authorList(reference.authors).split(" and ")) expect(author).toMatch(/^[^,]+, [^,]+$|^others$/);
    }
  });

  it("escapes what TeX would take for a command", () => {
    expect(entryOf({ authors: "A, B.", title: "50% of {x}_1 & #2", year: 2000 })).toContain(String.raw`{{50\% of \{x\}\_1 \& \#2}}`);
  });
});

describe("an experiment's bibliography", () => {
  it("holds the model's references and those of whatever stands in a slot, once each", () => {
    const keys = (given: unknown) => referencesOf(experiment(given)).map(citationKey);
    const flow = keys({ model: "ot-flow", data: { id: "two-spirals" } });
    expect(flow).toContain("onken2021otflow".concat("fast"));
    expect(flow).toContain("lang1988learningtelltwo");
    expect(new Set(flow).size).toBe(flow.length);
    const diffusion = keys({ model: "score-diffusion", data: { id: "moons" } });
    expect(diffusion.some((key) => key.startsWith("song2021"))).toBe(true);
    expect(diffusion.some((key) => key.startsWith("onken"))).toBe(false);
    expect(keys({ model: "score-diffusion", network: { activation: "gelu" } })).toContain("hendrycks2016gaussianerrorlinear");
  });

  it("prints one entry per reference", () => {
    const run = experiment({ model: "score-diffusion" });
    expect(bibtexOf(run).match(/^@misc\{/gm)).toHaveLength(referencesOf(run).length);
  });
});
