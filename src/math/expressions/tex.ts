/**
 * @file Expressions as people read them: TeX for the screen, and text that `parseFormula` reads back.
 *
 *     level    1  a + b      2  a b, a/b, −a      3  aᵇ      4  numbers, names, f(a), brackets
 *
 * Sums and products are flattened, a − b is found in a + (−b), and equal factors are gathered into a power: x·x is x². A part is
 * put in brackets where its level is lower than the place wants. No algebra is done: what is printed is what is computed.
 */
import type { Expr, Unary } from "./expression.ts";

type Level = 1 | 2 | 3 | 4;

interface Printed {
  readonly text: string;
  readonly level: Level;
}

/** How one language writes what the two have in common. */
interface Style {
  number(value: number): Printed;
  leaf(name: string): string;
  /** Put side by side. */
  product(factors: readonly string[]): string;
  quotient(above: Printed, below: Printed): Printed;
  power(base: Printed, exponent: Printed): Printed;
  call(name: Exclude<Unary, "held"> | "max" | "min" | "where", args: readonly Printed[]): Printed;
  brackets(text: string): string;
}

const atLeast = (level: Level, { text, level: own }: Printed, style: Style): string => (own >= level ? text : style.brackets(text));

/** Without its sign, and whether it had one. */
function unsigned(e: Expr): { readonly negative: boolean; readonly rest: Expr } {
  const [a, b] = e.args;
  if (e.op === "num" && e.value < 0) return { negative: true, rest: { ...e, value: -e.value } };
  if (e.op === "neg" && a !== undefined) {
    const inner = unsigned(a);
    return { negative: !inner.negative, rest: inner.rest };
  }
  if ((e.op === "mul" || e.op === "div") && a !== undefined && b !== undefined) {
    const first = unsigned(a);
    if (first.negative) return { negative: true, rest: { ...e, args: [first.rest, b] } };
  }
  return { negative: false, rest: e };
}

const flat = (e: Expr, op: "add" | "mul"): readonly Expr[] => (e.op === op ? e.args.flatMap((argument) => flat(argument, op)) : [e]);

function sumOf(e: Expr, style: Style): Printed {
  const text = flat(e, "add").reduce((before, term, i) => {
    const { negative, rest } = unsigned(term);
    const printed = atLeast(2, printedAs(rest, style), style);
    if (i === 0) return negative ? `-${printed}` : printed;
    return `${before} ${negative ? "-" : "+"} ${printed}`;
  }, "");
  return { text, level: 1 };
}

function productOf(e: Expr, style: Style): Printed {
  const factors = flat(e, "mul").map((factor) => printedAs(factor, style));
  const counts = new Map<string, { printed: Printed; count: number }>();
  for (const printed of factors) {
    const known = counts.get(printed.text);
    if (known === undefined) counts.set(printed.text, { printed, count: 1 });
    else known.count++;
  }
  const gathered = [...counts.values()].map(({ printed, count }) => (count === 1 ? printed : style.power(printed, style.number(count))));
  const [only] = gathered;
  if (gathered.length === 1 && only !== undefined) return only;
  // A quotient in the middle of a product would take what follows it along.
  return { text: style.product(gathered.map((factor, i) => atLeast(i === 0 ? 2 : 3, factor, style))), level: 2 };
}

function printedAs(e: Expr, style: Style): Printed {
  const args = (): readonly Printed[] => e.args.map((argument) => printedAs(argument, style));
  switch (e.op) {
    case "in":
      return { text: style.leaf(e.name), level: 4 };
    case "num":
      return e.value < 0 || Object.is(e.value, -0) ? { text: `-${style.number(-e.value).text}`, level: 1 } : style.number(e.value);
    case "add":
      return sumOf(e, style);
    case "neg":
    case "mul":
    case "div": {
      const { negative, rest } = unsigned(e);
      if (negative) return { text: `-${atLeast(2, printedAs(rest, style), style)}`, level: 1 };
      if (rest.op === "mul") return productOf(rest, style);
      const [above, below] = rest.args;
      if (rest.op !== "div" || above === undefined || below === undefined) return printedAs(rest, style);
      return style.quotient(printedAs(above, style), printedAs(below, style));
    }
    case "held":
      return printedAs(e.args[0]!, style);
    case "pow": {
      const [base, exponent] = args();
      return style.power(base!, exponent!);
    }
    default:
      return style.call(e.op, args());
  }
}

// --------------------------------------------------------------------------------------------------------------------- text

const text: Style = {
  number: (value) => ({ text: String(value), level: 4 }),
  leaf: (name) => name.replace(/^\|(.*)\|$/, "norm($1)"),
  product: (factors) => factors.join("*"),
  quotient: (above, below) => ({ text: `${atLeast(2, above, text)}/${atLeast(3, below, text)}`, level: 2 }),
  power: (base, exponent) => ({ text: `${atLeast(4, base, text)}^${atLeast(4, exponent, text)}`, level: 3 }),
  call(name, args) {
    if (name === "expm1") return { text: `exp(${args[0]!.text}) - 1`, level: 1 };
    return { text: `${name}(${args.map((argument) => argument.text).join(", ")})`, level: 4 };
  },
  brackets: (inner) => `(${inner})`,
};

/** As one would type it; leaves by their names. */
export const toText = (e: Expr): string => printedAs(e, text).text;

// ---------------------------------------------------------------------------------------------------------------------- TeX

