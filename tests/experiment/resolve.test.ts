/** @file From something partial and perhaps wrong to a whole experiment, or to a refusal that names the field. */
import { describe, expect, it } from "vitest";
import { specs } from "../../src/catalogue/specs.ts";
import { setPath } from "../../src/experiment/edit.ts";
import { fields } from "../../src/experiment/fields.ts";
import { decodeLink } from "../../src/experiment/link-decode.ts";
import { encodeLink } from "../../src/experiment/link.ts";
import { printed } from "../../src/experiment/report.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { valueAtPath } from "../../src/experiment/tree.ts";
import { settled } from "./settled.ts";

const strict = (given: unknown) => {
  const { experiment, problems } = resolve(given, "strict");
  if (experiment === null) throw new Error(problems.map(printed).join("\n"));
  return experiment;
};

const refused = (given: unknown) => {
  const { experiment, problems } = resolve(given, "strict");
  expect(experiment).toBeNull();
  return problems;
};

describe("merging", () => {
  it.each([...specs.model.keys()])("%s alone is a whole experiment", (model) => {
    const experiment = strict({ model });
    expect(experiment.model).toBe(model);
    const asked = Object.keys(fields).filter(
      (name) => !name.startsWith("training.stop") && (experiment.data !== null || !name.startsWith("data.")),
    );
    for (const path of asked) expect(valueAtPath(experiment, path), path).toBeDefined();
    expect(Object.keys(experiment.training.stop)).toHaveLength(1);
  });

  it("keeps the model's choice of a parameter when its id is repeated, and takes the entry's own when the id is new", () => {
    const same = strict({ model: "normalizing-flow", game: { terminal: { id: "forward-kl" } } });
    expect(same.game.terminal.params["weight"]).toBe(1); // the model's, not the entry's 100
    const other = strict({ model: "ot-flow", game: { terminal: { id: "reverse-kl" } } });
    expect(other.game.terminal).toEqual({ id: "reverse-kl", params: { weight: 10 } }); // not the model's 100 of forward-kl
  });

  it("a game may be without data and without an end cost", () => {
    const alone = { model: "ot-flow", data: null, game: { terminal: null, interactions: [{ id: "obstacle" }] } };
    const experiment = strict(alone);
    expect(experiment).toMatchObject({ version: 2, world: { id: "open" }, data: null, game: { terminal: { id: "none" } } });
    expect(experiment.reference).toEqual({ id: "gaussian", params: { mean: [0], covariance: [[1]] } });
    const link = encodeLink(experiment);
    expect(decodeLink(link.hash).experiment).toEqual(experiment);
    expect(setPath(alone, "data.id", "moons")).toMatchObject({ data: { id: "moons" } });
    expect(setPath(alone, "model", "score-diffusion")).not.toHaveProperty("data");
  });

  it.each([
    ["compares with data", { model: "ot-flow", data: null }, "game.terminal.id", /this game has none/],
    ["learns from data", { model: "flow-matching", data: null, game: { terminal: { id: "none" } } }, "objective.id", /learns from data/],
    ["a grid without an end", { model: "crowd-motion", world: { id: "open" } }, "world.id", /give the world walls/],
    ["walls that nothing keeps", { model: "ot-flow", world: { id: "room" } }, "world.id", /through the walls/],
    [
      "a room that ends before it begins",
      { model: "crowd-motion", world: { id: "room", params: { from: 1, to: 0 } } },
      "world.id",
      /before it begins/,
    ],
  ] as const)("refuses what %s", (_, given, path, reason) => {
    expect(resolve(given, "strict").misfits).toContainEqual(
      expect.objectContaining({ path, reason: expect.stringMatching(reason) as string }),
    );
    expect(settled(given).experiment).not.toBeNull();
  });

  it("replaces lists whole", () => {
    const experiment = strict({ model: "ot-flow", data: { id: "gaussian", params: { mean: [3] } } });
    expect(experiment.data!.params).toEqual({ mean: [3], covariance: [[1]] });
  });

  it("takes the end law of the dynamics as the reference, in the data's dimension", () => {
    expect(strict({ model: "ot-flow", data: { id: "gaussian", params: { mean: [0] } } }).reference).toEqual({
      id: "gaussian",
      params: { mean: [0], covariance: [[1]] },
    });
    const exploding = { model: "score-diffusion", game: { dynamics: { id: "ve", params: { sigmaMax: 20 } } } };
    expect(strict(exploding).reference.params["covariance"]).toEqual([
      [400, 0],
      [0, 400],
    ]);
    expect(strict(strict(exploding))).toEqual(strict(exploding)); // named in full, it is the same experiment
  });

  it("measures the HJB residual in log-SNR time wherever there is one", () => {
    expect(strict({ model: "score-diffusion" }).regularisers.hjb.scale).toBe("log-snr");
    expect(strict({ model: "ot-flow" }).regularisers.hjb.scale).toBe("none");
    expect(strict({ model: "score-diffusion", regularisers: { hjb: { scale: "none" } } }).regularisers.hjb.scale).toBe("none");
  });

  it("stops after steps or seconds, never both", () => {
    expect(strict({ model: "ot-flow", training: { stop: { seconds: 5 } } }).training.stop).toEqual({ seconds: 5 });
    expect(refused({ model: "ot-flow", training: { stop: { seconds: 5, steps: 3 } } })[0]?.path).toBe("training.stop");
  });
});

