/**
 * @file An activation's formula as program text: a statement for every distinct operation, in the order in which it is written.
 *
 * A language says how each operation reads; wasm/activations-assembly.ts and webgpu/activations-wgsl.ts are the two.
 */
import type { Lanes } from "../../catalogue/activation.ts";

type Simple = Exclude<keyof Lanes<string>, "polynomial">;

/** Gives a text a name, or the one that it has. */
export type Named = (text: string) => string;

/** Arguments are names or numbers of the language. */
export type LaneLanguage = Readonly<Record<Simple, (named: Named, a: string, b: string, c: string) => string>> & {
  readonly keyword: "const" | "let";
  number(value: number): string;
  polynomial(named: Named, a: string, coefficients: readonly number[]): string;
};

export interface LaneText {
  readonly lanes: Lanes<string>;
  /** The statements that `write` asks for, with a name for its result. What they name is known to nobody after them. */
  inside(write: () => string): { readonly statements: readonly string[]; readonly result: string };
}

export function laneText(language: LaneLanguage): LaneText {
  let count = 0;
  let statements: string[] = [];
  let known = new Map<string, string>();

  const named: Named = (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const name = `v${String(count++)}`;
    known.set(text, name);
    statements.push(`${language.keyword} ${name} = ${text};`);
    return name;
  };
  const operand = (a: string | number = 0): string => (typeof a === "number" ? language.number(a) : a);
  const simple =
    (operation: Simple) =>
    (a: string | number, b?: string | number, c?: string | number): string =>
      named(language[operation](named, operand(a), operand(b), operand(c)));

  return {
    lanes: {
      add: simple("add"),
      sub: simple("sub"),
      mul: simple("mul"),
      div: simple("div"),
      muladd: simple("muladd"),
      neg: simple("neg"),
      abs: simple("abs"),
      positive: simple("positive"),
      choose: simple("choose"),
      expNegative: simple("expNegative"),
      logOnePlus: simple("logOnePlus"),
      tanh: simple("tanh"),
      sine: simple("sine"),
      cosine: simple("cosine"),
      polynomial: (a, coefficients) => language.polynomial(named, a, coefficients),
    },
    inside(write) {
      const outside = { statements, known };
      statements = [];
      known = new Map(known);
      const result = write();
      const inside = { statements, result };
      ({ statements, known } = outside);
      return inside;
    },
  };
}
