/**
 * @file What the formulas of every entry of the catalogue must satisfy, as functions that say what is wrong: [] for a good entry.
 *
 * The tests beside this file run them over every file of a folder, so a new entry is tested by being there. That they can
 * fail is tested too, with planted mistakes (contract.test.ts).
 */
import { prescribes } from "../../src/catalogue/define.ts";
import type { Dynamics, Functional, Lagrangian } from "../../src/catalogue/define.ts";
import type { Instant, Place } from "../../src/catalogue/place.ts";
import type { ParamSpecs, ParamValues } from "../../src/catalogue/params.ts";
import { input, num } from "../../src/math/expressions/expression.ts";
import { type Random, random } from "../../src/math/random.ts";
import { asNumbers, numberOf, placeOf, slope } from "./at-a-place.ts";
import { priceTermsProblems, runningTermsProblems } from "./terms-contract.ts";

/** Parameters within their ranges: numbers are drawn, everything else keeps its default, choices take each option in turn. */
export function drawParams(specs: ParamSpecs, stream: Random): ParamValues {
  return Object.fromEntries(
    Object.entries(specs).map(([name, param]): [string, ParamValues[string]] => {
      if (param.kind === "choice") return [name, param.options[stream.integer(param.options.length)]!.id];
      if (param.kind === "integer") return [name, param.min + stream.integer(Math.min(param.max - param.min, 5) + 1)];
      if (param.kind !== "real") return [name, param.default];
      const [low, high] = [Math.max(param.min, param.default / 4), Math.min(param.max, param.default * 4)];
      return [name, low < high ? low + (high - low) * stream.uniform() : param.default];
    }),
  );
}

/** α, std, σ and f belong together, and what the spec says is what the formulas do. */
export function dynamicsProblems(entry: Dynamics, params: ParamValues, horizon: number, stream: Random): string[] {
  const said: string[] = [];
  const p = asNumbers(params, entry.spec.params);
  const instant = (s: number): Instant => ({ t: num(horizon - s), s: num(s), horizon: num(horizon), dimension: 2 });
  const sigma = (s: number) => numberOf(entry.sigma(instant(s), p));
  const gain = (s: number) => numberOf(entry.gain(instant(s), p));
  const x = [stream.normal(), stream.normal()] as const;
  const [now, later] = [sigma(0.2 * horizon), sigma(0.7 * horizon)];
  const steady = Math.abs(now - later) > 1e-12 ? undefined : now;
  const told = entry.spec.steadySigma?.(params);
  if (!(told === steady || Math.abs(told! - steady!) < 1e-12 * (1 + now))) said.push("steadySigma is not σ where that does not change");
  const drift = (s: number) => entry.drift({ ...instant(s), x: x.map(num) }, p).map((f) => numberOf(f));
  const s = horizon * (0.1 + 0.8 * stream.uniform());
  if (sigma(s) > 0 !== entry.spec.noisy) said.push("noisy is not whether σ > 0");
  if (drift(s).some((f) => f !== 0) !== entry.spec.drifts) said.push("drifts is not whether f ≠ 0");
  if (gain(s) !== (entry.spec.gain(params) === "one" ? 1 : sigma(s))) said.push("gain is not what the spec says");
  if (!entry.spec.noises(params)) return said;
  if (entry.noising === undefined) return [...said, "noises, but has no noising"];
  const { alpha: alphaOf, std: stdOf } = entry.noising;
  const alpha = (at: number) => numberOf(alphaOf(instant(at), p));
  const std = (at: number) => numberOf(stdOf(instant(at), p));
  if (Math.abs(gain(s) - sigma(s)) > 1e-12) said.push("noises, but the control is not in units of the noise");
  if (Math.abs(alpha(0) - 1) > 1e-12 || std(0) > 1e-6) said.push("does not begin at the data: α(0) = 1, std(0) = 0");
  const rate = drift(s)[0]! / x[0];
  const h = 1e-4 * horizon;
  const near = (found: number, expected: number) => Math.abs(found - expected) <= 1e-6 * (1 + Math.abs(expected));
  if (!near(drift(s)[1]! / x[1], rate)) said.push("f is not a multiple of x");
  if (!near(slope(alpha, s, h), -rate * alpha(s))) said.push("α′ ≠ −(∇·f/d) α");
  if (
    !near(
      slope((at) => std(at) ** 2, s, h),
      sigma(s) ** 2 - 2 * rate * std(s) ** 2,
    )
  )
    said.push("(std²)′ ≠ σ² − 2(∇·f/d) std²");
  const end = entry.spec.endDeviation?.(params, horizon);
  if (end !== undefined && Math.abs(end / std(horizon) - 1) > 0.02) said.push("endDeviation is not std(T)");
  return said;
}

