/**
 * @file Typed text as a syntax tree in which every number and name knows where it stands. Nothing is evaluated here.
 *
 *     sum      product { (+|−) product }          product   factor { (*|/) factor }
 *     factor   − factor | power                   power     operand [ ^ factor ]               −x² is −(x²), 2^3^2 is 2^(3²)
 *     operand  number | name | name(sum, …) | (sum)
 *
 * Words are looked at first, so that what a beginner forgets (a sign, a bracket) is told in those terms; jsep then does the
 * grammar. It hands out no positions: numbers and names come out of it in the order of the text, which is how they get theirs.
 */
import jsep from "jsep";

/** Characters [at, end) of the text. */
export interface Span {
  readonly at: number;
  readonly end: number;
}

export type BinarySign = "+" | "-" | "*" | "/" | "^";

export type Syntax = Span &
  (
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "call"; readonly name: string; readonly args: readonly Syntax[] }
    | { readonly kind: "negative"; readonly of: Syntax }
    | { readonly kind: "binary"; readonly sign: BinarySign; readonly left: Syntax; readonly right: Syntax }
  );

/** What is wrong with a formula, in the user's words, and the characters to point at. */
export class FormulaError extends Error {
  readonly at: number;
  readonly end: number;
  constructor(message: string, { at, end }: Span) {
    super(message);
    this.name = "FormulaError";
    [this.at, this.end] = [at, end];
  }
}

/** Longer than any formula that somebody reads; it bounds the depth too. @internal */
export const LONGEST_FORMULA = 400;

const SIGNS: readonly string[] = ["+", "-", "*", "/", "^"];

const isSign = (text: string): text is BinarySign => SIGNS.includes(text);

// jsep is told once which grammar it speaks: five signs with their precedences, minus and plus in front, no words of JavaScript.
jsep.removeAllBinaryOps();
jsep.removeAllUnaryOps();
jsep.removeAllLiterals();
for (const [sign, precedence] of [
  ["+", 1],
  ["-", 1],
  ["*", 2],
  ["/", 2],
] as const)
  jsep.addBinaryOp(sign, precedence);
jsep.addBinaryOp("^", 3, true);

/** An operand with its exponents, which bind more tightly than a sign in front. */
function power(scope: jsep.HookScope): jsep.Expression {
  const base: jsep.PossibleExpression = scope.gobbleToken();
  scope.gobbleSpaces();
  if (base === undefined) scope.throwError("operand expected");
  if (scope.char !== "^") return base;
  scope.index++;
  return { type: "BinaryExpression", operator: "^", left: base, right: power(scope) };
}

jsep.hooks.add("gobble-token", function (this: jsep.HookScope, env) {
  if (this.char !== "-" && this.char !== "+") return;
  const operator = this.char;
  this.index++;
  env.node = { type: "UnaryExpression", operator, argument: power(this), prefix: true };
});

interface Word extends Span {
  readonly kind: "number" | "name" | "sign" | "open" | "close" | "comma";
  readonly text: string;
}

/** What keyboards and books write for a sign, letter for letter, so that positions stay. */
const SAME: Readonly<Record<string, string>> = { "−": "-", "–": "-", "·": "*", "×": "*", "⋅": "*", "÷": "/", ":": "/" };

const WORD = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(\p{L}[\p{L}\d_]*)|(\*\*|[-+*/^])|(\()|(\))|(,)|(.))/gsu;

const KINDS: readonly Word["kind"][] = ["number", "name", "sign", "open", "close", "comma"];

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.trimEnd().matchAll(WORD)) {
    const groups: readonly (string | undefined)[] = match.slice(1);
    const found = groups.findIndex((group) => group !== undefined);
    const part = match[found + 1] ?? "";
    const end = match.index + match[0].length;
    const at = end - part.length;
    const kind = KINDS[found];
    if (part === "**") throw new FormulaError("A power is written x^2.", { at, end });
    if (kind === undefined) throw new FormulaError(stranger(part), { at, end });
    words.push({ kind, text: part, at, end });
  }
  return words;
}

function stranger(character: string): string {
  if (character === "|") return "There are no bars here: write abs(x) for a number, norm(x) for the length of a vector.";
  if (character === "²" || character === "³") return `Write ^${character === "²" ? 2 : 3} for ${character}.`;
  if (character === "[" || character === "{") return "Only round brackets are known: ( ).";
  if (character === "=" || character === "<" || character === ">") return "A formula is one value: nothing is compared or set in it.";
  return `“${character}” does not belong in a formula.`;
}

