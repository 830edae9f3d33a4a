/**
 * @file Expressions at one point after the other, where the next point depends on the last: right-hand sides of ordinary differential equations.
 * A plan goes through many points at once and is faster; here there is one. No eval.
 */
import { type Expr, topological, UNARY, BINARY, type Unary, type Binary } from "./expression.ts";

/** @param values of the names, in their order @param out one number for each root, written over */
export type ScalarProgram = (values: Float64Array, out: Float64Array) => void;

const OPS = ["add", "mul", "neg", "div", "where", "sqrt"] as const;
const [ADD, MUL, NEG, DIV, WHERE, SQRT, OTHER_UNARY, OTHER_BINARY] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/**
 * @param names the leaves; one that is not among them is no number
 */
export function scalarProgram(roots: readonly Expr[], names: readonly string[]): ScalarProgram {
  const order = topological(roots);
  const at = new Map<Expr, number>();
  const registers = new Float64Array(names.length + order.length + 1).fill(Number.NaN);
  const code: number[] = [];
  const functions: ((x: number, y: number) => number)[] = [];
  let free = names.length;
  for (const e of order) {
    const known = e.op === "in" ? names.indexOf(e.name) : -1;
    const register = known >= 0 ? known : free++;
    at.set(e, register);
    if (e.op === "num") registers[register] = e.value;
    if (e.op === "num" || e.op === "in") continue;
    const plain = (OPS as readonly string[]).indexOf(e.op);
    const unary = e.op in UNARY;
    const op = plain >= 0 ? plain : unary ? OTHER_UNARY : OTHER_BINARY;
    const [a = 0, b = 0, c = 0] = e.args.map((argument) => at.get(argument)!);
    code.push(op, register, a, b, op > SQRT ? functions.length : c);
    if (op > SQRT) functions.push(unary ? UNARY[e.op as Unary] : BINARY[e.op as Binary]);
  }
  const program = Int32Array.from(code);
  const results = Int32Array.from(roots, (root) => at.get(root)!);
  return (values, out) => {
    for (let i = 0; i < names.length; i++) registers[i] = values[i]!;
    run(program, registers, functions);
    for (let i = 0; i < results.length; i++) out[i] = registers[results[i]!]!;
  };
}

function run(program: Int32Array, registers: Float64Array, functions: readonly ((x: number, y: number) => number)[]): void {
  for (let k = 0; k < program.length; k += 5) {
    const to = program[k + 1]!;
    const a = registers[program[k + 2]!]!;
    const b = registers[program[k + 3]!]!;
    switch (program[k]) {
      case ADD:
        registers[to] = a + b;
        break;
      case MUL:
        registers[to] = a * b;
        break;
      case NEG:
        registers[to] = -a;
        break;
      case DIV:
        registers[to] = a / b;
        break;
      case WHERE:
        registers[to] = a > 0 ? b : registers[program[k + 4]!]!;
        break;
      case SQRT:
        registers[to] = Math.sqrt(a);
        break;
      default:
        registers[to] = functions[program[k + 4]!]!(a, b);
    }
  }
}
