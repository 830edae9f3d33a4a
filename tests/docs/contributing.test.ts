/**
 * @file The examples of CONTRIBUTING.md are taken out of the page, put into a copy of the tree, and trained for five steps.
 *
 * A block whose first line names a file of src/ is that file, whole.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as ActivationsFile from "../../src/catalogue/activations.ts";
import type * as ReferencesFile from "../../src/catalogue/references.ts";
import type * as RegistryFile from "../../src/catalogue/registry.ts";
import type * as KernelFile from "../../src/engine/kernels/wasm/kernel.ts";
import type * as ModuleFile from "../../src/engine/kernels/wasm/module.ts";
import type * as SessionFile from "../../src/engine/learn/session.ts";
import { createSession, type Session } from "../../src/engine/learn/session.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import type * as LessonFile from "../../src/experiment/lesson.ts";
import type * as LessonsFile from "../../src/experiment/lessons.ts";
import type * as PresetsFile from "../../src/experiment/presets.ts";
import type * as ResolveFile from "../../src/experiment/resolve.ts";
import type * as MeasureFile from "../../src/engine/measure/measure.ts";
import type * as RulersFile from "../../src/engine/measure/rulers.ts";
import { measure } from "../../src/engine/measure/measure.ts";
import type { RulerLine } from "../../src/engine/measure/ruler.ts";
import { LIVE } from "../../src/engine/measure/subject.ts";
import { openSession } from "../../src/engine/open-session.ts";
import { supported } from "../../src/experiment/lesson.ts";
import { answersOf, foundIn, readLines } from "../../src/state/lesson-lines.ts";
import type * as LayersFile from "../../src/plots/stage/layers.ts";
import { random } from "../../src/math/random.ts";
import { defaultsOf } from "../../src/catalogue/params.ts";
import { activationProblems } from "../catalogue/activation-contract.ts";
import { functionalProblems, lagrangianProblems } from "../catalogue/contract.ts";
import { specProblems } from "../catalogue/spec-contract.ts";
import { tensorProblems } from "../catalogue/tensor-contract.ts";
import { wasmFactory } from "../engine/experiment-of.ts";

const ROOT = join(import.meta.dirname, "../..");
const COPY = join(ROOT, `.cache/contributing-${String(process.pid)}`);

interface Example {
  readonly file: string;
  readonly folder: string;
  readonly id: string;
  readonly text: string;
}

const EXAMPLES: readonly Example[] = [
  ...readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8").matchAll(/```ts\n\/\/ (src\/(\S+)\/([\w-]+)\.ts)\n([\s\S]*?)```/g),
].map(([, file, folder, id, text]) => ({ file: file!, folder: folder!, id: id!, text: text! }));

interface Tree {
  readonly registry: typeof RegistryFile.registry;
  readonly activations: typeof ActivationsFile.activations;
  readonly references: typeof ReferencesFile.references;
  readonly resolve: typeof ResolveFile.resolve;
  readonly presets: typeof PresetsFile.presets;
  readonly lessons: typeof LessonsFile.lessons;
  readonly lessonExperiment: typeof LessonFile.lessonExperiment;
  readonly layers: typeof LayersFile.STAGE_LAYERS;
  readonly rulers: typeof RulersFile.rulers;
  readonly measure: typeof MeasureFile.measure;
}

let tree: Tree;

beforeAll(async () => {
  cpSync(join(ROOT, "src"), join(COPY, "src"), { recursive: true });
  for (const { file, text } of EXAMPLES) {
    mkdirSync(dirname(join(COPY, file)), { recursive: true });
    writeFileSync(join(COPY, file), text);
  }
  const from = (file: string): Promise<unknown> => import(/* @vite-ignore */ join(COPY, "src", file));
  const { registry } = (await from("catalogue/registry.ts")) as typeof RegistryFile;
  const { activations } = (await from("catalogue/activations.ts")) as typeof ActivationsFile;
  const { references } = (await from("catalogue/references.ts")) as typeof ReferencesFile;
  const { resolve } = (await from("experiment/resolve.ts")) as typeof ResolveFile;
  const { presets } = (await from("experiment/presets.ts")) as typeof PresetsFile;
  const { lessons } = (await from("experiment/lessons.ts")) as typeof LessonsFile;
  const { lessonExperiment } = (await from("experiment/lesson.ts")) as typeof LessonFile;
  const { STAGE_LAYERS } = (await from("plots/stage/layers.ts")) as typeof LayersFile;
  const { rulers } = (await from("engine/measure/rulers.ts")) as typeof RulersFile;
  const { measure } = (await from("engine/measure/measure.ts")) as typeof MeasureFile;
  tree = { registry, activations, references, resolve, presets, lessons, lessonExperiment, layers: STAGE_LAYERS, rulers, measure };
}, 60_000);

afterAll(() => {
  rmSync(COPY, { recursive: true, force: true });
});

const small = { network: { width: 4 }, training: { batch: 16, stop: { steps: 5 } } };
const flow = { model: "ot-flow", ...small };
const toDensity = { terminal: { id: "reverse-kl" } };

/** An experiment that has the example in it. */
function experimentWith({ folder, id }: Example): unknown {
  switch (folder) {
    case "catalogue/functionals": {
      const isInteraction = tree.registry.functional.get(id).spec.slots.includes("interaction");
      return { ...flow, data: { id: "gaussian" }, game: isInteraction ? { ...toDensity, interactions: [{ id }] } : { terminal: { id } } };
    }
    case "catalogue/lagrangians":
      return { ...flow, data: { id: "gaussian" }, game: { ...toDensity, lagrangian: { id } } };
    case "catalogue/activations":
      return { ...flow, network: { width: 4, activation: id } };
    case "catalogue/densities":
      return { ...flow, data: { id }, game: toDensity };
    case "catalogue/models":
      return { model: id, ...small };
    case "experiment/presets":
      return { ...tree.presets.get(id)!.experiment, ...small };
    default:
      return undefined;
  }
}

