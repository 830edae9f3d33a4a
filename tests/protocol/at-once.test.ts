/** @file A game that is solved at once, in the worker: the newest question wins, a drag is answered on its way, and what is told to stop stops. */
import { describe, expect, it } from "vitest";
import { registry } from "../../src/catalogue/registry.ts";
import { setPaths } from "../../src/experiment/edit.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import type { FromWorker } from "../../src/protocol/messages.ts";
import { beginAtOnce } from "../../src/protocol/server/at-once.ts";

const crossed = (discount: number, cells = 61): Experiment =>
  resolve(setPaths({ model: "crowd-intruder" }, { "game.discount": discount, "objective.params.cells": cells }), "strict").experiment!;

function begun(first: Experiment) {
  const heard: FromWorker[] = [];
  const failures: unknown[] = [];
  let clock = 0;
  const host = {
    post: (message: FromWorker) => void heard.push(message),
    now: () => clock++,
    defer: (work: () => void) => void setTimeout(work, 0),
    chooseBackend: () => Promise.reject(new Error("nobody computes elsewhere")),
    registry,
  };
  const run = beginAtOnce(host, 1, first, (error) => void failures.push(error));
  const answers = () => heard.flatMap((message) => (message.kind === "solved" ? [message.solved] : []));
  return { run, heard, failures, answers, later: (milliseconds: number) => (clock += milliseconds) };
}

const play = { kind: "play", runId: 1 } as const;
const update = (experiment: Experiment) => ({ kind: "update", runId: 1, experiment, applies: "live" }) as const;
const forgotten = ({ metrics }: { readonly metrics: Readonly<Record<string, unknown>> | null }): number =>
  Number(Number(metrics?.["discountByHealing"]).toFixed(9));

describe("a game that is solved at once", () => {
  it("is answered when it is asked, and again after an edit: first what the crowd is, then how it walks", async () => {
    const { run, answers, failures } = begun(crossed(0));
    await run.answer(play);
    expect(answers().map(forgotten)).toEqual([0]);
    await run.answer(update(crossed(0.1)));
    expect(answers().map(forgotten)).toEqual([0, 0.1, 0.1]);
    const [before, soon, whole] = answers().map((solved) => (solved.kind === "crossing" ? solved.walk.positions : null));
    expect(soon).toBe(before);
    expect(whole).not.toBe(before);
    expect(failures).toEqual([]);
  });

  it("answers the last of many questions, and does not starve on the way", async () => {
    const { run, answers } = begun(crossed(0));
    await run.answer(play);
    const drag = Array.from({ length: 12 }, (_, k) => 0.02 * (k + 1));
    const asked = [];
    for (const discount of drag) {
      asked.push(run.answer(update(crossed(discount))));
      await new Promise((go) => setTimeout(go, 5));
    }
    await Promise.all(asked);
    const shown = answers().map(forgotten);
    expect(shown.at(-1)).toBeCloseTo(0.24, 9);
    expect(new Set(shown).size).toBeGreaterThan(2);
  });

  it("gives up what takes long when something else is asked", async () => {
    const { run, answers, later } = begun(crossed(6));
    const first = run.answer(play);
    await new Promise((go) => setTimeout(go, 5));
    later(1000);
    await Promise.all([first, run.answer(update(crossed(0.2)))]);
    expect(answers().map(forgotten)).toEqual([0.2]);
  });

  it("stops when it is told to, and can be asked again", async () => {
    const { run, answers, heard } = begun(crossed(1));
    const first = run.answer(play);
    await run.answer({ kind: "pause", runId: 1 });
    await first;
    expect(answers()).toEqual([]);
    expect(heard.at(-1)?.kind).toBe("stopped");
    await run.answer(play);
    expect(answers()).toHaveLength(1);
  });

  it("says why there is no answer, keeps what it had, and answers the next", async () => {
    const { run, answers, failures } = begun(crossed(0));
    await run.answer(play);
    const narrow = setPaths(crossed(0) as never, { "game.dynamics.params.radius": 2, "objective.params.halfBox": 1.5 });
    await run.answer(update(resolve(narrow, "strict").experiment!));
    expect(String(failures[0])).toContain("nobody fits in between");
    await run.answer(update(crossed(0.1)));
    expect(answers().map(forgotten).at(-1)).toBe(0.1);
  });

  it("says what others come to beside it, until something else is asked, and changes nothing of what it answers", async () => {
    const { run, answers, heard } = begun(crossed(0));
    await run.answer(play);
    const span = (key: string, ...values: number[]) =>
      ({ kind: "span", runId: 1, key, asked: values.map((value, place) => ({ place, experiment: crossed(value) })) }) as const;
    const told = () =>
      heard.flatMap((message) => (message.kind === "span" ? [[message.key, message.place, message.metrics && forgotten(message)]] : []));
    await run.answer(span("a", 0.1, 0.2));
    expect(told()).toEqual([
      ["a", 0, 0.1],
      ["a", 1, 0.2],
    ]);
    // The next span, and then an edit, before they have begun.
    await Promise.all([run.answer(span("b", 0.3)), run.answer(span("c", 0.4))]);
    expect(told().slice(2)).toEqual([["c", 0, 0.4]]);
    await Promise.all([run.answer(span("d", 0.5)), run.answer(update(crossed(0.1)))]);
    expect(told()).toHaveLength(3);
    const alone = begun(crossed(0));
    await alone.run.answer(play);
    await alone.run.answer(update(crossed(0.1)));
    expect(answers().at(-1)!.metrics).toEqual(alone.answers().at(-1)!.metrics);
  });
});