/** All of its mass on a line: it has no density in the plane. */
const SINGULAR = [
  [1, 1],
  [1, 1],
];

describe("refusals name the field, what was given and what is allowed", () => {
  const cases: [string, unknown, string, string, string][] = [
    ["out of range", { model: "ot-flow", game: { horizon: 500 } }, "game.horizon", "500", "from 0.05 to 20"],
    ["horizon 0", { model: "ot-flow", game: { horizon: 0 } }, "game.horizon", "0", "from 0.05"],
    ["horizon < 0", { model: "ot-flow", game: { horizon: -1 } }, "game.horizon", "-1", "from 0.05"],
    ["NaN", { model: "ot-flow", training: { clip: NaN } }, "training.clip", "NaN", "a number"],
    ["Infinity", { model: "ot-flow", training: { clip: Infinity } }, "training.clip", "Infinity", "a number"],
    ["a number as text", { model: "ot-flow", training: { batch: "64" } }, "training.batch", '"64"', "a whole number"],
    ["a fraction of a step", { model: "ot-flow", sampling: { steps: 8.5 } }, "sampling.steps", "8.5", "a whole number"],
    ["null", { model: "ot-flow", seed: null }, "seed", "null", "a whole number"],
    ["too few samples", { model: "ot-flow", data: { samples: 1 } }, "data.samples", "1", 'or "infinite"'],
    ["unknown field", { model: "ot-flow", trainnig: {} }, "trainnig", "{}", "training"],
    ["unknown inner field", { model: "ot-flow", network: { heads: 3 } }, "network.heads", "3", "width"],
    [
      "unknown parameter",
      { model: "ot-flow", game: { terminal: { params: { wieght: 3 } } } },
      "game.terminal.params.wieght",
      "3",
      "weight",
    ],
    ["unknown entry", { model: "ot-flow", data: { id: "mooons" } }, "data.id", '"mooons"', "moons"],
    [
      "entry in the wrong slot",
      { model: "ot-flow", game: { interactions: [{ id: "forward-kl" }] } },
      "game.interactions.0.id",
      '"forward-kl"',
      "one of",
    ],
    ["unknown model", { model: "gan" }, "model", '"gan"', "ot-flow"],
    ["no model", {}, "model", "nothing", "ot-flow"],
    ["future version", { version: 3, model: "ot-flow" }, "version", "3", "2"],
    ["version as text", { version: "1", model: "ot-flow" }, "version", '"1"', "2"],
    ["not an object", [1, 2], "", "[1,2]", "an object"],
    ["a word for a group", { model: "ot-flow", network: "big" }, "network", '"big"', "width"],
    [
      "not positive definite",
      {
        model: "ot-flow",
        data: {
          id: "gaussian",
          params: {
            covariance: [
              [1, 2],
              [2, 1],
            ],
          },
        },
      },
      "data.params.covariance",
      "[[1,2],[2,1]]",
      "positive definite",
    ],
    [
      "singular",
      { model: "ot-flow", data: { id: "gaussian", params: { covariance: SINGULAR } } },
      "data.params.covariance",
      "[[1,1],[1,1]]",
      "positive definite",
    ],
    [
      "singular in a mixture",
      {
        model: "ot-flow",
        data: { id: "mixture", params: { means: [[0, 0]], covariances: [SINGULAR], weights: [1] } },
      },
      "data.params.covariances",
      "[[[1,1],[1,1]]]",
      "positive definite",
    ],
    [
      "not symmetric",
      {
        model: "ot-flow",
        data: {
          id: "gaussian",
          params: {
            covariance: [
              [1, 0.5],
              [0, 1],
            ],
          },
        },
      },
      "data.params.covariance",
      "[[1,0.5],[0,1]]",
      "symmetric",
    ],
  ];
  it.each(cases)("%s", (_name, given, path, printedValue, allowed) => {
    const problem = refused(given).find((found) => found.path === path);
    expect(problem, `a problem at ${path}`).toBeDefined();
    expect(problem?.given).toBe(printedValue);
    expect(problem?.allowed).toContain(allowed);
    expect(problem?.severity).toBe("fatal");
  });

  it("lists every problem, not only the first", () => {
    expect(refused({ model: "ot-flow", game: { horizon: -1 }, seed: 1.5, extra: 1 }).map(({ path }) => path)).toEqual(
      expect.arrayContaining(["game.horizon", "seed", "extra"]),
    );
  });
});

