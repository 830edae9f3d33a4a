/**
 * @file What a formula in TeX means, read off the TeX alone: an evaluator for the small part of the language that the lab's
 * formulas are written in. Symbols are numbers or vectors; |v| is the length of a vector. Anything else is refused.
 */

/** The evaluator does not know this. */
export class NotRead extends Error {}

type Value = number | readonly number[];

export type Symbols = Readonly<Record<string, Value>>;

const BLANK = /^(\s|\\[,;!:> ]|\\quad|\\big[lr]?(?=[()|/])|\\Big[lr]?(?=[()|/])|\\left(?![a-z])|\\right(?![a-z]))+/;
const TOKEN = /^(\\begin\{cases\}|\\end\{cases\}|\\\\|\\[A-Za-z]+|\d+\.?\d*|\.\d+|[A-Za-z]|[-+/^_{}()|,&><='])/;

function tokens(tex: string): string[] {
  const found: string[] = [];
  let rest = tex.replaceAll(/\\(t?frac)(\d)(\d)/g, "\\$1{$2}{$3}"); // \tfrac12 is a half
  for (;;) {
    rest = rest.replace(BLANK, "");
    if (rest === "") return found;
    const [token] = TOKEN.exec(rest) ?? [];
    if (token === undefined) throw new NotRead(rest);
    found.push(token);
    rest = rest.slice(token.length);
  }
}

const number = (value: Value): number => {
  if (typeof value === "number") return value;
  if (value.length === 1) return value[0]!;
  throw new NotRead("a vector where a number belongs");
};

const times = (a: Value, b: Value): Value => {
  if (typeof a === "number" && typeof b === "number") return a * b;
  if (typeof a === "number") return (b as readonly number[]).map((x) => a * x);
  if (typeof b === "number") return a.map((x) => b * x);
  throw new NotRead("a product of vectors");
};

const plus = (a: Value, b: Value, sign: number): Value => {
  if (typeof a === "number" && typeof b === "number") return a + sign * b;
  if (typeof a !== "number" && typeof b !== "number") return a.map((x, i) => x + sign * b[i]!);
  throw new NotRead("a number and a vector in one sum");
};

const length = (value: Value): number => (typeof value === "number" ? Math.abs(value) : Math.hypot(...value));

const FUNCTIONS: Readonly<Record<string, (...args: number[]) => number>> = {
  "\\log": Math.log,
  "\\sin": Math.sin,
  "\\cos": Math.cos,
  "\\tanh": Math.tanh,
  "\\max": Math.max,
  "\\min": Math.min,
  "\\operatorname{sgn}": Math.sign,
};

class Reading {
  private at = 0;
  private readonly tokens: readonly string[];
  private readonly symbols: Symbols;
  constructor(given: readonly string[], symbols: Symbols) {
    this.tokens = given;
    this.symbols = symbols;
  }

  private next(): string {
    return this.tokens[this.at] ?? "";
  }

  private take(wanted?: string): string {
    const token = this.next();
    if (token === "" || (wanted !== undefined && token !== wanted))
      throw new NotRead(`${wanted ?? "more"} at ${this.at} in ${this.tokens.join("")}`);
    this.at++;
    return token;
  }

  whole(): Value {
    const value = this.sum();
    if (this.next() !== "") throw new NotRead(this.next());
    return value;
  }

  private sum(): Value {
    let value = this.signed();
    while (this.next() === "+" || this.next() === "-") {
      const sign = this.take() === "+" ? 1 : -1;
      value = plus(value, this.product(), sign);
    }
    return value;
  }

  private signed(): Value {
    if (this.next() !== "-") return this.product();
    this.take();
    return times(-1, this.product());
  }

  private starts(): boolean {
    const token = this.next();
    if (token === "|") return !this.inBars;
    return token !== "" && !["+", "-", ")", "}", ",", "&", "\\\\", "\\end{cases}", ">", "/", "="].includes(token);
  }

  private product(): Value {
    let value = this.factor();
    for (;;) {
      if (this.next() === "\\cdot") this.take();
      else if (this.next() === "/") {
        this.take();
        value = times(value, 1 / number(this.factor()));
        continue;
      } else if (!this.starts()) return value;
      value = times(value, this.factor());
    }
  }

  private inBars = false;

  private group(): Value {
    if (this.next() !== "{") {
      // \tfrac12: a digit each; a script takes one token
      const token = this.take();
      if (/^\d/.test(token)) return Number(token);
      this.at--;
      return this.base();
    }
    this.take("{");
    const bars = this.inBars;
    this.inBars = false;
    const value = this.sum();
    this.inBars = bars;
    this.take("}");
    return value;
  }

  private raised(base: Value): Value {
    if (this.next() !== "^") return base;
    this.take();
    return number(base) ** number(this.group());
  }

  private factor(): Value {
    return this.raised(this.base());
  }

  private inside(close: string): Value {
    const bars = this.inBars;
    this.inBars = close === "|";
    const value = this.sum();
    this.inBars = bars;
    this.take(close);
    return value;
  }

  private base(): Value {
    const token = this.take();
    if (/^[\d.]/.test(token)) return Number(token);
    if (token === "(") return this.inside(")");
    if (token === "{") return this.inside("}");
    if (token === "|") return length(this.inside("|"));
    if (token === "\\frac" || token === "\\tfrac") return times(this.group(), 1 / number(this.group()));
    if (token === "\\sqrt") return Math.sqrt(number(this.group()));
    if (token === "\\begin{cases}") return this.cases();
    if (token === "\\operatorname") return this.called(`\\operatorname{${this.word()}}`);
    if (token in FUNCTIONS) return this.called(token);
    return this.symbol(token);
  }

  private word(): string {
    this.take("{");
    let word = "";
    while (this.next() !== "}") word += this.take();
    this.take("}");
    return word;
  }

  private called(name: string): number {
    const power = this.next() === "^" ? (this.take(), number(this.group())) : 1;
    const f = FUNCTIONS[name]!;
    if (this.next() !== "(") return f(number(this.factor())) ** power; // \log\tfrac…, \log\rho
    this.take("(");
    const bars = this.inBars;
    this.inBars = false;
    const args = [number(this.sum())];
    while (this.next() === ",") {
      this.take();
      args.push(number(this.sum()));
    }
    this.inBars = bars;
    this.take(")");
    return f(...args) ** power;
  }

  private cases(): number {
    const yes = number(this.sum());
    this.take("&");
    const condition = number(this.sum());
    [">", "0", "\\\\"].forEach((token) => this.take(token));
    const no = number(this.sum());
    this.take("&");
    this.take("\\text");
    this.word();
    this.take("\\end{cases}");
    return condition > 0 ? yes : no;
  }

  private symbol(token: string): Value {
    let name = token === "\\mathrm" ? `\\mathrm{${this.word()}}` : token;
    if (name === "\\nabla" && this.next() === "\\cdot") name = [name, this.take(), this.take()].join("");
    if (this.next() === "'") name += this.take();
    if (this.next() === "_") {
      this.take();
      name += this.next() === "{" ? `_{${this.subscript()}}` : `_${this.take()}`;
    }
    const value = name === "e" ? Math.E : name === "\\pi" && !("\\pi" in this.symbols) ? Math.PI : this.symbols[name];
    if (value === undefined) throw new NotRead(`the symbol ${name}`);
    return value;
  }

  private subscript(): string {
    this.take("{");
    let word = "";
    for (let depth = 0; depth > 0 || this.next() !== "}"; ) {
      if (this.next() === "{") depth++;
      if (this.next() === "}") depth--;
      word += this.take();
    }
    this.take("}");
    return word;
  }
}

/** @throws NotRead for what this evaluator does not know */
export const texMeaning = (tex: string, symbols: Symbols): Value => new Reading(tokens(tex), symbols).whole();
