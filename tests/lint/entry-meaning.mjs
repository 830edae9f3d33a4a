/**
 * @file Two rules of lint: outside the catalogue nobody reads what an entry is out of its id, or out of its TeX.
 *
 * What is held against an entry's id counts if it is any string (not one of a list of words that a type agrees on) and comes from a field `id`, `model` or
 * `activation`, by whatever name it is called here.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** @typedef {import("eslint").Rule.RuleModule} RuleModule */
/** @typedef {import("eslint").Rule.RuleContext} RuleContext */
/** @typedef {{ readonly type: string }} Node */
/** @typedef {{ readonly program: ts.Program, readonly esTreeNodeToTSNodeMap: { get(node: Node): ts.Node } }} Services */

const CATALOGUE = join(import.meta.dirname, "../../src/catalogue");

/** Every entry's id, which is its file's name, with the folders that have it. */
function catalogueIds() {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const folder of readdirSync(CATALOGUE, { withFileTypes: true }).filter((each) => each.isDirectory()))
    for (const file of readdirSync(join(CATALOGUE, folder.name))) {
      const id = file.replace(/\.ts$/, "");
      found.set(id, [...(found.get(id) ?? []), folder.name]);
    }
  return found;
}

const IDS = catalogueIds();

/** @param {RuleContext} context */
function typesOf(context) {
  const { program, esTreeNodeToTSNodeMap: nodes } = /** @type {Services} */ (/** @type {unknown} */ (context.sourceCode.parserServices));
  /** @param {Node} node */
  const tsNode = (node) => nodes.get(node);
  return { checker: program.getTypeChecker(), tsNode };
}

/** @param {ts.Type} type */
const members = (type) =>
  (type.isUnion() ? type.types : [type]).filter(({ flags }) => (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) === 0);

/** Fields that hold the id of an entry, and those that hold its TeX. */
const ID_FIELDS = new Set(["id", "model", "activation"]);
const TEX_FIELDS = new Set(["formula", "priceFormula", "hamiltonianFormula", "pulledPriceFormula", "tex"]);

/** Any string, and not one of a list of words: as declared, whatever it has been narrowed to. @param {ts.Node} node @param {ts.TypeChecker} checker */
function isAnyString(node, checker) {
  const symbol = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node);
  const type = symbol === undefined ? checker.getTypeAtLocation(node) : checker.getTypeOfSymbol(symbol);
  return members(type).some(({ flags }) => (flags & ts.TypeFlags.StringLike) !== 0 && (flags & ts.TypeFlags.StringLiteral) === 0);
}

/**
 * Whether this was read from one of these fields: directly, taken apart, or under another name.
 * @param {ts.Node} node @param {ReadonlySet<string>} fields @param {ts.TypeChecker} checker @returns {boolean}
 */
function comesFrom(node, fields, checker) {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node))
    return comesFrom(node.expression, fields, checker);
  if (ts.isBinaryExpression(node)) return comesFrom(node.left, fields, checker);
  if (ts.isCallExpression(node)) return comesFrom(node.expression, fields, checker);
  if (ts.isPropertyAccessExpression(node))
    return (fields.has(node.name.text) && isAnyString(node, checker)) || (fields === TEX_FIELDS && fields.has(node.name.text));
  if (ts.isElementAccessExpression(node)) return ts.isStringLiteral(node.argumentExpression) && fields.has(node.argumentExpression.text);
  if (!ts.isIdentifier(node)) return false;
  const declared = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (declared === undefined) return false;
  if (ts.isBindingElement(declared)) {
    const field = declared.propertyName ?? declared.name;
    return ts.isIdentifier(field) && fields.has(field.text);
  }
  if (ts.isVariableDeclaration(declared) && declared.initializer !== undefined) return comesFrom(declared.initializer, fields, checker);
  return ts.isParameter(declared) && fields.has(node.text);
}

/** The words that a type lists. @param {ts.Type} type @returns {string[]} */
const wordsOf = (type) => members(type).flatMap((each) => (each.isStringLiteral() ? [each.value] : []));

/**
 * What a name stands for, through imports and casts.
 * @param {ts.Node} node @param {ts.TypeChecker} checker @returns {ts.Node}
 */
function written(node, checker) {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node))
    return written(node.expression, checker);
  if (!ts.isIdentifier(node)) return node;
  let symbol = checker.getSymbolAtLocation(node);
  if (symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0) symbol = checker.getAliasedSymbol(symbol);
  const declared = symbol?.valueDeclaration;
  return declared !== undefined && ts.isVariableDeclaration(declared) && declared.initializer !== undefined
    ? written(declared.initializer, checker)
    : node;
}