describe("leniently", () => {
  it("clamps, drops and tells", () => {
    const { experiment, problems } = resolve(
      { model: "ot-flow", game: { horizon: -1 }, training: { batch: "64", ema: 7 }, sampling: { steps: 8.5 }, extra: 1 },
      "lenient",
    );
    expect(experiment?.game.horizon).toBe(0.05);
    expect(experiment?.training.batch).toBe(resolve({ model: "ot-flow" }, "strict").experiment?.training.batch);
    expect(experiment?.training.ema).toBe(0.99999);
    expect(experiment?.sampling.steps).toBe(9);
    expect(problems.map(({ path }) => path).sort()).toEqual(["extra", "game.horizon", "sampling.steps", "training.batch", "training.ema"]);
    expect(problems.every(({ severity }) => severity === "adjusted")).toBe(true);
  });

  it.each([
    ["unknown model", { model: "gan" }],
    ["unknown entry", { model: "ot-flow", data: { id: "mooons" } }],
    ["future version", { version: 9, model: "ot-flow" }],
    [
      "covariance",
      {
        model: "ot-flow",
        data: {
          id: "gaussian",
          params: {
            covariance: [
              [1, 2],
              [2, 1],
            ],
          },
        },
      },
    ],
    ["misfit", { model: "ot-flow", objective: { id: "score-matching" } }],
  ])("never repairs: %s", (_name, given) => {
    const { experiment, problems } = resolve(given, "lenient");
    expect(experiment).toBeNull();
    expect(problems.some(({ severity }) => severity === "fatal")).toBe(true);
  });

  it("brings the reference into the data's space", () => {
    const given = {
      model: "ot-flow",
      data: { id: "gaussian", params: { mean: [0] } },
      reference: { id: "gaussian", params: { mean: [1, 1] } },
    };
    expect(resolve(given, "lenient").experiment?.reference.params["mean"]).toEqual([0]);
    expect(refused(given)[0]?.path).toBe("reference");
  });
});

describe("misfits say why and offer what fits", () => {
  it.each([
    ["objective.id", { model: "ot-flow", objective: { id: "score-matching" } }],
    ["regularisers.hjb.weight", { model: "normalizing-flow", network: { output: "potential" }, regularisers: { hjb: { weight: 1 } } }],
    ["regularisers.hjb.weight", { model: "ot-flow", network: { output: "field" } }],
    ["regularisers.hjb.points", { model: "score-diffusion", regularisers: { hjb: { weight: 0.1, points: "particles" } } }],
    ["regularisers.hjb.points", { model: "ot-flow", regularisers: { hjb: { points: "noised-data" } } }],
    ["regularisers.hjb.scale", { model: "ot-flow", regularisers: { hjb: { scale: "log-snr" } } }],
    ["network.time", { model: "ot-flow", network: { time: "log-snr" } }],
    ["network.preconditioning", { model: "ot-flow", network: { preconditioning: "gaussian" } }],
    ["sampling.method", { model: "ot-flow", sampling: { method: "sde" } }],
    [
      "regularisers.initial.weight",
      { model: "boltzmann-generator", network: { output: "potential" }, regularisers: { initial: { weight: 1 } } },
    ],
    ["regularisers.terminal.weight", { model: "ot-flow", regularisers: { terminal: { weight: 1 } } }],
  ])("%s", (path, given) => {
    const { misfits, problems, draft } = resolve(given, "strict");
    const misfit = misfits.find((found) => found.path === path);
    expect(misfit?.reason.length).toBeGreaterThan(20);
    expect(problems.find((problem) => problem.path === path)?.severity).toBe("fatal");
    expect(draft).not.toBeNull();
  });
});
