/**
 * @file Accepted ⇒ trains: random combinations of everything that the catalogue has, with what validation offers instead where it refuses.
 * Whatever it lets through takes five finite steps. Nothing here knows an entry by name.
 */
import { describe, expect, it } from "vitest";
import { registry } from "../../src/catalogue/registry.ts";
import { specs } from "../../src/catalogue/specs.ts";
import { createWasmKernel } from "../../src/engine/kernels/wasm/kernel.ts";
import { loadWasmModule } from "../../src/engine/kernels/wasm/module.ts";
import { openSession } from "../../src/engine/open-session.ts";
import { NotSolvable } from "../../src/engine/solve/solving.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { isSolved } from "../../src/experiment/solved.ts";
import { random } from "../../src/math/random.ts";
import { combination } from "../experiment/combinations.ts";
import { settled } from "../experiment/settled.ts";

const module = await loadWasmModule();

const TRIED = 400;

/** Of those that are solved on a grid, so many: in the plane a sweep takes seconds. */
const SOLVED = 16;

/** What is accepted does not hang on how fine a grid is. */
const quickly = (experiment: Experiment): Experiment =>
  isSolved(experiment)
    ? { ...experiment, objective: { ...experiment.objective, params: { ...experiment.objective.params, resolution: "coarse" } } }
    : experiment;

describe("what validation lets through", () => {
  const stream = random(11, "combinations");
  const tried = Array.from({ length: TRIED }, () => combination(stream)).map((given) => ({ given, ...settled(given) }));
  const accepted = tried.flatMap(({ experiment }) => (experiment === null ? [] : [experiment]));

  it("is reached from nearly everywhere by what is offered", () => {
    const lost = tried.filter(({ experiment }) => experiment === null);
    console.info(
      `${TRIED} tried, ${tried.filter(({ experiment, offers }) => experiment !== null && offers === 0).length} accepted at once, ${accepted.length} in the end`,
    );
    expect(lost.map(({ why }) => why).filter((why) => why.includes("lead nowhere"))).toEqual([]);
    expect(lost.map(({ why }) => why)).toEqual([]);
  });

  it("uses every entry of the game", () => {
    const used = (of: (experiment: Experiment) => readonly string[]) => new Set(accepted.flatMap(of));
    const { dynamics, lagrangian, functional } = specs;
    expect([...dynamics.keys()].filter((id) => !used(({ game }) => [game.dynamics.id]).has(id))).toEqual([]);
    expect([...lagrangian.keys()].filter((id) => !used(({ game }) => [game.lagrangian.id]).has(id))).toEqual([]);
    const both = used(({ game }) => [game.terminal.id, ...game.interactions.map(({ id }) => id)]);
    expect([...functional.keys()].filter((id) => !both.has(id))).toEqual([]);
  });

  it("takes five finite steps", { timeout: 180_000 }, async () => {
    const failed: string[] = [];
    let tooFine = 0;
    const onGrid = accepted.filter(isSolved).slice(0, SOLVED);
    const tried = [...accepted.filter((experiment) => !isSolved(experiment)), ...onGrid];
    for (const experiment of tried) {
      try {
        const session = await openSession(quickly(experiment), registry, (shape) => createWasmKernel(shape, module));
        for (let step = 0; step < (session.learned ? 5 : 1); step++) await session.advance(0);
        const change = session.outcome()?.change ?? 0;
        if (!Number.isFinite(change)) throw new Error(`a sweep changed ${change}`);
        session.dispose();
      } catch (error) {
        // How fine a grid these laws need is known when it is made: it says so, and what to do; so it does of laws that a room leaves out.
        if (error instanceof NotSolvable && /nodes on an axis are .* apart, too far|stands outside the walls/.test(error.message)) {
          tooFine++;
          continue;
        }
        failed.push(
          `${error instanceof Error ? error.message : String(error)} ${JSON.stringify({ game: experiment.game, data: experiment.data?.id, objective: experiment.objective, regularisers: experiment.regularisers, network: experiment.network })}`,
        );
      }
    }
    expect(failed).toEqual([]);
    console.info(`${onGrid.length} of them on a grid, ${tooFine} of laws too fine for it`);
    expect(tooFine).toBeLessThan(onGrid.length / 2);
  });
});