/** Two operands side by side, brackets that do not pair, signs with nothing beside them. */
function inspect(words: readonly Word[], length: number): void {
  const open: Word[] = [];
  words.forEach((word, i) => {
    const [before, after] = [words[i - 1], words[i + 1]];
    const starts = word.kind === "number" || word.kind === "name" || word.kind === "open";
    const follows = before?.kind === "number" || before?.kind === "name" || before?.kind === "close";
    if (starts && follows && !(before.kind === "name" && word.kind === "open"))
      throw new FormulaError(`A product needs its sign: write ${before.text}*${word.text}.`, { at: before.at, end: word.end });
    if (word.kind === "open") open.push(word);
    if (word.kind === "close" && open.pop() === undefined) throw new FormulaError("No bracket is open here.", word);
    if (word.kind === "comma" && open.length === 0)
      throw new FormulaError("A comma stands between the arguments of a function; decimals take a point.", word);
    const ends = after === undefined || after.kind === "close" || after.kind === "comma";
    if (word.kind === "sign" && ends) throw new FormulaError(`Something is missing after “${word.text}”.`, word);
    const begins = before === undefined || before.kind === "open" || before.kind === "comma";
    if (word.kind === "sign" && "*/^".includes(word.text) && (begins || before.kind === "sign"))
      throw new FormulaError(`Something is missing before “${word.text}”.`, word);
    if ((word.kind === "close" && (before?.kind === "open" || before?.kind === "comma")) || (word.kind === "comma" && begins))
      throw new FormulaError("Something is missing here.", word);
  });
  const left = open.pop();
  if (left !== undefined) throw new FormulaError("This bracket is never closed.", left);
  if (words.length === 0) throw new FormulaError("The formula is empty.", { at: 0, end: length });
}

/** @throws FormulaError, and nothing else */
export function syntaxOf(given: string): Syntax {
  if (given.length > LONGEST_FORMULA)
    throw new FormulaError(`A formula has at most ${LONGEST_FORMULA} characters.`, { at: LONGEST_FORMULA, end: given.length });
  const text = given.replaceAll(/[−–·×⋅÷:]/g, (character) => SAME[character] ?? character);
  const words = wordsOf(text);
  inspect(words, text.length);
  const places = words.filter(({ kind }) => kind === "number" || kind === "name");
  const take = (): Span => places.shift() ?? { at: 0, end: text.length };
  return located(parsed(text), take);
}

/** Other white space than jsep's means a blank too; what it still refuses is told where it stood. */
function parsed(text: string): jsep.Expression {
  try {
    return jsep(text.replaceAll(/\s/g, " "));
  } catch (error) {
    const at = error instanceof Error && "index" in error ? Math.min(Number(error.index), text.length) : 0;
    throw new FormulaError("This cannot be read as a formula.", { at: Math.max(0, at - 1), end: Math.max(at, 1) });
  }
}

/** The nodes that the grammar has, with their places; `take` gives the next number or name of the text. */
function located(node: jsep.Expression, take: () => Span): Syntax {
  const inner = (child: unknown): Syntax => located(child as jsep.Expression, take);
  switch (node.type) {
    case "Literal": {
      const place = take();
      if (typeof node["value"] !== "number" || !Number.isFinite(node["value"])) throw new FormulaError("This is not a number.", place);
      return { kind: "number", value: node["value"], at: place.at, end: place.end };
    }
    case "Identifier": {
      const { at, end } = take();
      return { kind: "name", name: (node as jsep.Identifier).name, at, end };
    }
    case "UnaryExpression": {
      const of = inner(node["argument"]);
      return node["operator"] === "-" ? { kind: "negative", of, at: of.at, end: of.end } : of;
    }
    case "BinaryExpression": {
      const sign = (node as jsep.BinaryExpression).operator;
      const [left, right] = [inner(node["left"]), inner(node["right"])];
      if (isSign(sign)) return { kind: "binary", sign, left, right, at: left.at, end: right.end };
      break;
    }
    case "CallExpression": {
      const callee = inner(node["callee"]);
      const args = (node["arguments"] as readonly unknown[]).map(inner);
      if (callee.kind === "name") return { kind: "call", name: callee.name, args, at: callee.at, end: callee.end };
      break;
    }
    default:
      break;
  }
  throw new FormulaError("This cannot be read as a formula.", take());
}
