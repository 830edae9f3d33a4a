/**
 * @file Accepted ⇒ trains: random combinations of everything that the catalogue has, with what validation offers instead where it refuses.
 * Whatever it lets through takes five finite steps, downhill where it says so (sweep.ts), and is measured. Nothing here knows an entry by name;
 * the planted mistakes do, each of which has to be found in the same sample.
 */
import { afterAll, describe, expect, it } from "vitest";
import type { Spec } from "../../src/catalogue/define.ts";
import { registry } from "../../src/catalogue/registry.ts";
import { specs } from "../../src/catalogue/specs.ts";
import { rulers } from "../../src/engine/measure/rulers.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { isSolved } from "../../src/experiment/solved.ts";
import { random } from "../../src/math/random.ts";
import { combination } from "../experiment/combinations.ts";
import { settled } from "../experiment/settled.ts";
import { IN_NUMERICS, IN_VALIDATION, TOO_FINE, whilePlanted, withBrokenRuler } from "./planted-mistakes.ts";
import { attempt, type Outcome } from "./sweep.ts";

const TRIED = 400;

/** Of those that are solved on a grid, so many: in the plane a sweep takes seconds. */
const SOLVED = 16;

/** Every so many of those that learn are measured, each by another ruler: all by all would take a minute. */
const MEASURED = 3;

const stream = random(11, "combinations");
const givens = Array.from({ length: TRIED }, () => combination(stream));
const tried = givens.map((given) => ({ given, ...settled(given) }));
const accepted = tried.flatMap(({ experiment }) => (experiment === null ? [] : [experiment]));
const onGrid = accepted.filter(isSolved).slice(0, SOLVED);

const failureOf = ({ end }: Outcome): string | undefined => (typeof end === "string" ? undefined : end.failed);

const described = ({ game, data, objective, regularisers, network }: Experiment): string =>
  JSON.stringify({ game, data: data?.id, objective, regularisers, network });

/** How many a grid or a room did not hold, though its choices fit: they have not been tried, and most should have been. */
const ofLaws = (outcomes: readonly Outcome[]): number => outcomes.filter(({ end }) => end === "of laws").length;

const tooMany = (outcomes: readonly Outcome[]): boolean => ofLaws(outcomes) > outcomes.length / 4;

describe("what validation lets through", () => {
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
    const { functional } = specs;
    // Settings of their own are for settings.test.ts.
    const flowing = (table: ReadonlyMap<string, Spec>): string[] =>
      [...table.values()].filter(({ setting }) => setting === undefined).map(({ id }) => id);
    expect(flowing(specs.dynamics).filter((id) => !used(({ game }) => [game.dynamics.id]).has(id))).toEqual([]);
    expect(flowing(specs.lagrangian).filter((id) => !used(({ game }) => [game.lagrangian.id]).has(id))).toEqual([]);
    const both = used(({ game }) => [game.terminal.id, ...game.interactions.map(({ id }) => id)]);
    expect([...functional.keys()].filter((id) => !both.has(id))).toEqual([]);
  });

  it("takes five finite steps, and is measured", { timeout: 180_000 }, async () => {
    const learned = accepted.filter((experiment) => !isSolved(experiment));
    const outcomes: Outcome[] = [];
    for (const [i, experiment] of learned.entries())
      outcomes.push(await attempt(experiment, registry, i % MEASURED === 0 ? [rulers[(i / MEASURED) % rulers.length]!] : []));
    const solved: Outcome[] = [];
    for (const experiment of onGrid) solved.push(await attempt(experiment, registry));
    const all = [...outcomes, ...solved];
    const failed = all.flatMap((outcome) =>
      failureOf(outcome) === undefined ? [] : [`${failureOf(outcome)} ${described(outcome.experiment)}`],
    );
    console.info(
      `${all.length} accepted ones opened, ${learned.length} to learn and ${onGrid.length} of ${accepted.length - learned.length} to solve: ${failed.length} failed; ${ofLaws(all)} of laws too fine for their grid, or outside their room`,
    );
    expect(failed).toEqual([]);
    expect(ofLaws(outcomes)).toBe(0);
    expect(tooMany(solved)).toBe(false);
  });
});

describe("a planted mistake is found", () => {
  const caught: string[] = [];
  afterAll(() => {
    console.info(`${caught.length} planted mistakes caught:\n${caught.map((line) => `  ${line}`).join("\n")}`);
  });

  it.each(IN_NUMERICS)("$name", async ({ name, where, plant, found }) => {
    const planted = plant(registry);
    let said: string | undefined;
    for (const experiment of accepted.filter(where)) {
      said = failureOf(await attempt(experiment, planted));
      if (said !== undefined) break;
    }
    expect(said).toMatch(found);
    caught.push(`${name}: ${said!}`);
  });

  it.each(IN_VALIDATION)("$name", async (mistake) => {
    const said = await whilePlanted(mistake, async () => {
      for (const { given, experiment: before } of tried) {
        const { experiment, why } = settled(given);
        if (experiment === null) return why;
        if (JSON.stringify(experiment) === JSON.stringify(before)) continue;
        const failure = failureOf(await attempt(experiment, registry));
        if (failure !== undefined) return failure;
      }
      return undefined;
    });
    expect(said).toMatch(mistake.found);
    caught.push(`${mistake.name}: ${said!.slice(0, 160)}`);
  });

  it("laws that no grid holds: too many of them are a failure", async () => {
    const outcomes: Outcome[] = [];
    for (const experiment of onGrid.slice(0, 4)) outcomes.push(await attempt(experiment, TOO_FINE(registry)));
    expect(tooMany(outcomes)).toBe(true);
    caught.push(`laws that no grid holds: ${ofLaws(outcomes)} of ${outcomes.length}`);
  });

  it("a ruler that throws", async () => {
    const [first] = accepted.filter((experiment) => !isSolved(experiment));
    const broken = withBrokenRuler(rulers);
    const said = failureOf(await attempt(first!, registry, broken.slice(3, 4)));
    expect(said).toMatch(/The ruler ".*" failed: planted/);
    caught.push(`a ruler that throws: ${said!}`);
  });
});