const GREEK: Readonly<Record<string, string>> = Object.fromEntries(
  (
    "α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta κ kappa λ lambda μ mu ν nu ξ xi ρ rho σ sigma τ tau φ varphi χ chi " +
    "ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Σ Sigma Φ Phi Ψ Psi Ω Omega"
  )
    .split(" ")
    .flatMap((word, i, words) => (i % 2 === 0 ? [[word, `\\${words[i + 1]!}`] as const] : [])),
);

const GREEK_NAMES: ReadonlyMap<string, string> = new Map([
  ...Object.values(GREEK).map((tex) => [tex.slice(1), tex] as const),
  ["epsilon", String.raw`\varepsilon`],
  ["phi", String.raw`\varphi`],
]);

/** The name of a parameter or a coordinate: λ, k₁, k_max, x₂; words stand upright. |x| is a norm. */
export function symbolTex(name: string): string {
  if (/^\|.*\|$/.test(name)) return `|${symbolTex(name.slice(1, -1))}|`;
  const [, stem = name, index = ""] = /^([^\d_]+)_?(.*)$/u.exec(name) ?? [];
  const letter = GREEK[stem] ?? GREEK_NAMES.get(stem) ?? (/^[A-Za-z]$/.test(stem) ? stem : String.raw`\mathrm{${plain(stem)}}`);
  if (index === "") return letter;
  return /^[\dA-Za-z]$/.test(index) ? `${letter}_${index}` : String.raw`${letter}_{\mathrm{${plain(index)}}}`;
}

/** Letters and digits only: nothing that means something to TeX. */
const plain = (word: string): string => word.replaceAll(/[^\p{L}\d]/gu, " ");

const LARGEST_PART = 16;

/** a/b with small whole numbers where the number is that and has no short decimals. */
function fraction(value: number): string | undefined {
  if (String(value).length < 7) return undefined;
  for (let below = 2; below <= LARGEST_PART; below++) {
    const above = Math.round(value * below);
    if (above <= LARGEST_PART * below && above / below === value) return String.raw`\tfrac{${above}}{${below}}`;
  }
  return undefined;
}

function multipleOfPi(value: number): string | undefined {
  for (const below of [1, 2, 3, 4, 6]) {
    const above = Math.round((value / Math.PI) * below);
    if (above < 1 || above > LARGEST_PART || Math.abs((above * Math.PI) / below - value) > 4e-16 * value) continue;
    const pi = above === 1 ? String.raw`\pi` : String.raw`${above}\pi`;
    return below === 1 ? pi : String.raw`\tfrac{${pi}}{${below}}`;
  }
  return undefined;
}

const DIGITS = 6;

function numberTex(value: number): Printed {
  if (value === Math.E) return { text: "e", level: 4 };
  if (value === Infinity) return { text: String.raw`\infty`, level: 4 };
  const known = multipleOfPi(value) ?? fraction(value);
  if (known !== undefined) return { text: known, level: /^\d/.test(known) ? 2 : 4 };
  const [mantissa = "", exponent] = String(Number(value.toPrecision(DIGITS))).split("e");
  if (exponent === undefined) return { text: mantissa, level: 4 };
  const power = `10^{${Number(exponent)}}`;
  return mantissa === "1" ? { text: power, level: 3 } : { text: String.raw`${mantissa}\cdot ${power}`, level: 2 };
}

const NAMED: Partial<Record<Expr["op"], string>> = {
  log: String.raw`\log`,
  sign: String.raw`\operatorname{sgn}`,
  tanh: String.raw`\tanh`,
  sin: String.raw`\sin`,
  cos: String.raw`\cos`,
  max: String.raw`\max`,
  min: String.raw`\min`,
};

const TALL = /\\frac|\\begin|\\sqrt|\\left/;

const parentheses = (inner: string): string => (TALL.test(inner) ? String.raw`\left(${inner}\right)` : `(${inner})`);

function texStyle(leaf: (name: string) => string): Style {
  const style: Style = {
    number: numberTex,
    leaf,
    product: (factors) =>
      factors.reduce((before, factor) => (/^\d/.test(factor) ? String.raw`${before}\cdot ${factor}` : String.raw`${before}\,${factor}`)),
    quotient: (above, below) => ({ text: String.raw`\frac{${above.text}}{${below.text}}`, level: 3 }),
    // \sin(a)^2 could be read as the sine of a square: the power goes to the name.
    power(base, exponent) {
      const [, name, inside] = /^(\\(?:sin|cos|tanh|log))(\(.*\)|\\left\(.*\\right\))$/.exec(base.text) ?? [];
      const raised = `{${exponent.text}}`;
      if (name !== undefined && inside !== undefined && base.level === 4) return { text: `${name}^${raised}${inside}`, level: 4 };
      return { text: `${atLeast(4, base, style)}^${raised}`, level: 3 };
    },
    call(name, args) {
      const [a, b, c] = args.map((argument) => argument.text) as [string, string, string];
      switch (name) {
        case "sqrt":
          return { text: String.raw`\sqrt{${a}}`, level: 4 };
        case "exp":
          return { text: `e^{${a}}`, level: 3 };
        case "expm1":
          return { text: `e^{${a}} - 1`, level: 1 };
        case "abs":
          return { text: String.raw`\left|${a}\right|`, level: 4 };
        case "where":
          return { text: String.raw`\begin{cases}${b} & ${a} > 0\\ ${c} & \text{else}\end{cases}`, level: 1 };
        default:
          return { text: `${NAMED[name] ?? name}${parentheses(args.map((argument) => argument.text).join(", "))}`, level: 4 };
      }
    },
    brackets: parentheses,
  };
  return style;
}

/** @param leaf TeX of a leaf's name */
export const toTex = (e: Expr, leaf: (name: string) => string = symbolTex): string => printedAs(e, texStyle(leaf)).text;
