/** @file A helper that dies, sleeps, lies or comes late: the bits are those of one thread, and nobody is waited for in vain. */
import { beforeAll, describe, expect, test } from "vitest";
import { createWasmKernel } from "../../../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../../../src/engine/kernels/wasm/module.ts";
import { createTeamRest } from "../../../../src/engine/kernels/wasm/threads/team-rest.ts";
import { createTeam } from "../../../../src/engine/kernels/wasm/threads/team.ts";
import { bundleThread, teamInNode } from "./team-in-node.ts";
import { bits, train, TRAINED, waiting } from "./training.ts";

const module = await loadWasmModule();

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

beforeAll(() => bundleThread("failing"));

/** What 20 steps alone come to. */
function expected(): string {
  const kernel = createWasmKernel(TRAINED.shape, module);
  train(kernel, 20);
  return bits(kernel.theta);
}

describe("a helper that goes wrong", () => {
  test.each(["dies", "silent"] as const)("with a part in its hands, is not waited for: it %s", async (temper) => {
    const { team, end } = await teamInNode([temper], { patience: 50 });
    const kernel = createWasmKernel(TRAINED.shape, module, team);
    train(kernel, 20);
    expect(bits(kernel.theta)).toBe(expected());
    expect(team.isLost()).toBe(false);
    // Nobody answers any more, which is found out when it has gone on for a while.
    for (let step = 21; !team.isLost() && step < 2000; step++) train(kernel, step, step);
    expect(await team.lost).toMatch(/no helper thread has answered for 0.05 s/);
    train(kernel, 2010, 2001);
    await end();
  });

  test("leaves the others to go on", async () => {
    const { team, end } = await teamInNode(["silent", "good"], { patience: 20_000 });
    const kernel = createWasmKernel(TRAINED.shape, module, team);
    train(kernel, 20);
    expect(bits(kernel.theta)).toBe(expected());
    expect(team.isLost()).toBe(false);
    await end();
  });

  test("and says it has a part, is believed: so these tests do compare what helpers compute", async () => {
    const { team, end } = await teamInNode(["lies"], waiting());
    const kernel = createWasmKernel(TRAINED.shape, module, team);
    train(kernel, 20);
    expect(bits(kernel.theta)).not.toBe(expected());
    expect(team.isLost()).toBe(false);
    await end();
  });

  test("that never starts, costs nothing", () => {
    const clock = () => performance.now();
    const team = createTeam([{ post: () => undefined, end: () => undefined }], { clock, leastWork: 0 });
    const kernel = createWasmKernel(TRAINED.shape, module, team);
    train(kernel, 20);
    expect(bits(kernel.theta)).toBe(expected());
    expect(team.isLost()).toBe(false);
  });

  test("that is gone between two steps, does neither", async () => {
    const { team, workers, end } = await teamInNode(["good"]);
    const kernel = createWasmKernel(TRAINED.shape, module, team);
    train(kernel, 5);
    await workers[0]!.terminate();
    train(kernel, 20, 6);
    expect(bits(kernel.theta)).toBe(expected());
    await end();
  });

  test("that is late with every answer, finds its parts taken back and mixes nothing up", async () => {
    const { team, end } = await teamInNode(["late", "late", "good"], { patience: 20_000 });
    for (let run = 0; run < 5; run++) {
      const kernel = createWasmKernel(TRAINED.shape, module, team);
      train(kernel, 20);
      expect(bits(kernel.theta)).toBe(expected());
      kernel.dispose();
    }
    await end();
  });

  test("that finds its part taken back, writes nothing", async () => {
    const { team, end } = await teamInNode(["late"]);
    const { shared, open, claim, answered } = team.enrol(TRAINED.shape, module);
    const channels = { gradient: true, time: true, second: "laplacian" } as const;
    let takenBack = 0;
    for (let attempt = 0; attempt < 100 && takenBack < 5; attempt++) {
      const job = open({ pass: "backward", channels, n: 264, parts: 2, samples: 132, tiles: 11, first: 0, mark: 0 });
      claim(job, 0);
      sleep(3);
      // The other part is the helper's by now, and not yet answered.
      if (claim(job, 1) || answered(job, 1, 0)) continue;
      takenBack++;
      shared.gradients.fill(7);
      sleep(20);
      expect(shared.gradients.every((value) => value === 7)).toBe(true);
    }
    expect(takenBack).toBe(5);
    await end();
  });
});

describe("a team's pace", () => {
  test("is to rest after a part was taken back, longer each time, and shorter when all goes well", () => {
    const pace = createTeamRest(() => 0, 1);
    const rest = (): number => {
      let jobs = 0;
      while (pace.rests()) jobs++;
      return jobs;
    };
    expect(rest()).toBe(0);
    const rests = Array.from({ length: 10 }, () => {
      pace.worked(1, 1);
      return rest();
    });
    expect(rests).toEqual([4, 8, 16, 32, 64, 128, 256, 512, 1024, 1024]);
    for (let job = 0; job < 2000; job++) pace.worked(1, 0);
    expect(rest()).toBe(0);
    pace.worked(1, 1);
    expect(rest()).toBe(4);
  });

  test("is to give up a team that is silent for many jobs and for long", () => {
    let time = 0;
    const pace = createTeamRest(() => time, 100);
    const silent = (jobs: number): boolean => Array.from({ length: jobs }, () => pace.worked(0, 0)).every(Boolean);
    expect(silent(150)).toBe(true);
    time = 99;
    expect(silent(10)).toBe(true);
    expect(pace.worked(1, 0)).toBe(true);
    time = 1000;
    expect(silent(99)).toBe(true);
    time = 2000;
    expect(silent(1)).toBe(false);
  });
});
