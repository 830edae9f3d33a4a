/**
 * @file `lab check`: does this machine compute what the definitions say? Derivatives of the network against f64 differences,
 * then whole training steps against the reference kernel on TensorFlow.js.
 */
import { registry } from "../catalogue/registry.ts";
import { createSession, type KernelFactory } from "../engine/learn/session.ts";
import { selfTest } from "../engine/kernels/self-test.ts";
import { BACKENDS } from "../experiment/flags.ts";
import { resolve } from "../experiment/resolve.ts";
import { isSolved } from "../experiment/solved.ts";
import { specs } from "../catalogue/specs.ts";
import { oneOf, parse } from "./arguments.ts";
import { backendFor } from "./backend.ts";
import { BadInput, RunFailed } from "./failure.ts";
import { printAnswer, say } from "./say.ts";

interface Row {
  readonly name: string;
  readonly error: number;
  readonly tolerance: number;
  readonly ok: boolean;
}

const STEPS = 4;

/** f32 keeps 7 digits; four steps of Adam, which divides by small moments, use up two or three of them. */
const PARITY = 1e-4;

/** Losses of the first steps of a model, small enough for the slowest backend. */
async function firstLosses(model: string, makeKernel: KernelFactory): Promise<Float32Array> {
  const { experiment, problems } = resolve(
    { model, network: { width: 16 }, training: { batch: 16, warmup: 0, stop: { steps: STEPS } } },
    "strict",
  );
  if (experiment === null) throw new Error(`${model} is not a whole experiment: ${problems.map(({ message }) => message).join("; ")}`);
  const session = createSession(experiment, registry, makeKernel);
  for (let step = 0; step < STEPS; step++) await session.advance(0);
  const rows = session.history().since(0);
  session.dispose();
  return rows;
}

async function parity(makeKernel: KernelFactory): Promise<Row[]> {
  const models = [...specs.model.keys()].filter((model) => !isSolved(resolve({ model }, "strict").experiment!));
  const ours: Float32Array[] = [];
  for (const model of models) ours.push(await firstLosses(model, makeKernel));
  const reference = (await backendFor("cpu")).makeKernel;
  const rows: Row[] = [];
  for (const [i, model] of models.entries()) {
    const theirs = await firstLosses(model, reference);
    const error = theirs.reduce(
      (most, loss, k) => Math.max(most, Math.abs(loss - (ours[i]![k] ?? Number.NaN)) / Math.max(1, Math.abs(loss))),
      0,
    );
    rows.push({ name: `${model}: losses of ${STEPS} steps against the reference on cpu`, error, tolerance: PARITY, ok: error <= PARITY });
  }
  return rows;
}

export async function check(args: readonly string[]): Promise<void> {
  const given = parse(args, { backend: "one" });
  if (given.words.length > 0) throw new BadInput(`check: given ${given.words.join(" ")}; allowed: --backend ${BACKENDS.join("|")}`);
  const backend = await backendFor(oneOf(given, "backend", BACKENDS) ?? "auto");
  const derivatives = await selfTest(backend.makeKernel);
  const rows: Row[] = [...derivatives.rows, ...(await parity(backend.makeKernel))];
  const failed = rows.filter(({ ok }) => !ok);
  for (const { name, error, tolerance, ok } of rows)
    say(`${ok ? "ok    " : "FAILED"} ${error.toExponential(1).padStart(8)} of ${tolerance.toExponential(0)}  ${name}`);
  say(`${backend.id} (${backend.route}): ${backend.reason}`);
  say(`${rows.length - failed.length} passed, ${failed.length} failed`);
  printAnswer({ schema: 1, backend: backend.id, route: backend.route, reason: backend.reason, ok: failed.length === 0, rows });
  if (failed.length > 0) throw new RunFailed(`${failed.length} of ${rows.length} checks failed on ${backend.id}`);
}
