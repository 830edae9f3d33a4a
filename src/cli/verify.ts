/** @file `lab verify [--quick]`: trains what the claims are about, measures it, and exits 1 if a bound is missed. */
import { registry } from "../catalogue/registry.ts";
import type { Flow } from "../engine/learn/flow.ts";
import { createSession } from "../engine/learn/session.ts";
import { setPaths } from "../experiment/edit.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { presets } from "../experiment/presets.ts";
import { printed } from "../experiment/report.ts";
import { resolve } from "../experiment/resolve.ts";
import { random } from "../math/random.ts";
import { parse, optionOf } from "./arguments.ts";
import { type LabBackend, backendFor } from "./backend.ts";
import type { ClaimLine, Lab, Measured } from "./claim.ts";
import { claims, type GaussianDraw } from "./claims.ts";
import { BadInput, RunFailed } from "./failure.ts";
import { runOnce } from "./run.ts";
import { answer, say } from "./say.ts";
import { lossesOf, train } from "./train.ts";

/** Covariance R diag(a², b²) Rᵀ with any angle and standard deviations from 0.5 to 1.3; the same number in both corners. */
function gaussianDraw(seed: number): GaussianDraw {
  const { uniform } = random(seed, "verify");
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const covariance = (): number[][] => {
    const [angle, a, b] = [between(0, Math.PI), between(0.5, 1.3) ** 2, between(0.5, 1.3) ** 2];
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const corner = c * s * (a - b);
    return [
      [c * c * a + s * s * b, corner],
      [corner, s * s * a + c * c * b],
    ];
  };
  const mean = (): number[] => [between(-1.5, 1.5), between(-1.5, 1.5)];
  return {
    "data.params": { mean: mean(), covariance: covariance() },
    "reference.params": { mean: mean(), covariance: covariance() },
    "game.terminal.params.weight": between(2, 10),
    "game.horizon": between(0.7, 1.5),
  };
}

/** Two Gaussians of the line, and a discount κ with κT from about 0.4 to 2. */
function discountedDraw(seed: number): GaussianDraw {
  const { uniform } = random(seed, "verify/discount");
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const law = () => ({ mean: [between(-1.5, 1.5)], covariance: [[between(0.5, 1.3) ** 2]] });
  return {
    "data.params": law(),
    "reference.params": law(),
    "game.terminal.params.weight": between(2, 10),
    "game.horizon": between(0.7, 1.5),
    "game.discount": between(0.5, 1.5),
  };
}

/** On the line: one standard deviation from 0.5 to 1.1 for both, a power from 1.5 to 4. */
function translationDraw(seed: number): GaussianDraw {
  const { uniform } = random(seed, "verify translation");
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const covariance = [[between(0.5, 1.1) ** 2]];
  return {
    "data.params": { mean: [between(0.5, 2)], covariance },
    "reference.params": { mean: [between(-2, -0.5)], covariance },
    "game.lagrangian.params.exponent": between(1.5, 4),
    "game.terminal.params.weight": between(2, 6),
    "game.horizon": between(0.7, 1.5),
  };
}

function reach(samples: Float32Array, dimension: number, radius: number): number {
  let largest = 0;
  for (let i = 0; i < samples.length; i += dimension)
    largest = Math.max(largest, dimension === 1 ? Math.abs(samples[i]!) : Math.hypot(samples[i]!, samples[i + 1]!));
  return largest / radius;
}

const PUSHED = 1024;

/** The same points whatever the seed: flows of two seeds are told apart point by point. */
async function pushed(flow: Flow): Promise<Float32Array | null> {
  if (flow.ode === null) return null;
  const { dimension, reference } = flow.setup;
  const start = new Float32Array(PUSHED * dimension);
  reference.sample(random(0, "verify/pushed"), PUSHED, start);
  return (await flow.move(start, PUSHED, flow.samplingTimes(), [])).x;
}

type Settings = Readonly<Record<string, unknown>>;

function experimentOf(preset: string, settings: Settings): Experiment {
  const { experiment, problems } = resolve(setPaths(presets.get(preset)?.experiment ?? {}, settings), "strict");
  if (experiment === null) throw new Error(problems.map(printed).join("\n"));
  return experiment;
}

function labOn(backend: LabBackend, quick: boolean): Lab {
  const known = new Map<string, Measured>();
  return {
    quick,
    async measure(preset, settings) {
      const key = JSON.stringify([preset, settings]);
      const before = known.get(key);
      if (before !== undefined) return before;
      const { result, samples, session, flow } = await runOnce(experimentOf(preset, settings), backend);
      const { dimension, dataRadius } = session.setup();
      const measured = {
        metrics: result.metrics,
        exact: result.exact,
        experiment: result.experiment,
        steps: result.steps,
        reach: reach(await samples(), dimension, dataRadius),
        pushed: await pushed(flow),
      };
      session.dispose();
      known.set(key, measured);
      return measured;
    },
    async losses(preset, settings) {
      const session = createSession(experimentOf(preset, settings), registry, backend.makeKernel, backend.fuse);
      await train(session);
      const { total } = lossesOf(session);
      session.dispose();
      return total;
    },
  };
}

const printedLine = ({ name, value, comparison, bound, ok }: ClaimLine): string =>
  `${ok ? "ok    " : "MISSED"} ${value.toPrecision(3).padStart(9)} ${comparison} ${bound}  ${name}`;

export async function verify(args: readonly string[]): Promise<void> {
  const given = parse(args, { quick: "flag", only: "one" });
  if (given.words.length > 0) throw new BadInput(`verify: given ${given.words.join(" ")}; allowed: --quick, --only TEXT`);
  const backend = await backendFor("auto");
  const lab = labOn(backend, given.flags.has("quick"));
  const only = optionOf(given, "only");
  const wanted = claims([11, 12, 13].map(gaussianDraw), [21, 22, 23].map(discountedDraw), [21, 22, 23].map(translationDraw)).filter(
    ({ name, quick }) => (!lab.quick || quick) && (only === undefined || name.includes(only)),
  );
  const report: { claim: string; lines: readonly ClaimLine[] }[] = [];
  for (const claim of wanted) {
    say(`\n${claim.name}`);
    const lines = await claim.lines(lab);
    for (const line of lines) say(printedLine(line));
    report.push({ claim: claim.name, lines });
  }
  const all = report.flatMap(({ lines }) => lines);
  const missed = all.filter(({ ok }) => !ok).length;
  say(`\n${all.length - missed} passed, ${missed} failed`);
  answer({ schema: 1, backend: backend.id, passed: all.length - missed, failed: missed, claims: report });
  if (missed > 0) throw new RunFailed(`${missed} of ${all.length} bounds missed`);
}
