/**
 * @file Every lesson, run as the page runs it: its numbers speak for the answer that is true, and for no other.
 *
 * Measured with small samples; what decides is far from its bounds.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { measure } from "../../src/engine/measure/measure.ts";
import type { RulerLine } from "../../src/engine/measure/ruler.ts";
import { type MeasuringEffort, LIVE } from "../../src/engine/measure/subject.ts";
import { registry } from "../../src/catalogue/registry.ts";
import { openSession } from "../../src/engine/open-session.ts";
import { type Lesson, lessonExperiment, supported } from "../../src/experiment/lesson.ts";
import { lessons } from "../../src/experiment/lessons.ts";
import { answersOf, foundIn, readLines } from "../../src/state/lesson-lines.ts";
import { wasmFactory } from "../engine/experiment-of.ts";

const EFFORT: MeasuringEffort = { ...LIVE, samples: 1024, pairs: 2, truths: 4, likelihoods: 256, points: 256 };

const HEADINGS = readFileSync(join(import.meta.dirname, "../../docs/mathematics.md"), "utf8")
  .split("\n")
  .flatMap((line) => (line.startsWith("## ") ? [line.slice(3)] : []));

/** The place of the answer that is true. */
const trueAnswer = (lesson: Lesson): number => lesson.answers.findIndex(({ right }) => right === true);

async function linesOf(lesson: Lesson, run: number): Promise<readonly RulerLine[]> {
  const session = await openSession(lessonExperiment(lesson, run), registry, await wasmFactory());
  await session.ready();
  while (session.used(0) < 1) await session.advance(session.used(0), session.left());
  await session.settle();
  const { metrics, failed } = await measure(session, answersOf(lesson.reads), EFFORT);
  session.dispose();
  expect(failed).toEqual({});
  return readLines(lesson.reads, metrics, null)!;
}

describe.each([...lessons.values()])("$id", (lesson) => {
  it("asks one question with one true answer", () => {
    expect(lesson.question).toMatch(/\?$/);
    expect(lesson.answers.length).toBeGreaterThanOrEqual(2);
    expect(lesson.answers.length).toBeLessThanOrEqual(4);
    expect(lesson.answers.filter(({ right }) => right === true)).toHaveLength(1);
    expect(new Set(lesson.answers.map(({ text }) => text)).size).toBe(lesson.answers.length);
    for (const { text, because } of lesson.answers) for (const said of [text, because]) expect(said).toMatch(/[.?!]$/);
    expect(lesson.runs.length).toBeGreaterThanOrEqual(1);
    expect(lesson.runs.length).toBeLessThanOrEqual(2);
    expect(HEADINGS).toContain(lesson.about);
  });

  it("measures what is true", async () => {
    const runs: (readonly RulerLine[])[] = [];
    for (const run of lesson.runs.keys()) runs.push(await linesOf(lesson, run));
    expect(supported(lesson, foundIn(runs))).toBe(trueAnswer(lesson));
  });
});
