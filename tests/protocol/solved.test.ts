/** @file Runs that are solved on a grid, as the worker serves them: solved again when a number changes, beside runs that learn, and told. */
import { expect, it } from "vitest";
import { experimentOf } from "../engine/experiment-of.ts";
import { lab } from "./lab.ts";

const line = (mean: number, variance: number) => ({ id: "gaussian", params: { mean: [mean], covariance: [[variance]] } });
const bridge = (sigma: number) =>
  experimentOf({
    model: "schrodinger-bridge",
    data: line(1, 0.5),
    reference: line(-1, 0.3),
    game: { dynamics: { params: { sigma } } },
  });

const learned = experimentOf({
  model: "ot-flow",
  data: line(1, 0.5),
  game: { terminal: { id: "reverse-kl" } },
  network: { width: 8, depth: 1 },
  training: { batch: 32, stop: { steps: 40 } },
});

it("plays to its end, and a number that is dragged is solved without being asked to", async () => {
  const { send, next, configure } = await lab();
  const first = await configure(1, bridge(0.7));
  expect(first.outcome).toMatchObject({ ended: false, sweeps: 0 });
  const finished = next("stopped", ({ why }) => why === "finished");
  send({ kind: "play", runId: 1 });
  await finished;
  const again = next("stopped", ({ why }) => why === "finished");
  const told = next("frame", ({ frame }) => frame.outcome?.ended === true);
  send({ kind: "update", runId: 1, experiment: bridge(0.9), applies: "live" });
  await again;
  const { frame } = await told;
  expect(frame.outcome).toMatchObject({ converged: true });
  expect(frame.exactBy).toBe("formula");
  // It has nothing that weights could be put into.
  const saved = next("weights");
  send({ kind: "save", runId: 1 });
  expect((await saved).blocks).toEqual([]);
});

it("stands beside a run that learns, and lets it go on when it has ended itself", async () => {
  const { send, next, configure } = await lab();
  await configure(1, bridge(0.7));
  send({ kind: "pin", runId: 1 });
  await configure(2, learned);
  const finished = next("stopped", ({ why }) => why === "finished");
  send({ kind: "play", runId: 2 });
  expect((await finished).step).toBe(40);
  const shown = await next("frame", ({ runId, frame }) => runId === 2 && !frame.playing);
  expect(shown.frame.pinned!.step).toBeLessThan(40);
});
