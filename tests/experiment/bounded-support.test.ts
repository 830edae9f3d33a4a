/** @file Targets of bounded support: refused where a cost reads their logarithm at particles, and the nearest choice is accepted. */
import { describe, expect, it } from "vitest";
import { setPaths } from "../../src/experiment/edit.ts";
import { resolve } from "../../src/experiment/resolve.ts";

describe("a target that is 0 outside a bounded set", () => {
  for (const id of ["checkerboard", "uniform"]) {
    it(`${id}: reverse KL says why not, and what is proposed is accepted`, () => {
      const partial = { model: "ot-flow", data: { id }, game: { terminal: { id: "reverse-kl" } } };
      const { experiment, misfits } = resolve(partial, "strict");
      expect(experiment).toBeNull();
      expect(misfits[0]?.reason).toMatch(/no mass outside its support: the logarithm of its density is −∞/);
      const after = resolve(setPaths(partial, misfits[0]!.nearest as Parameters<typeof setPaths>[1]), "strict");
      expect(after.misfits).toEqual([]);
      expect(after.experiment).not.toBeNull();
    });
  }

  it("a diffusion of it is as welcome as ever, and so is a flow that is pulled back from it", () => {
    expect(resolve({ model: "score-diffusion", data: { id: "checkerboard" } }, "strict").experiment).not.toBeNull();
    expect(resolve({ model: "ot-flow", data: { id: "checkerboard" } }, "strict").experiment).not.toBeNull();
  });
});
