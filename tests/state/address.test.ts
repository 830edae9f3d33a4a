/** @file What an address opens: a bad one opens something that runs all the same, and says why it is not what was asked for. */
import { deflateSync, strToU8 } from "fflate";
import { expect, it } from "vitest";
import { resolve } from "../../src/experiment/resolve.ts";
import { openAddress } from "../../src/state/address.ts";
import { useExperiment } from "../../src/state/experiment.ts";

const packed = (payload: unknown): string => `#${Buffer.from(deflateSync(strToU8(JSON.stringify(payload)))).toString("base64url")}`;

const setting = (set: Record<string, unknown>): string => packed({ v: 1, set: { model: "ot-flow", ...set } });

it.each<[string, string, RegExp]>([
  ["corrupt", "#q1YqU7Iyw!!", /characters that do not belong/],
  ["truncated", setting({ seed: 4 }).slice(0, -9), /damaged or cut off/],
  ["of a newer lab", packed({ v: 99, set: { model: "ot-flow" } }), /newer|version/i],
  ["to an unknown preset", "?preset=nothing-of-the-kind", /no such preset/],
  ["out of range", setting({ "training.batch": 1e12 }), /training\.batch/],
  ["with unknown fields", setting({ "game.colour": 3 }), /game\.colour/],
  [
    "with a covariance that is none",
    setting({
      "data.id": "gaussian",
      "data.params.covariance": [
        [1, 2],
        [2, 1],
      ],
    }),
    /covariance/,
  ],
  ["with a horizon of 0", setting({ "game.horizon": 0 }), /game\.horizon/],
  ["with choices that do not fit", setting({ "objective.id": "score-matching" }), /noising process/],
])("a link %s opens something that runs, and says why", (_, address, says) => {
  openAddress(`https://example.org/lab/${address}`);
  const { problems, running, misfits } = useExperiment.getState();
  expect(problems.map(({ path, message }) => `${path}: ${message}`).join("\n")).toMatch(says);
  expect(resolve(running, "strict").experiment).toEqual(running);
  expect(misfits).toEqual([]);
});