/** H is the Legendre transform of L, and the control its maximiser. */
export function lagrangianProblems(entry: Lagrangian, params: ParamValues, stream: Random): string[] {
  const said = new Set<string>();
  const { hamiltonian } = entry;
  for (const problem of runningTermsProblems(entry, params, stream)) said.add(problem);
  if (typeof hamiltonian !== "function")
    return typeof entry.spec.hamiltonianFormula === "function" ? ["has TeX of a Hamiltonian, and says that there is none"] : [...said];
  if (typeof entry.spec.hamiltonianFormula !== "function") said.add("has a Hamiltonian, and no TeX of it");
  const p = asNumbers(params, entry.spec.params);
  for (const d of [1, 2] as const) {
    // How crowded it is, where moving asks for it: the crowd is held fixed in the transform.
    const logDensity = num(stream.normal());
    const at = { ...placeOf(stream, d), of: () => logDensity };
    const H = (q: readonly number[]) => numberOf(hamiltonian(at, q.map(num), p));
    const L = (a: readonly number[]) => numberOf(entry.value(at, a.map(num), p));
    for (let trial = 0; trial < 4; trial++) {
      const q = Array.from({ length: d }, () => 1.5 * stream.normal());
      const control = q.map((_, i) => -slope((by) => H(q.map((v, j) => (j === i ? v + by : v))), 0, 1e-4));
      const gain = (a: readonly number[]) => -q.reduce((sum, v, i) => sum + v * a[i]!, 0) - L(a);
      const reply = entry.valueAtReply === undefined ? L(control) : numberOf(entry.valueAtReply(at, q.map(num), p));
      const [best, scale] = [gain(control), 1 + Math.abs(H(q)) + Math.hypot(...control)];
      const toReply = -q.reduce((sum, v, i) => sum + v * control[i]!, 0) - reply;
      if (!(Math.abs(toReply - H(q)) <= 1e-6 * scale)) said.add("H(q) is not −q·a − L(a) at a = −∂H/∂q");
      // A cost may be smoothed where it has no slope: its value at the reply then differs a little.
      if (!(Math.abs(L(control) - reply) <= 6e-2 * scale)) said.add("valueAtReply is not L at the reply");
      for (let k = 0; k < 40; k++) {
        // Near by, and slower ones: a cost may be infinite beyond some speed.
        const size = 1e-3 * (0.1 + Math.hypot(...control));
        const slower = k % 2 === 0 ? 1 : stream.uniform();
        const other = gain(control.map((a) => slower * a + size * stream.normal()));
        if (other > best + 1e-3 * size * scale + (entry.valueAtReply === undefined ? 0 : 1e-4 * scale))
          said.add("another control is better than −∂H/∂q: H is not the supremum");
      }
    }
  }
  return [...said];
}

const CELLS = 400;
const EDGE = 8;

/** A random density on the line as the logarithm of a mixture, and its slope. */
function randomLaw(stream: Random) {
  const parts = Array.from({ length: 2 }, () => ({ w: 0.3 + stream.uniform(), m: stream.normal(), v: 0.4 + stream.uniform() }));
  const total = parts.reduce((sum, { w }) => sum + w, 0);
  return (x: number) =>
    Math.log(parts.reduce((sum, { w, m, v }) => sum + ((w / total) * Math.exp((-0.5 * (x - m) ** 2) / v)) / Math.sqrt(2 * Math.PI * v), 0));
}

/** A kernel is symmetric; what a functional of whole samples calls its gradient is that of its value. */
function samplesProblems(entry: Functional, params: ParamValues, stream: Random): string[] {
  const said: string[] = [];
  const draw = (n: number) => Float64Array.from({ length: n }, () => stream.normal());
  for (const d of [1, 2] as const) {
    const point = () => Array.from(draw(d), num);
    const [x, y, p] = [point(), point(), asNumbers(params, entry.spec.params)];
    if (entry.kernel !== undefined && Math.abs(numberOf(entry.kernel(x, y, p)) - numberOf(entry.kernel(y, x, p))) > 1e-12)
      said.push("the kernel is not symmetric");
    if (entry.particles === undefined) continue;
    const n = 12;
    const [population, target, gradient, unused] = [draw(n * d), draw(n * d), new Float64Array(n * d), new Float64Array(n * d)];
    const seed = stream.integer(1000);
    const value = (at: Float64Array, into: Float64Array) =>
      entry.particles!({
        dimension: d,
        population: at,
        target,
        n,
        random: random(seed, "contract"),
        params: params,
        gradient: into,
      });
    value(population, gradient);
    for (let i = 0; i < n * d; i += 5) {
      const found = slope(
        (by) =>
          value(
            population.map((v, j) => (j === i ? v + by : v)),
            unused,
          ),
        0,
        1e-5,
      );
      if (!(Math.abs(found - gradient[i]!) <= 1e-6 * (1 + Math.abs(found))))
        said.push("the gradient of the particles is not that of the value");
    }
  }
  return said;
}

