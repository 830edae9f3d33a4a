/** @file Lint: the strict typed rules, React's hooks, and the house's own rules as restricted syntax with the reason in the message. */
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { meaning } from "./tests/lint/entry-meaning.mjs";

const DIFFERENTIATORS = "/^(grad|grads|valueAndGrad|valueAndGrads|variableGrads)$/";

const differentiation = [
  {
    selector: `CallExpression[callee.type='MemberExpression'][callee.property.name=${DIFFERENTIATORS}]`,
    message: "tfjs differentiates in engine/kernels/reference/ only: its second derivatives are wrong. Use the jets.",
  },
  {
    selector: `ImportDeclaration[source.value=/tfjs/] ImportSpecifier[imported.name=${DIFFERENTIATORS}]`,
    message: "tfjs differentiates in engine/kernels/reference/ only: its second derivatives are wrong. Use the jets.",
  },
];

const globs = [
  {
    selector: "MemberExpression[object.type='MetaProperty'][property.name='glob']",
    message:
      "The layer check cannot see a glob: only registries have one (catalogue/registry.ts, activations.ts, specs.ts and references.ts, experiment/presets.ts, watched.ts and lessons.ts, plots/stage/layers.ts, engine/measure/rulers.ts and ruler-specs.ts).",
  },
];

const house = [
  { selector: "ExportDefaultDeclaration", message: "Export by name." },
  { selector: "ExportAllDeclaration", message: "No barrels: import from the file that defines it." },
  { selector: "MethodDefinition[kind='get'], Property[kind='get']", message: "No getters: write a function, so that cost is visible." },
  { selector: "TSEnumDeclaration", message: "No enums: use a union of strings." },
  {
    selector: "CallExpression[callee.property.name='dataSync']",
    message: "dataSync blocks, and goes through a canvas on WebGPU: await data().",
  },
];

const chance = [
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: "Randomness is an argument: take a stream (math/), so that a seed repeats the run.",
  },
];

const clocks = [
  {
    selector: "CallExpression[callee.property.name='now'][callee.object.name=/^(Date|performance)$/]",
    message: "Clocks are arguments here.",
  },
];

/** The language leaves these to the engine, and browsers differ in the last places. */
const LOOSE = "/^(exp|expm1|log|log1p|log2|log10|pow|cbrt|hypot|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh)$/";

const bits = [
  {
    selector: `MemberExpression[object.name='Math'][property.name=${LOOSE}]`,
    message: "Browsers differ in its last places: take math/elementary.ts or math/power.ts, so that a seed gives the same bits everywhere.",
  },
  {
    selector: ":matches(BinaryExpression[operator='**']:not([left.value=2][right.type='Literal']), AssignmentExpression[operator='**='])",
    message: "Browsers differ in its last places: multiply, or take powOf of math/power.ts.",
  },
];

const everywhere = [...house, ...chance];

export default tseslint.config(
  { ignores: ["dist/", ".cache/", "coverage/", "**/*.assembly.ts"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // Typed arrays are read in loops whose bounds are their lengths; noUncheckedIndexedAccess makes every read a `!`.
      "@typescript-eslint/no-non-null-assertion": "off",
      // Entries are records of functions: nothing in them has a `this` to lose.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "no-restricted-syntax": ["error", ...everywhere, ...differentiation, ...globs],
      "max-lines": ["error", 300],
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    // One state and what may happen to it: these wait to be cut.
    ignores: ["src/ui/data/DrawCanvas.tsx", "src/ui/stage/painter.ts", "src/ui/stage/pane-input.ts", "src/ui/tour/TourCard.tsx"],
    rules: { "max-lines-per-function": ["error", { max: 80, skipComments: true, skipBlankLines: true }] },
  },
  {
    // math/ knows nothing of entries: its words are its own.
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["src/catalogue/**", "src/math/**"],
    plugins: { meaning },
    rules: { "meaning/not-from-id": "error", "meaning/not-from-tex": "error" },
  },
  {
    files: ["src/**/*.tsx", "src/ui/**/*.ts"],
    extends: [reactHooks.configs.flat["recommended-latest"]],
  },
  {
    files: ["src/{math,catalogue,exact,experiment,engine}/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...everywhere, ...differentiation, ...globs, ...clocks, ...bits] },
  },
  {
    // What no training run's bits pass through: closed forms, grid solutions, rulers, pictures, WGSL, and what kernels are held against.
    files: [
      "src/exact/**/*.ts",
      "src/catalogue/speed-cost.ts",
      "src/math/distances/*.ts",
      "src/engine/{measure,look,solve}/**/*.ts",
      "src/engine/kernels/webgpu/*.ts",
      "src/engine/kernels/definition.ts",
    ],
    rules: { "no-restricted-syntax": ["error", ...everywhere, ...differentiation, ...globs, ...clocks] },
  },
  {
    files: ["src/engine/kernels/reference/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...everywhere, ...globs, ...clocks, ...bits] },
  },
  {
    files: [
      "src/catalogue/registry.ts",
      "src/catalogue/activations.ts",
      "src/catalogue/specs.ts",
      "src/catalogue/references.ts",
      "src/experiment/presets.ts",
      "src/experiment/lessons.ts",
      "src/experiment/watched.ts",
      "src/plots/stage/layers.ts",
      "src/engine/measure/rulers.ts",
      "src/engine/measure/ruler-specs.ts",
    ],
    rules: { "no-restricted-syntax": ["error", ...everywhere, ...differentiation, ...clocks, ...bits] },
  },
  {
    // Tests hold tfjs against finite differences and glob whole folders; both are their business.
    files: ["tests/**"],
    rules: { "no-restricted-syntax": ["error", ...chance] },
  },
  {
    // A JSDoc cast is a type to the compiler (which checks these files) but no node to ESLint.
    files: ["**/*.mjs"],
    rules: { "@typescript-eslint/no-unsafe-assignment": "off", "@typescript-eslint/no-unsafe-return": "off" },
  },
  {
    // The tools' own files must export by default.
    files: ["*.config.{js,ts}", "*.mjs", "src/cli/*.config.ts", "tests/**/*.d.ts", "src/**/*.d.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
);
