/**
 * @file Does this kernel, on this machine, compute what its definition says? Asked when the lab starts and by `lab check`.
 *
 * For every activation, on a small network with random weights, against f64 differences of the network's definition:
 *
 *     jets              N, ∇N, ∂τN, ΔN                      and wᵀ∇²N on a vector field with Fourier features, and once ∇²N
 *     weight gradient   ∂/∂θ mean((ΔN)²) along a random direction in every parameter block
 *     point gradient    ∂/∂y Σ gJ · J
 */
import { activations } from "../../catalogue/activations.ts";
import { random } from "../../math/random.ts";
import { finiteDifference, jetsAt } from "./definition.ts";
import { initialise } from "./initialise.ts";
import { channelCount, type JetChannels, type JetKernel, type NetworkShape, parameterBlocks, secondCount } from "./jets.ts";

export interface SelfTestRow {
  readonly name: string;
  /** Largest error relative to the largest true value of its kind. */
  readonly error: number;
  readonly tolerance: number;
  readonly ok: boolean;
}

export interface SelfTestReport {
  readonly ok: boolean;
  /** The largest error as a multiple of its tolerance. */
  readonly worst: number;
  readonly rows: readonly SelfTestRow[];
  readonly milliseconds?: number;
}

/** What a report that is not ok has to say. */
export function faultsOf(report: SelfTestReport): string {
  return report.rows
    .filter((row) => !row.ok)
    .map((row) => row.name)
    .join(", ");
}

/** f32 keeps 7 digits, of which layers, cancellation and the differences of the definition use up two. */
const TOLERANCE = 2e-5;

const FULL: JetChannels = { gradient: true, time: true, second: "laplacian" };
const SCORE: JetChannels = { gradient: true, time: false, second: "direction" };
const HESSIAN: JetChannels = { gradient: true, time: true, second: "hessian" };
const POINTS = 5;

export async function selfTest(
  create: (shape: NetworkShape) => JetKernel,
  clock?: () => number,
  ids: Iterable<string> = activations.all.keys(),
): Promise<SelfTestReport> {
  const start = clock?.();
  // Together: a GPU's compiler takes longer than its answers.
  const cases = [...ids].flatMap((activation, i) => {
    const potential: NetworkShape = { dimension: 2, outputs: 1, width: 6, depth: 2, activation, fourier: 0, quadraticRank: 1 };
    const field: NetworkShape = { dimension: 2, outputs: 2, width: 5, depth: 1, activation, fourier: 1, quadraticRank: 0 };
    return [
      testOne(create, potential, FULL, activation),
      testOne(create, field, SCORE, `${activation}, vector field`),
      // The Hessian takes an activation's slopes from where the Laplacian does: one of them shows whether it takes them right.
      ...(i === 0 ? [testOne(create, potential, HESSIAN, `${activation}, Hessian`)] : []),
    ];
  });
  const rows = (await Promise.all(cases)).flat();
  const worst = rows.reduce((most, row) => larger(most, row.error / row.tolerance), 0);
  const report = { ok: rows.every((row) => row.ok), worst, rows };
  return start === undefined || clock === undefined ? report : { ...report, milliseconds: clock() - start };
}

async function testOne(
  create: (shape: NetworkShape) => JetKernel,
  shape: NetworkShape,
  channels: JetChannels,
  title: string,
): Promise<SelfTestRow[]> {
  const { normal } = random(20, title);
  const kernel = create(shape);
  initialise(shape, normal, {}, kernel.theta);
  const d = shape.dimension;
  const columns = shape.outputs * channelCount(shape, channels);
  const points = Float32Array.from({ length: POINTS * (d + 1) }, normal);
  const directions = Float32Array.from({ length: POINTS * d }, normal);
  const input = { n: POINTS, points, channels, directions };

  const truth = (theta: ArrayLike<number>, sample: number, shift: readonly number[] = []) => {
    const point = Array.from(points.subarray(sample * (d + 1), (sample + 1) * (d + 1)), (x, k) => x + (shift[k] ?? 0));
    return jetsAt(shape, channels, theta, point, Array.from(directions.subarray(sample * d, (sample + 1) * d)));
  };
  const expected = Array.from({ length: POINTS }, (_, sample) => truth(kernel.theta, sample)).flat();
  const jets = new Float32Array(POINTS * columns);
  await kernel.forward(input, jets);

  // The loss is the mean of the squared second-order channels, so gJ is 2/n of them and 0 elsewhere.
  const perOutput = channelCount(shape, channels);
  const isSecond = (c: number) => c % perOutput >= perOutput - secondCount(shape, channels);
  const gJets = jets.map((value, i) => (isSecond(i % columns) ? (2 * value) / POINTS : 0));
  const loss = (theta: ArrayLike<number>, samples: readonly number[], shift: readonly number[] = []) => {
    let sum = 0;
    for (const sample of samples) truth(theta, sample, shift).forEach((value, c) => (sum += isSecond(c) ? value * value : 0));
    return sum / POINTS;
  };
  const gPoints = new Float32Array(POINTS * d);
  await kernel.backward(input, gJets, gPoints);

  const samples = Array.from({ length: POINTS }, (_, sample) => sample);
  const blocks = parameterBlocks(shape).map(({ offset, rows, columns: width }) => {
    const along = Array.from({ length: rows * width }, () => normal() / Math.sqrt(rows * width));
    const moved = (s: number) => Float64Array.from(kernel.theta, (value, i) => value + s * (along[i - offset] ?? 0));
    const got = along.reduce((sum, value, i) => sum + value * kernel.gTheta[offset + i]!, 0);
    return { got, want: finiteDifference(1, (s) => loss(moved(s), samples)) };
  });
  const places = [0, 1].flatMap((sample) =>
    Array.from({ length: d }, (_, k) => {
      const want = finiteDifference(1, (s) => loss(kernel.theta, [sample], [k === 0 ? s : 0, k === 1 ? s : 0]));
      return { got: gPoints[sample * d + k]!, want };
    }),
  );
  kernel.dispose();
  return [
    rowOf(
      `${title}: jets`,
      expected.map((want, i) => ({ got: jets[i]!, want })),
    ),
    rowOf(`${title}: weight gradient of mean((D²N)²)`, blocks),
    rowOf(`${title}: point gradient`, places),
  ];
}

function rowOf(name: string, pairs: readonly { readonly got: number; readonly want: number }[]): SelfTestRow {
  let scale = 0;
  let error = 0;
  for (const { got, want } of pairs) {
    scale = larger(scale, Math.abs(want));
    error = larger(error, Math.abs(got - want));
  }
  const relative = error / scale;
  return { name, error: relative, tolerance: TOLERANCE, ok: relative <= TOLERANCE };
}

/** Keeps a NaN: a comparison alone would drop it. */
function larger(a: number, b: number): number {
  return Math.max(a, b);
}
