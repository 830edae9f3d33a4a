/**
 * @file The AssemblyScript that the activations are printed as: `activate`, and a function for a row of each.
 *
 *     h = a(z + b),  slopes = (a′, a″, a‴) as far as `order` asks
 *
 * assembly-plugin.ts gives it to the compiler as activations.assembly.ts, which no file has.
 */
import type { Activation } from "../../../catalogue/activation.ts";
import { type LaneLanguage, laneText } from "../lanes-text.ts";

const IMPORTS = "add, afterQuarterTurns, expNegative, logOnePlus, mul, muladd, quarterTurns, sineAfter, splat, sub, tanh";

const ARGUMENTS = ["z", "b", "h", "slopes", "stride", "bytes"];

/** `activate(code, …)` takes the code of an activation from its place in the list. */
export function activationsAssembly(all: readonly Activation[]): string {
  const tables: string[] = [];
  const rows = all.map((activation, code) => row(activation, code, tables));
  const given = [...ARGUMENTS.map((name) => `${name}: usize`), "order: i32"].join(", ");
  const passed = [...ARGUMENTS, "order"].join(", ");
  return `
import { ${IMPORTS} } from "./vector.assembly";

${tables.join("\n")}

/** z, b, h: rows of \`bytes\`; slopes: \`order\` rows, \`stride\` bytes apart. h may be z. */
export function activate(code: i32, ${given}): void {
${all.map((_, code) => `  if (code == ${String(code)}) row${String(code)}(${passed});`).join("\n")}
}

${rows.map((body, code) => `function row${String(code)}(${given}): void {\n${body}\n}`).join("\n\n")}
`;
}

function row({ slopes }: Activation, code: number, tables: string[]): string {
  const text = laneText(languageWith(tables));
  const places = ["slopes + j", "slopes + stride + j", "slopes + 2 * stride + j"];
  const whole = text.inside(() => {
    const { value, first, second, third } = slopes("x", text.lanes);
    const derivatives = [first, second, third].map((write, k) => {
      const { statements, result } = text.inside(write);
      return `if (order > ${String(k)}) {\n${[...statements, `v128.store(${places[k]!}, ${result});`].join("\n")}\n}`;
    });
    return [`v128.store(h + j, ${value});`, ...derivatives].join("\n");
  });
  return `// ${String(code)}
for (let j: usize = 0; j < bytes; j += 16) {
const x = add(v128.load(z + j), v128.load(b + j));
${whole.statements.join("\n")}
${whole.result}
}`;
}

/** Coefficients go into `tables`, and are read from memory there (vector.assembly.ts says why). */
function languageWith(tables: string[]): LaneLanguage {
  return {
    keyword: "const",
    number: (value) => `splat(${String(value)})`,
    add: (_, a, b) => `add(${a}, ${b})`,
    sub: (_, a, b) => `sub(${a}, ${b})`,
    mul: (_, a, b) => `mul(${a}, ${b})`,
    div: (_, a, b) => `f32x4.div(${a}, ${b})`,
    muladd: (_, a, b, c) => `muladd(${a}, ${b}, ${c})`,
    neg: (_, a) => `f32x4.neg(${a})`,
    abs: (_, a) => `f32x4.abs(${a})`,
    // x first: where the comparison with a NaN is false, pmax returns it.
    positive: (_, a) => `f32x4.pmax(${a}, splat(0))`,
    choose: (_, a, yes, no) => `v128.bitselect(${yes}, ${no}, f32x4.ge(${a}, splat(0)))`,
    expNegative: (_, a) => `expNegative(${a})`,
    logOnePlus: (_, a) => `logOnePlus(${a})`,
    tanh: (_, a) => `tanh(${a})`,
    sine(named, a) {
      const k = named(`quarterTurns(${a})`);
      return `sineAfter(${named(`afterQuarterTurns(${a}, ${k})`)}, ${k})`;
    },
    cosine(named, a) {
      const k = named(`quarterTurns(${a})`);
      return `sineAfter(${named(`afterQuarterTurns(${a}, ${k})`)}, add(${k}, splat(1)))`;
    },
    polynomial(named, a, coefficients) {
      const table = `COEFFICIENTS_${String(tables.length)}`;
      tables.push(`const ${table} = memory.data<f32>([${coefficients.join(", ")}]);`);
      const coefficient = (k: number): string => `v128.load_splat<f32>(${table}, ${String(4 * k)})`;
      return coefficients.slice(1).reduce((sum, _, k) => named(`muladd(${sum}, ${a}, ${coefficient(k + 1)})`), named(coefficient(0)));
    },
  };
}
