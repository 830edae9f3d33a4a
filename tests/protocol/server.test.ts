/** @file The worker's end: a whole conversation with the real engine, without a thread between. */
import { describe, expect, it } from "vitest";
import type { Frame } from "../../src/engine/results.ts";
import type { FromWorker } from "../../src/protocol/messages.ts";
import { experimentOf } from "../engine/experiment-of.ts";
import { lab, look } from "./lab.ts";

const small = { network: { width: 8 }, training: { batch: 16, stop: { steps: 60 } } };

const finite = (values: Float32Array): boolean => values.every(Number.isFinite);

describe("the server", () => {
  it("is ready, shows the flow at once, trains to the stop and tells every loss once", async () => {
    const { heard, send, next, configure } = await lab();
    const frame = await configure(1, experimentOf({ model: "ot-flow", ...small }));
    expect(frame.step).toBe(0);
    expect(frame.paths.length).toBe(5 * 20 * 2);
    expect(finite(frame.paths)).toBe(true);
    const stopped = next("stopped");
    const last = next("frame", (m) => m.frame.step === 60);
    send({ kind: "play", runId: 1 });
    expect((await stopped).why).toBe("finished");
    await last;
    const columns = 2 + frame.parts.length;
    const steps = heard.flatMap((m) => (m.kind === "frame" ? [...m.frame.history].filter((_, i) => i % columns === 0) : []));
    expect(steps).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  });

  it("pauses, steps, resets to the same weights and ignores other runs", async () => {
    const { send, next, configure } = await lab();
    const start = await configure(3, experimentOf({ model: "score-diffusion", ...small }));
    const stepped = next("stopped");
    const after = next("frame", (m) => m.frame.step === 7);
    send({ kind: "step", runId: 3, steps: 7 });
    expect(await stepped).toMatchObject({ why: "stepped", step: 7 });
    expect([...(await after).frame.paths]).not.toEqual([...start.paths]);
    const again = next("frame", (m) => m.frame.step === 0);
    send({ kind: "reset", runId: 2 });
    send({ kind: "reset", runId: 3 });
    expect([...(await again).frame.paths]).toEqual([...start.paths]);
  });

  it("rewinds to a checkpoint without touching the training, and continues from there with the same losses", async () => {
    const { send, next, configure } = await lab();
    await configure(1, experimentOf({ model: "ot-flow", ...small }));
    const frames: Frame[] = [];
    for (const steps of [10, 10, 10]) {
      const done = next("frame", (m) => !m.frame.playing && m.frame.step % 10 === 0 && m.frame.step > (frames.at(-1)?.step ?? 0));
      send({ kind: "step", runId: 1, steps });
      frames.push((await done).frame);
    }
    expect(frames.map((f) => f.step)).toEqual([10, 20, 30]);
    const marks = frames[2]?.checkpoints ?? [];
    const back = marks[1] ?? 0;
    expect(back).toBeGreaterThan(0);
    const rewound = next("frame", (m) => m.frame.shown === back);
    send({ kind: "rewind", runId: 1, step: back + 1 });
    expect((await rewound).frame.step).toBe(30);
    const here = next("frame", (m) => m.frame.shown === 30);
    send({ kind: "rewind", runId: 1, step: null });
    expect([...(await here).frame.paths]).toEqual([...(frames[2]?.paths ?? [])]);

    const shown = next("frame", (m) => m.frame.shown === back);
    send({ kind: "rewind", runId: 1, step: back });
    await shown;
    const saved = next("weights");
    send({ kind: "save", runId: 1 });
    expect((await saved).step).toBe(back); // the step that they are of, not the run's
    const cut = next("frame", (m) => m.frame.step === back);
    send({ kind: "continue", runId: 1 });
    await cut;
    const again = next("frame", (m) => !m.frame.playing && m.frame.step === 30);
    send({ kind: "step", runId: 1, steps: 30 - back });
    expect([...(await again).frame.paths]).toEqual([...(frames[2]?.paths ?? [])]); // bit for bit the same training
  });

  it("trains run B in lock-step with the pinned run A, on the same noise", async () => {
    const { send, next, configure } = await lab();
    const experiment = experimentOf({ model: "ot-flow", ...small });
    await configure(1, experiment);
    const a = next("frame", (m) => !m.frame.playing && m.frame.step === 10);
    send({ kind: "step", runId: 1, steps: 10 });
    const ten = (await a).frame;
    send({ kind: "pin", runId: 1 });
    const first = await configure(2, experiment);
    expect(first.pinned?.step).toBe(0);
    expect([...(first.pinned?.paths ?? [])]).toEqual([...first.paths]);
    const b = next("frame", (m) => m.runId === 2 && !m.frame.playing && m.frame.step === 12);
    send({ kind: "step", runId: 2, steps: 12 });
    const twelve = (await b).frame;
    expect(twelve.pinned?.step).toBe(12);
    expect([...(twelve.pinned?.paths ?? [])]).toEqual([...twelve.paths]); // the same experiment twice
    expect(ten.pinned).toBeNull();
    const alone = next("frame", (m) => m.frame.pinned === null);
    send({ kind: "unpin", runId: 2 });
    await alone;
  });

  it("gives a particle's account, weights that can be put back, maps and thumbnails", async () => {
    const { send, next, configure } = await lab();
    const gaussian = {
      id: "gaussian",
      params: {
        mean: [1, 0],
        covariance: [
          [1, 0],
          [0, 1],
        ],
      },
    };
    const frame = await configure(
      1,
      experimentOf({ model: "ot-flow", data: gaussian, game: { terminal: { id: "reverse-kl" } }, ...small }),
      { ...look, maps: ["density", "exact-density", "value", "exact-value", "residual", "speed"] },
    );
    expect(frame.maps.map((m) => m.kind)).toEqual(["density", "exact-density", "value", "exact-value", "residual", "speed"]);
    expect(frame.maps.every((m) => m.values.length === 36 && finite(m.values))).toBe(true);
    expect(frame.exactPaths?.length).toBe(frame.paths.length);

    const told = next("particle");
    send({ kind: "inspect", runId: 1, x: [0.3, -0.2], t: 0 });
    const { particle } = await told;
    expect(particle.path?.length).toBe(2 * particle.times.length);
    expect(particle.running).toBeGreaterThanOrEqual(0);
    expect(Number.isFinite(particle.terminal)).toBe(true);
    expect(Number.isFinite(particle.valueAtStart)).toBe(true);

    const saved = next("weights");
    send({ kind: "save", runId: 1 });
    const { theta, blocks } = await saved;
    expect(blocks.reduce((n, b) => n + b.rows * b.columns, 0)).toBe(theta.length);
    const loaded = next("frame");
    send({ kind: "load", runId: 1, theta: theta.map(() => 0), dataVariance: null });
    expect([...(await loaded).frame.paths]).not.toEqual([...frame.paths]);
    const back = next("frame");
    send({ kind: "load", runId: 1, theta, dataVariance: null });
    expect([...(await back).frame.paths]).toEqual([...frame.paths]);
    const refused = next("failed");
    send({ kind: "load", runId: 1, theta: new Float32Array(3), dataVariance: null });
    expect((await refused).message).toContain("another network");

    const sketch = next("sketch");
    send({ kind: "sketch", runId: 1, key: "moons", density: { id: "moons", params: {} }, count: 50 });
    expect(await sketch).toMatchObject({ key: "moons", dimension: 2 });
  });

  it("measures beside training without changing it, and says what failed and where", async () => {
    const { heard, send, next, configure } = await lab();
    const experiment = experimentOf({ model: "ot-flow", ...small });
    await configure(1, experiment, { ...look, measures: true });
    const measured = next("measures", (m) => m.metrics.slicedW2 !== undefined);
    const finished = next("stopped");
    send({ kind: "play", runId: 1 });
    await finished;
    expect((await measured).metrics.slicedW2?.noise).toBeGreaterThan(0);
    const losses = heard.flatMap((m) => (m.kind === "frame" ? [...m.frame.history] : []));
    const quiet = await lab();
    await quiet.configure(1, experiment);
    const end = quiet.next("stopped");
    const last = quiet.next("frame", (m) => m.frame.step === 60);
    quiet.send({ kind: "play", runId: 1 });
    await end;
    await last;
    expect(quiet.heard.flatMap((m) => (m.kind === "frame" ? [...m.frame.history] : []))).toEqual(losses);

    const failed = quiet.next("failed");
    quiet.send({
      kind: "configure",
      runId: 2,
      experiment: { ...experiment, data: { id: "no-such-density", params: {}, samples: "infinite" } },
      backend: "auto",
      fast: false,
      look,
    });
    expect((await failed).message).toContain("no-such-density");
  });

  it("answers while a ruler is at work, gives it up for the past, and measures the rest afterwards", async () => {
    const { heard, send, next, configure } = await lab();
    await configure(1, experimentOf({ model: "ot-flow", ...small }), { ...look, measures: true });
    const measures = (): Extract<FromWorker, { kind: "measures" }>[] => heard.filter((m) => m.kind === "measures");
    const settled = next("frame", (m) => !m.frame.playing && m.frame.step === 20);
    send({ kind: "step", runId: 1, steps: 20 });
    await settled;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(measures()).toHaveLength(0); // the noise floors alone take seconds

    const told = next("particle");
    send({ kind: "inspect", runId: 1, x: [0.3, -0.2], t: 0 });
    await told;
    const past = next("frame", (m) => m.frame.shown < 20);
    send({ kind: "rewind", runId: 1, step: 10 });
    await past;
    expect(measures()).toHaveLength(0);

    // The past is not measured; back in the present everything is.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(measures()).toHaveLength(0);
    const last = next("measures", (m) => m.metrics.errorBudget !== undefined);
    send({ kind: "rewind", runId: 1, step: null });
    expect((await last).step).toBe(20);
    const named = measures().flatMap((m) => Object.keys(m.metrics));
    expect(named).toContain("slicedW2");
    expect(new Set(named).size).toBe(named.length);
  }, 60_000);

  it("moves the target under a running flow: weights stay, data change", async () => {
    const { send, next, configure } = await lab();
    const experiment = experimentOf({ model: "ot-flow", ...small });
    await configure(1, experiment);
    const moved = next("frame");
    send({
      kind: "update",
      runId: 1,
      experiment: experimentOf({ model: "ot-flow", ...small, data: { id: "ring-mixture", params: { radius: 4 } } }),
      applies: "resample",
    });
    const { frame } = await moved;
    expect(frame.step).toBe(0);
    expect(Math.max(...frame.data)).toBeGreaterThan(3.2);
  });
});
