/** @file Typed rates and costs, tried at many shares and controls before anything is solved: a rate is not negative, and everything is a number. */
import { random } from "../../../math/random.ts";
import { toText } from "../../../math/expressions/tex.ts";
import { scalarProgram } from "../../../math/expressions/scalar.ts";
import { type ReadGame, StatesRefusal } from "../../../catalogue/finite-game.ts";

const TRIES = 200;

/** @throws StatesRefusal, with the shares and controls at which it is so */
export function checkRates({ ids, initial, controls, transitions, agentSystem }: ReadGame): void {
  const names = [...ids, ...controls.map((_, k) => `#${k}`), ...controls.map((_, k) => `own ${k}`)];
  const program = scalarProgram([...transitions.map(({ rate }) => rate), ...agentSystem.constants], names);
  const values = new Float64Array(names.length);
  const out = new Float64Array(transitions.length + ids.length);
  const draws = random(1, "tries of rates");
  for (let n = 0; n < TRIES; n++) {
    const shares = n === 0 ? [...initial] : sharesOf(ids.length, n, () => draws.uniform());
    values.set(shares);
    for (let k = 0; k < 2 * controls.length; k++) {
      const { low, high } = controls[k % controls.length]!;
      const part = n % 3 === 2 ? draws.uniform() : draws.integer(2);
      values[ids.length + k] = low + part * (high - low);
    }
    program(values, out);
    const where = `at ${ids.map((id, i) => `${id} = ${shares[i]!.toPrecision(3)}`).join(", ")}`;
    transitions.forEach(({ from, to, rate }, k) => {
      if (out[k]! >= 0 && Number.isFinite(out[k])) return;
      const what = out[k]! < 0 ? `is ${out[k]!.toPrecision(3)}, and a rate is not negative` : "is no finite number";
      throw new StatesRefusal(
        "game.dynamics",
        `The rate from ${ids[from]!} to ${ids[to]!}, ${readable(toText(rate))}, ${what} (${where}).`,
      );
    });
    ids.forEach((id, i) => {
      if (!Number.isFinite(out[transitions.length + i]))
        throw new StatesRefusal("game.lagrangian", `What it costs to be in ${id} is no finite number (${where}).`);
    });
  }
}

const readable = (text: string): string => text.replaceAll(/#\d+|own \d+/g, "a");

/** Corners of the simplex first, then anywhere. */
function sharesOf(count: number, n: number, draw: () => number): readonly number[] {
  if (n <= count) return Array.from({ length: count }, (_, i) => (i === n - 1 ? 1 : 0));
  const parts = Array.from({ length: count }, draw);
  const total = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => part / total);
}