/** The price is the derivative of the functional along perturbations ρ(1 + ε h) of a random population, ∫ρh = 0. */
export function functionalProblems(entry: Functional, params: ParamValues, stream: Random): string[] {
  const { spec } = entry;
  const said = [...samplesProblems(entry, params, stream), ...priceTermsProblems(entry, params, stream)];
  // A prescribed end is no cost: there is nothing to take the slope of.
  if (prescribes(spec))
    return (entry.integrand ?? entry.price ?? entry.kernel ?? entry.particles ?? entry.tensors) ? [...said, "prescribes, and costs"] : said;
  // It is what the end cost of its game is: tests/engine/game/repeated.test.ts.
  if (spec.repeats !== undefined)
    return (entry.integrand ?? entry.price ?? entry.kernel ?? entry.particles ?? entry.tensors)
      ? [...said, "repeats the end cost, and has a formula of its own"]
      : said;
  const [integrand, price] = [entry.integrand ?? entry.price, entry.price ?? entry.integrand];
  if (integrand === undefined || price === undefined) {
    const whole = entry.kernel ?? entry.particles ?? entry.tensors;
    return whole === undefined ? [...said, "has neither a formula, nor a kernel, nor a way with samples"] : said;
  }
  // Its price is a network in training: what that is worth, the objective's own test says.
  if (spec.needs.some((need) => (need as string) === "witness")) return said;
  const coupling = typeof spec.coupling === "function" ? spec.coupling(params) : spec.coupling;
  const p = asNumbers(params, entry.spec.params);
  const [logRho, logPi] = [randomLaw(stream), randomLaw(stream)];
  const wave = [stream.normal(), stream.normal()] as const;
  const h = (x: number) => Math.tanh(wave[0] + wave[1] * x + Math.sin(x));
  const cell = (2 * EDGE) / CELLS;
  const grid = Array.from({ length: CELLS }, (_, i) => -EDGE + (i + 0.5) * cell);
  const mean = grid.reduce((sum, x) => sum + cell * Math.exp(logRho(x)) * h(x), 0);
  const place = (epsilon: number) => grid.reduce((sum, x) => sum + cell * Math.exp(logRho(x)) * (1 + epsilon * (h(x) - mean)) * x, 0);
  // A price may ask for more than training needs: −λπ/ρ is only looked at.
  const at = (x: number, epsilon: number, middle: number, mayAskFor: readonly string[] | undefined): Place => {
    const log = (y: number) => logRho(y) + Math.log1p(epsilon * (h(y) - mean));
    const known = new Map([
      ["logDensity", log(x)],
      ["logDensityLaplacian", slope((y) => slope(log, y, 1e-3), x, 1e-3)],
      ["targetLogDensity", logPi(x)],
      // A critic's best test function (here that of KL) does not move with ρ to first order: the envelope theorem.
      ["witness", logRho(x) - logPi(x)],
    ]);
    return {
      ...placeOf(stream, 1),
      x: [num(x)],
      mean: () => [num(middle)],
      score: () => {
        if (mayAskFor?.includes("score") === false) said.push("asks for score, which is not among its needs");
        return [num(slope(log, x, 1e-3))];
      },
      of: (feature) => {
        if (mayAskFor?.includes(feature) === false) said.push(`asks for ${feature}, which is not among its needs`);
        return known.has(feature) ? num(known.get(feature)!) : input(feature);
      },
    };
  };
  const value = (epsilon: number) => {
    const middle = place(epsilon);
    return grid.reduce((sum, x) => {
      const log = logRho(x) + Math.log1p(epsilon * (h(x) - mean));
      const weight = spec.measure === "target" ? Math.exp(logPi(x)) : Math.exp(log);
      return sum + cell * weight * numberOf(integrand(at(x, epsilon, middle, spec.needs), p));
    }, 0);
  };
  const expected = grid.reduce(
    (sum, x) => sum + cell * Math.exp(logRho(x)) * (h(x) - mean) * numberOf(price(at(x, 0, place(0), undefined), p)),
    0,
  );
  const found = slope(value, 0, 1e-3);
  if (coupling !== "nash" && !(Math.abs(found - expected) <= 1e-6 * (1 + Math.abs(expected))))
    said.push(`the price is not the derivative of the functional: ${found.toPrecision(6)} against ${expected.toPrecision(6)}`);
  if (coupling === "linear" && spec.needs.includes("logDensity")) said.push("is called linear, and asks for the population's density");
  return [...new Set(said)];
}
