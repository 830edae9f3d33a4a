/** @file The terms whose places are kept free are those that the engine then has, for every preset and every regulariser. */
import { describe, expect, it } from "vitest";
import { expectedTerms } from "../../src/experiment/expected-terms.ts";
import { presets } from "../../src/experiment/presets.ts";
import { isAtOnce } from "../../src/experiment/solved.ts";
import { experimentOf, sessionOf } from "../engine/experiment-of.ts";

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

const small = { network: { width: 8, depth: 2 }, training: { batch: 16 } };

describe("before the run has said so", () => {
  it.each([...presets.values()].map(({ id, experiment }) => [id, experiment] as const))(
    "the terms of %s are known",
    async (_id, partial) => {
      const experiment = experimentOf(partial);
      if (isAtOnce(experiment)) {
        expect(expectedTerms(experiment)).toEqual([]);
        return;
      }
      const session = await sessionOf(experiment);
      expect(expectedTerms(experiment).toSorted(byName)).toEqual(session.parts().toSorted(byName));
    },
  );

  it("and so are those of the end conditions", async () => {
    const experiment = experimentOf({ model: "ot-flow", ...small, regularisers: { initial: { weight: 1 } } });
    const session = await sessionOf(experiment);
    expect(expectedTerms(experiment).map(({ name }) => name)).toContain("initial-condition");
    expect(expectedTerms(experiment).toSorted(byName)).toEqual(session.parts().toSorted(byName));
  });
});
