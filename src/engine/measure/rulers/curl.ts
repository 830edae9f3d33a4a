/**
 * @file How far the velocity is from being a gradient.
 *
 *     E|∂₁v₂ − ∂₂v₁| / E‖∇v‖_F      at pushed particles, over nine times       0: a gradient, √2: a pure rotation
 *
 * A potential's velocity is a gradient by construction: 0. On the line every field is one: null.
 */
import { abs, add, type Expr, input, mul, normSquared, num, sqrt, sub, sum } from "../../../math/expressions/expression.ts";
import { gradient } from "../../../math/expressions/gradient.ts";
import { uniformTimes } from "../../../math/integrators.ts";
import { rawLeaf } from "../../game/binding.ts";
import type { Metrics } from "../../results.ts";
import type { Ruler, RulerSpec } from "../ruler.ts";
import { meanOf, type Subject } from "../subject.ts";

declare module "../../results.ts" {
  interface Metrics {
    readonly curl: number | null;
  }
}

export const spec: RulerSpec = {
  id: "curl",
  title: "Curl",
  answers: ["curl"],
  card: "measures",
  place: 80,
  when: "asked",
  lines: ({ curl: found }) => [
    {
      id: "curl",
      title: "curl",
      unit: "plain",
      value: found,
      truth: 0,
      about:
        "How far the velocity is from being the gradient of a value function: 0 it is one, √2 it only turns. An optimal flow has none.",
    },
  ],
};

const TIMES = 9;

async function measure(subject: Subject): Promise<Pick<Metrics, "curl">> {
  const { setup, flow, effort } = subject;
  if (setup.dimension === 1) return { curl: null };
  if (setup.composed.binding.value !== undefined) return { curl: 0 };
  const velocity = flow.ode?.drift ?? setup.composed.here.drift();
  const jacobian = velocity.map((v) => [0, 1].map((axis) => spatial(v, axis, subject)));
  const [[j11, j12], [j21, j22]] = jacobian as [[Expr, Expr], [Expr, Expr]];
  const roots = [abs(sub(j21, j12)), sqrt(add(normSquared([j11, j12]), normSquared([j21, j22])))];
  const n = effort.points;
  let [turning, size] = [0, 0];
  const last = flow.samplingTimes(1)[1]!;
  for (const t of uniformTimes(0, last, TIMES - 1)) {
    const x = new Float32Array(2 * n);
    setup.reference.sample(subject.stream("curl"), n, x);
    const [c, norm] = await flow.probe(roots, t > 0 ? await pushedTo(subject, x, n, t) : x, t, n);
    turning += meanOf(n, (i) => c![i]!);
    size += meanOf(n, (i) => norm![i]!);
  }
  return { curl: size > 0 ? turning / size : 0 };
}

async function pushedTo({ flow }: Subject, x: Float32Array, n: number, t: number): Promise<Float32Array> {
  if (flow.ode === null) return x;
  const times = [...flow.samplingTimes().filter((before) => before < t), t];
  return (await flow.move(x, n, times, [])).x;
}

/** ∂/∂x_axis of an expression in x and a field network's outputs: what is written out, and through the network. */
function spatial(e: Expr, axis: number, { setup }: Subject): Expr {
  const [explicit = num(0), ...through] = gradient(e, [`x${String(axis + 1)}`, rawLeaf.value(0), rawLeaf.value(1)]);
  return sum([explicit, ...through.map((slope, o) => mul(mul(slope, input(rawLeaf.gradient(o, axis))), setup.composed.binding.yScale))]);
}

export const curl: Ruler = { spec, measure };