/** The words that a list, a set or a table is written with: its elements, or its keys. @param {ts.Node} node @param {ts.TypeChecker} checker @returns {string[]} */
function wordsIn(node, checker) {
  const at = written(node, checker);
  if (ts.isNewExpression(at)) return (at.arguments ?? []).flatMap((argument) => wordsIn(argument, checker));
  if (ts.isObjectLiteralExpression(at))
    return at.properties.flatMap(({ name }) =>
      name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? [name.text] : [],
    );
  if (!ts.isArrayLiteralExpression(at)) return [];
  return at.elements.flatMap((element) => {
    if (ts.isSpreadElement(element)) return wordsIn(element.expression, checker);
    const own = ts.isArrayLiteralExpression(element) ? element.elements[0] : element;
    if (own === undefined) return [];
    const word = written(own, checker);
    return ts.isStringLiteralLike(word) ? [word.text] : wordsOf(checker.getTypeAtLocation(word));
  });
}

const ASKS = new Set(["includes", "indexOf", "has", "get"]);

/** @type {RuleModule} */
const meaningFromId = {
  meta: {
    type: "problem",
    docs: { description: "What an entry is, is a field of its spec, and is not read from its id." },
    messages: {
      id: 'This asks whether an entry is "{{id}}" (src/catalogue/{{folders}}): the next entry that is like it breaks it. Ask a field of its spec for what you need to know, and add one to src/catalogue/define.ts or terms.ts if there is none.',
    },
    schema: [],
  },
  create(context) {
    const { checker, tsNode } = typesOf(context);
    /** @param {Node} node @param {Iterable<string>} words */
    const report = (node, words) => {
      const id = [...words].find((word) => IDS.has(word));
      if (id !== undefined)
        context.report({
          node: /** @type {import("eslint").Rule.Node} */ (node),
          messageId: "id",
          data: { id, folders: (IDS.get(id) ?? []).join(", ") },
        });
    };
    /** @param {Node} node */
    const isId = (node) => comesFrom(tsNode(node), ID_FIELDS, checker) && isAnyString(tsNode(node), checker);
    /** @param {Node} asked @param {Node} said @param {Node} at */
    const held = (asked, said, at) => {
      if (isId(asked)) report(at, wordsOf(checker.getTypeAtLocation(tsNode(said))));
    };
    return {
      BinaryExpression(node) {
        const { left, right, operator } = node;
        if (left.type === "PrivateIdentifier") return;
        if (operator === "in" && isId(left)) report(node, wordsIn(tsNode(right), checker));
        if (!/^[!=]==?$/.test(operator)) return;
        held(left, right, node);
        held(right, left, node);
      },
      SwitchStatement({ discriminant, cases }) {
        for (const each of cases) if (each.test) held(discriminant, each.test, each);
      },
      MemberExpression(node) {
        if (!node.computed || node.object.type === "Super" || !isId(node.property)) return;
        report(node, wordsIn(tsNode(node.object), checker));
      },
      CallExpression(node) {
        const { callee, arguments: given } = node;
        if (
          callee.type !== "MemberExpression" ||
          callee.computed ||
          callee.property.type !== "Identifier" ||
          callee.object.type === "Super"
        )
          return;
        const [first, second] = given;
        if (callee.object.type === "Identifier" && callee.object.name === "Object" && callee.property.name === "hasOwn") {
          if (second !== undefined && isId(second) && first !== undefined) report(node, wordsIn(tsNode(first), checker));
        } else if (ASKS.has(callee.property.name) && first !== undefined && isId(first))
          report(node, wordsIn(tsNode(callee.object), checker));
      },
    };
  },
};

const READS = new Set(["includes", "startsWith", "endsWith", "indexOf", "match", "search"]);

/** @type {RuleModule} */
const meaningFromTex = {
  meta: {
    type: "problem",
    docs: { description: "What an entry is, is a field of its spec, and is not read from its TeX." },
    messages: {
      tex: "This reads what an entry is out of its TeX, which may be written anew at any time. Ask a field of its spec, and add one to src/catalogue/define.ts or terms.ts if there is none.",
    },
    schema: [],
  },
  create(context) {
    const { checker, tsNode } = typesOf(context);
    /** @param {Node} node */
    const isTex = (node) => comesFrom(tsNode(node), TEX_FIELDS, checker) && isAnyString(tsNode(node), checker);
    return {
      BinaryExpression(node) {
        const { left, right, operator } = node;
        if (left.type === "PrivateIdentifier" || !/^[!=]==?$/.test(operator)) return;
        for (const [asked, said] of [
          [left, right],
          [right, left],
        ])
          if (asked !== undefined && said !== undefined && isTex(asked) && wordsOf(checker.getTypeAtLocation(tsNode(said))).length > 0)
            context.report({ node, messageId: "tex" });
      },
      CallExpression(node) {
        const {
          callee,
          arguments: [first],
        } = node;
        if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier" || callee.object.type === "Super") return;
        const { name } = callee.property;
        if ((READS.has(name) && isTex(callee.object)) || (name === "test" && first !== undefined && isTex(first)))
          context.report({ node, messageId: "tex" });
      },
    };
  },
};

export const meaning = { rules: { "not-from-id": meaningFromId, "not-from-tex": meaningFromTex } };
