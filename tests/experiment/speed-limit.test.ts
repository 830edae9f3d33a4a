/** @file What the new Lagrangians do not go with is refused with the reason, and the nearest choice is accepted. */
import { expect, it } from "vitest";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { misfits } from "../../src/experiment/misfits.ts";
import { resolve } from "../../src/experiment/resolve.ts";

const problemsOf = (partial: unknown) => resolve(partial, "strict").problems;

it("a free velocity field has no speed limit, and RNODE no HJB equation", () => {
  const limited = { model: "ot-flow", game: { lagrangian: { id: "relativistic" } } };
  expect(problemsOf(limited)).toEqual([]);
  const field = { ...limited, network: { output: "field" }, regularisers: { hjb: { weight: 0 } } };
  const [misfit] = problemsOf(field);
  expect(misfit).toMatchObject({ path: "network.output" });
  expect(JSON.stringify(misfit)).toMatch(/speed limit/);
  const asked = resolve(limited, "strict").experiment!;
  const refused: Experiment = { ...asked, network: { ...asked.network, output: "field" } };
  expect(misfits(refused).find(({ path }) => path === "network.output")?.nearest).toEqual({ "network.output": "potential" });

  expect(problemsOf({ model: "rnode" })).toEqual([]);
  const penalised = problemsOf({ model: "rnode", network: { output: "potential" }, regularisers: { hjb: { weight: 1 } } });
  expect(penalised[0]).toMatchObject({ path: "regularisers.hjb.weight" });
  expect(JSON.stringify(penalised[0])).toMatch(/how the neighbours move/);
});
