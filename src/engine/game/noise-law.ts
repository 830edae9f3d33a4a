/**
 * @file The law of the noise levels that are trained on, and its table of noising times.
 *
 *     λ(s) = log(std/α) ~ N(m, sd²) clipped to [λ(s₀), λ(T)];     s(λ) linear between 4,096 even steps of λ
 *
 * λ is monotone in s for every noising process, so s(λ) exists; an even grid makes the look-up one multiplication, on a GPU too.
 * With h the step of the grid, the relative error of s is at most h²/2: s is a concave function of log(1 + c e^{2λ}) for each of
 * the processes, so s″ ≤ 4s. That is 10⁻⁶ to 10⁻⁵, less than the f32 time T − s loses at s₀. The grid itself is exact: λ read
 * off an even grid of log s, then two chord steps with the slope of that grid.
 */
import { expOf, logOf } from "../../math/elementary.ts";
import type { NoiseLaw, NoiseLevels } from "../../catalogue/terms.ts";
import { div, type Expr, leaves, log } from "../../math/expressions/expression.ts";
import { column, plan } from "../../math/expressions/plan.ts";
import type { Uniforms } from "./evaluation.ts";

export interface NoisingExpressions {
  readonly alpha: Expr;
  readonly std: Expr;
}

const TABLE = 4096;

const CHORD_STEPS = 2;

export function noiseLaw(noising: NoisingExpressions, uniforms: Uniforms, options: NoiseLevels): NoiseLaw {
  const horizon = uniforms("game.horizon");
  const first = logOf(options.smallest * horizon);
  const levelOf = levels(noising, uniforms, horizon);
  const step = (logOf(horizon) - first) / (TABLE - 1);
  const logTimes = Float64Array.from({ length: TABLE }, (_, i) => first + step * i);
  const grid = levelOf(logTimes);
  const [low, high] = [grid[0]!, grid[TABLE - 1]!];
  const wanted = Float64Array.from({ length: TABLE }, (_, k) => low + ((high - low) * k) / (TABLE - 1));
  const found = new Float64Array(TABLE);
  const slopes = new Float64Array(TABLE);
  for (let k = 0, i = 0; k < TABLE; k++) {
    while (i < TABLE - 2 && grid[i + 1]! <= wanted[k]!) i++;
    slopes[k] = step / (grid[i + 1]! - grid[i]!);
    found[k] = logTimes[i]! + (wanted[k]! - grid[i]!) * slopes[k]!;
  }
  for (let chord = 0; chord < CHORD_STEPS; chord++) {
    const level = levelOf(found);
    for (let k = 0; k < TABLE; k++) found[k]! += (wanted[k]! - level[k]!) * slopes[k]!;
  }
  return { mean: options.mean, sd: options.sd, low, high, times: Float32Array.from(found, expOf) };
}

/** λ at times given by their logarithm. */
function levels(noising: NoisingExpressions, uniforms: Uniforms, horizon: number): (logTimes: Float64Array) => Float64Array {
  const names = [...leaves([noising.alpha, noising.std])].filter((name) => name !== "t");
  const planned = plan([log(div(noising.std, noising.alpha))], new Set(names));
  const values = planned.uniforms.map(uniforms);
  return (logTimes) => {
    const out = new Float64Array(logTimes.length);
    const times = logTimes.map((l) => horizon - expOf(l));
    planned.evaluate(
      times.length,
      planned.columns.map(() => column(times)),
      values,
      [column(out)],
    );
    return out;
  };
}

/** s at the level mean + sd z, [n]. */
export function fillTimes(law: NoiseLaw, z: Float32Array, n: number, s: Float32Array): void {
  const { mean, sd, low, high, times } = law;
  const last = times.length - 2;
  const perLevel = (times.length - 1) / (high - low);
  for (let i = 0; i < n; i++) {
    const level = Math.min(high, Math.max(low, mean + sd * z[i]!));
    const at = (level - low) * perLevel;
    const k = Math.min(last, Math.floor(at));
    s[i] = times[k]! + (at - k) * (times[k + 1]! - times[k]!);
  }
}
