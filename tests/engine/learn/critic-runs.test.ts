/** @file Runs with a critic: what they accept trains, what they refuse is said, and a particle's account knows what the critic thinks. */
import { describe, expect, it } from "vitest";
import { evaluation } from "../../../src/engine/game/evaluation.ts";
import { flowOf } from "../../../src/engine/learn/flow.ts";
import { networkOf } from "../../../src/engine/learn/networks.ts";
import type { Session } from "../../../src/engine/learn/session.ts";
import { particleOf } from "../../../src/engine/look/particle.ts";
import { resolve } from "../../../src/experiment/resolve.ts";
import { column } from "../../../src/math/expressions/plan.ts";
import { sessionOf } from "../experiment-of.ts";

const partial = {
  model: "w1-proximal",
  data: { id: "gaussian", params: { mean: [1, 0.5] } },
  network: { width: 12, depth: 2, activation: "softplus" },
  objective: { params: { rounds: 2, criticWidth: 8, criticDepth: 2, steps: 3 } },
  regularisers: { hjb: { norm: "l2", ramp: 0 }, terminal: { weight: 0.5 } },
  training: { batch: 48 },
};

const lossesOf = (session: Session): number[] => {
  const rows = session.history().since(0);
  return [...rows.slice(rows.length - session.history().names.length - 2)];
};

describe("a run with a critic", () => {
  it.each([
    [
      "the user's own points",
      {
        data: {
          id: "points",
          params: {
            rows: [
              [0, 0],
              [1, 1],
              [2, 0.5],
              [0.2, 1.5],
              [1, -1],
            ],
          },
        },
        regularisers: {},
      },
    ],
    [
      "noise",
      {
        game: { dynamics: { id: "constant-noise" } },
        objective: { params: { rounds: 2, integrator: "euler-maruyama", steps: 8 } },
        sampling: { method: "sde" },
      },
    ],
    [
      "a free field, with a discount",
      { network: { width: 8, output: "field" }, game: { discount: 0.5 }, regularisers: { hjb: { weight: 0 } } },
    ],
    ["the line", { data: { id: "bimodal" } }],
  ])("trains with %s", async (_name, more) => {
    const session = await sessionOf({ ...partial, ...more });
    for (let i = 0; i < 4; i++) await session.advance(0);
    expect(session.history().names).toContain("critic");
    expect(lossesOf(session).every(Number.isFinite)).toBe(true);
  });

  it("says what does not go together, and what would", () => {
    const plain = resolve({ model: "w1-proximal", objective: { id: "roll-out" } }, "strict");
    expect(plain.problems.map(({ message }) => message).join()).toMatch(/Lipschitz KL needs a critic/);
    const idle = resolve({ model: "w1-proximal", game: { terminal: { id: "reverse-kl" } } }, "strict");
    expect(idle.problems.map(({ message }) => message).join()).toMatch(/Reverse KL is known without a critic/);
  });

  it("gives one particle's account, with what the critic thinks of its end", async () => {
    const session = await sessionOf(partial);
    for (let i = 0; i < 5; i++) await session.advance(0);
    const flow = flowOf(session);
    const { path, terminal } = await particleOf(flow, { x: [0.3, -0.2], t: 0 });
    const end = path!.slice(-2);
    const thought = (await flow.witness(end, 1))![0]!;
    expect(terminal).toBeCloseTo(Number(session.setup().experiment.game.terminal.params["weight"]) * thought, 5);
    // Up to the constant that the data fix: differences are the critic's own.
    const two = (await flow.witness(Float32Array.of(0, 0, 1, 1), 2))!;
    const critic = networkOf(session.networks(), "critic");
    const asked = evaluation({ network: critic, roots: [critic.here.value()], uniform: new Set(), capacity: 2 });
    const own = new Float64Array(2);
    await asked.forward(
      2,
      { x1: column(Float32Array.of(0, 1)), x2: column(Float32Array.of(0, 1)) },
      () => 0,
      [column(own)],
      asked.newJets(),
      true,
    );
    expect(two[0]! - two[1]!).toBeCloseTo(own[0]! - own[1]!, 5);
  });
});