/** Kernels are built with the activations of their own tree. */
async function opened(folder: string, experiment: Experiment): Promise<Session> {
  if (folder !== "catalogue/activations") return createSession(experiment, tree.registry, await wasmFactory());
  const from = (file: string): Promise<unknown> => import(/* @vite-ignore */ join(COPY, "src/engine", file));
  const { createSession: inCopy } = (await from("learn/session.ts")) as typeof SessionFile;
  const { loadWasmModule } = (await from("kernels/wasm/module.ts")) as typeof ModuleFile;
  const { createWasmKernel } = (await from("kernels/wasm/kernel.ts")) as typeof KernelFile;
  const module = await loadWasmModule();
  return inCopy(experiment, tree.registry, (shape) => createWasmKernel(shape, module));
}

it("the page shows one of each", () => {
  const folders = EXAMPLES.map(({ folder }) => folder);
  for (const kind of ["functionals", "lagrangians", "densities", "activations", "models"]) expect(folders).toContain(`catalogue/${kind}`);
  expect(folders).toContain("experiment/presets");
  expect(folders).toContain("experiment/lessons");
  expect(folders).toContain("plots/stage/layers");
  expect(folders).toContain("engine/measure/rulers");
  for (const way of ["kernel: (", "tensors: ("]) expect(EXAMPLES.filter(({ text }) => text.includes(way))).toHaveLength(1);
});

describe.each(EXAMPLES)("$file", (example) => {
  const { folder, id } = example;
  it("keeps its contract", async () => {
    const stream = random(1, id);
    if (folder === "plots/stage/layers") expect(tree.layers.some((layer) => layer.id === id)).toBe(true);
    if (folder === "catalogue/functionals") {
      const entry = tree.registry.functional.get(id);
      expect([
        ...specProblems(entry.spec, tree.references.functional.get(id)),
        ...functionalProblems(entry, defaultsOf(entry.spec.params), stream),
        ...(await tensorProblems(entry, defaultsOf(entry.spec.params), stream)),
      ]).toEqual([]);
    }
    if (folder === "catalogue/lagrangians") {
      const entry = tree.registry.lagrangian.get(id);
      expect([
        ...specProblems(entry.spec, tree.references.lagrangian.get(id)),
        ...lagrangianProblems(entry, defaultsOf(entry.spec.params), stream),
      ]).toEqual([]);
    }
    if (folder === "catalogue/activations") {
      const entry = tree.activations.get(id);
      expect([...specProblems(entry.spec, tree.references.activation.get(id), false), ...activationProblems(entry)]).toEqual([]);
    }
    if (folder === "catalogue/densities")
      expect(specProblems(tree.registry.density.get(id).spec, tree.references.density.get(id), false)).toEqual([]);
  });

  const trains = folder.startsWith("catalogue") || folder === "experiment/presets";
  if (trains)
    it("trains five finite steps", async () => {
      const { experiment, problems } = tree.resolve(experimentWith(example), "strict");
      expect(problems).toEqual([]);
      const session = await opened(folder, experiment!);
      const before = session.checkpoint().theta;
      for (let k = 0; k < 5; k++) await session.advance(0, 1);
      expect(session.step()).toBe(5);
      const rows = session.history().since(0);
      expect(rows.length).toBeGreaterThan(0);
      expect(Array.from(rows).every(Number.isFinite)).toBe(true);
      expect(session.checkpoint().theta).not.toEqual(before);
      session.dispose();
    });
});

it.each(EXAMPLES.filter(({ folder }) => folder === "engine/measure/rulers"))(
  "$file measures a run, and says on its card what it found",
  async ({ id }) => {
    const { spec } = tree.rulers.find((ruler) => ruler.spec.id === id)!;
    const { experiment } = tree.resolve({ ...flow, data: { id: "gaussian" }, game: toDensity }, "strict");
    const session = createSession(experiment!, tree.registry, await wasmFactory());
    const { metrics, failed } = await tree.measure(session, spec.answers, LIVE);
    session.dispose();
    expect(failed).toEqual({});
    for (const name of spec.answers) expect(metrics[name]).toSatisfy(Number.isFinite);
    for (const { value, about } of spec.lines(metrics, null)) {
      expect(value).toSatisfy(Number.isFinite);
      expect(about.length).toBeGreaterThan(20);
    }
  },
);

it.each(EXAMPLES.filter(({ folder }) => folder === "experiment/lessons"))(
  "$file has runs, and its numbers speak for what is true",
  async ({ id }) => {
    const lesson = tree.lessons.get(id)!;
    const runs: (readonly RulerLine[])[] = [];
    for (const run of lesson.runs.keys()) {
      const session = await openSession(tree.lessonExperiment(lesson, run), tree.registry, await wasmFactory());
      while (session.used(0) < 1) await session.advance(session.used(0), session.left());
      const { metrics } = await measure(session, answersOf(lesson.reads), LIVE);
      session.dispose();
      runs.push(readLines(lesson.reads, metrics, null)!);
    }
    expect(lesson.answers[supported(lesson, foundIn(runs))!]?.right).toBe(true);
  },
);
