/** @file The schedule handed to the closed forms obeys the noising process it stands for; games without one say so. */
import { describe, expect, it } from "vitest";
import { registry } from "../../../src/catalogue/registry.ts";
import { exactOf, exactProblem, scheduleOf } from "../../../src/engine/game/exact-problem.ts";
import { setUp } from "../../../src/engine/game/setup.ts";
import { experimentOf } from "../experiment-of.ts";

const setupOf = (partial: unknown) => setUp(experimentOf(partial), registry);
const gaussian = {
  id: "gaussian",
  params: {
    mean: [1, 0],
    covariance: [
      [1, 0.2],
      [0.2, 0.5],
    ],
  },
};
const constantNoise = {
  model: "ot-flow",
  data: gaussian,
  game: { dynamics: { id: "constant-noise", params: { sigma: 0.8 } }, terminal: { id: "cross-entropy" } },
  objective: { params: { integrator: "euler-maruyama", steps: 8 } },
  sampling: { method: "sde" },
};

describe("the schedule", () => {
  const games: readonly [string, unknown][] = [
    ["VP", { model: "score-diffusion", game: { horizon: 1.3, dynamics: { id: "vp", params: { betaMin: 0.3, betaMax: 9 } } } }],
    ["VE", { model: "score-diffusion", game: { horizon: 0.8, dynamics: { id: "ve" } } }],
    ["OU", { model: "score-diffusion", game: { horizon: 0.6, dynamics: { id: "ou" } } }],
    [
      "constant noise, control in units of the noise",
      { model: "score-diffusion", game: { dynamics: { id: "constant-noise", params: { sigma: 1.7, control: "noise" } } } },
    ],
    ["constant noise, control of the velocity", constantNoise],
  ];
  it.each(games)("obeys α′ = −rate α and (std²)′ = σ² − 2 rate std²: %s", (_name, partial) => {
    const setup = setupOf(partial);
    const at = scheduleOf(setup)!;
    const { horizon } = setup.experiment.game;
    expect(at(0).alpha).toBeCloseTo(1, 12);
    expect(at(0).std).toBeCloseTo(0, 7);
    for (const share of [0.02, 0.3, 0.77]) {
      const s = share * horizon;
      const h = 1e-5;
      const [before, here, after] = [at(s - h), at(s), at(s + h)];
      expect((after.alpha - before.alpha) / (2 * h)).toBeCloseTo(-here.driftRate * here.alpha, 5);
      const slope = (after.std ** 2 - before.std ** 2) / (2 * h);
      const expected = here.sigma2 - 2 * here.driftRate * here.std ** 2;
      expect(Math.abs(slope - expected)).toBeLessThan(1e-5 * (1 + Math.abs(expected)));
    }
  });

  it("does not exist without noise", () => {
    expect(scheduleOf(setupOf({ model: "ot-flow", data: gaussian }))).toBeUndefined();
  });
});

describe("the exact solution of a set-up game", () => {
  it("is found where there is one, and names the slot where there is none", () => {
    expect(exactOf(setupOf({ model: "ot-flow", data: gaussian }))).toMatchObject({ kind: "gaussian-forward-kl" });
    expect(exactOf(setupOf({ model: "score-diffusion" }))).toMatchObject({ kind: "diffusion" });
    expect(exactOf(setupOf(constantNoise))).toMatchObject({ kind: "diffusion" });
    expect(exactOf(setupOf({ model: "ot-flow" }))).toMatchObject({ slot: "data" });
    expect(exactOf(setupOf({ model: "normalizing-flow", data: gaussian }))).toMatchObject({ slot: "lagrangian" });
  });

  it("is asked about the very game that is trained", () => {
    const setup = setupOf({ model: "ot-flow", data: gaussian, game: { horizon: 1.5, discount: 0.2 } });
    const problem = exactProblem(setup);
    expect(problem).toMatchObject({ horizon: 1.5, discount: 0.2, terminal: { spec: { id: "forward-kl" }, params: { weight: 100 } } });
    expect(problem).toHaveProperty("data", setup.data);
    expect(exactOf(setup)).toMatchObject({ kind: "gaussian-forward-kl" });
    const noisy = { ...constantNoise, game: { ...constantNoise.game, discount: 0.2 } };
    expect(exactOf(setupOf(noisy))).toMatchObject({ slot: "discount" });
  });

  describe("without data", () => {
    const [q, attraction, share, atEnd, horizon, start] = [0.5, 2, 0.8, 1.5, 1.5, 1.5];
    const springs = {
      model: "ot-flow",
      data: null,
      reference: { id: "gaussian", params: { mean: [start], covariance: [[0.4]] } },
      game: {
        horizon,
        interactions: [
          { id: "potential-energy", params: { weight: q } },
          { id: "mean-attraction", params: { weight: attraction, share } },
        ],
        terminal: { id: "potential-energy", params: { weight: atEnd } },
      },
    };

    it("is that of the linear-quadratic game, by Riccati’s equation and a stepped mean", () => {
      const form = exactOf(setupOf(springs));
      if ("reason" in form) throw new Error(form.reason);
      expect(form.value([0.3], 0).laplacian).toBeCloseTo(1.5804138, 6);
      // m″ = (q + q̄(1 − θ)) m, m′(T) = −q_T m(T): a hyperbolic cosine back from the end.
      const root = Math.sqrt(q + attraction * (1 - share));
      const back = (s: number) => Math.cosh(root * s) + (atEnd / root) * Math.sinh(root * s);
      for (const t of [0.4, 1, horizon]) expect(form.moments(t).mean[0]).toBeCloseTo((start * back(horizon - t)) / back(horizon), 5);
    });

    it("does not care which data there are, if no cost asks for them", () => {
      const [none, modes] = [springs, { ...springs, data: { id: "bimodal" } }].map((partial) => exactOf(setupOf(partial)));
      expect(none).toMatchObject({ kind: "gaussian-game" });
      expect(modes).toMatchObject({ kind: "gaussian-game", cost: (none as { readonly cost: number }).cost });
    });

    it("is known with noise too: it changes the spread, and not the mean", () => {
      const game = { ...springs.game, dynamics: { id: "constant-noise", params: { sigma: 0.3 } } };
      const noisy = { ...springs, game, objective: { params: { integrator: "euler-maruyama" } }, sampling: { method: "sde" } };
      const [still, shaken] = [springs, noisy].map((partial) => exactOf(setupOf(partial)));
      if ("reason" in still! || "reason" in shaken!) throw new Error("no closed form");
      expect(shaken!.mean[0]).toBeCloseTo(still!.mean[0]!, 8);
      expect(shaken!.covariance[0]![0]).toBeGreaterThan(still!.covariance[0]![0]! + 0.02);
    });
  });
});
