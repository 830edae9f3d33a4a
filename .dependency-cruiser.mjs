/**
 * @file Who may import whom: a folder of src/ lists the folders that it may import; everything else is forbidden.
 *
 * Plots are pure functions of frames, so the state may keep what they define. `byType` may be imported as types only: they leave no trace in the bundle.
 */

/** @type {Record<string, { from: string[], byType?: string[] }>} */
const LAYERS = {
  math: { from: [] },
  catalogue: { from: ["math"] },
  experiment: { from: ["catalogue", "math"] },
  exact: { from: ["experiment", "catalogue", "math"] },
  engine: { from: ["exact", "experiment", "catalogue", "math"] },
  protocol: { from: ["engine", "exact", "experiment", "catalogue", "math"] },
  worker: { from: ["protocol", "engine", "exact", "experiment", "catalogue", "math"] },
  cli: { from: ["protocol", "engine", "exact", "experiment", "catalogue", "math"] },
  plots: { from: ["experiment", "catalogue", "math"], byType: ["protocol", "engine", "exact"] },
  state: { from: ["protocol", "plots", "experiment", "catalogue", "math"], byType: ["engine", "exact"] },
  ui: { from: ["state", "plots", "experiment", "catalogue", "math"], byType: ["protocol", "engine", "exact"] },
};

const FOLDERS = Object.keys(LAYERS);
const VALUE = ["type-only"];

const list = (/** @type {string[]} */ folders) => (folders.length === 0 ? "no other folder" : folders.map((name) => `${name}/`).join(", "));

const layers = Object.entries(LAYERS).flatMap(([folder, { from, byType = [] }]) => {
  const never = FOLDERS.filter((other) => other !== folder && !from.includes(other) && !byType.includes(other));
  return [
    {
      name: `${folder}-imports-only-its-layers`,
      comment: `${folder}/ may import ${list(from)}. Move what both need down into a folder that both may import, or take it as an argument.`,
      severity: "error",
      from: { path: `^src/${folder}/` },
      to: { path: `^src/(${never.join("|")}|main)(/|\\.)` },
    },
    ...byType.map((other) => ({
      name: `${folder}-knows-${other}-by-type`,
      comment: `${folder}/ may know ${other}/ by \`import type\` only. Ask for the value through a message of protocol/, or move what is plain data down to experiment/.`,
      severity: "error",
      from: { path: `^src/${folder}/` },
      // Specs of rulers are for the page, as those of the catalogue are.
      to: { path: `^src/${other}/`, pathNot: "^src/engine/measure/ruler-specs\\.ts$", dependencyTypesNot: VALUE },
    })),
  ];
});

const ENTRIES = "densities|dynamics|lagrangians|functionals|objectives|models|activations";

export default {
  forbidden: [
    ...layers,
    {
      name: "no-cycles",
      comment: "Move what the files need of each other into a file of its own, which both import.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unresolved",
      comment: "There is no such file or package: mend the path (with its ending), or add the package to package.json.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "\\?(as|url|raw|worker|inline)" },
    },
    {
      name: "entries-are-independent",
      comment: "An entry is one file: move what two entries share beside define.ts or into math/.",
      severity: "error",
      from: { path: `^src/catalogue/(${ENTRIES})/` },
      to: { path: `^src/catalogue/(${ENTRIES})/` },
    },
    {
      name: "page-never-loads-numerics",
      comment:
        "The registry holds the numerics, and with them TensorFlow.js: read the spec (catalogue/specs.ts), or ask the worker through protocol/client.",
      severity: "error",
      from: { path: "^src/(ui|state|plots|experiment|main)" },
      to: { path: "^src/(catalogue/(registry|activations\\.ts)|protocol/server)", dependencyTypesNot: VALUE },
    },
    {
      name: "client-and-messages-run-on-the-page",
      comment:
        "What both ends need is a type or plain data: `import type`, or move it down to experiment/; what computes belongs into protocol/server.",
      severity: "error",
      from: { path: "^src/protocol/", pathNot: "^src/protocol/server" },
      to: { path: "^src/(engine|exact|catalogue/registry|protocol/server)", dependencyTypesNot: VALUE },
    },
    {
      name: "one-file-starts-tfjs",
      comment: "A backend that is imported is in the bundle: startTfjs loads the one that ships, when it is asked for.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/engine/kernels/reference/start\\.ts$" },
      to: { path: "@tensorflow/tfjs-backend", dependencyTypesNot: VALUE },
    },
    {
      name: "tfjs-in-the-engine-only",
      comment:
        "TensorFlow.js is large and computes: write the formula as an expression (math/expressions/), or as a cost that takes the operations as its argument (catalogue/samples.ts).",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/engine/" },
      to: { path: "@tensorflow/", dependencyTypesNot: VALUE },
    },
    {
      name: "react-in-the-page-only",
      comment: "The rest runs in workers and in Node: keep the computation here, and move what renders or remembers into ui/ or state/.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(ui/|state/|main\\.tsx)" },
      to: { path: "node_modules/(react|react-dom|react-aria-components|zustand)/" },
    },
    {
      name: "plotly-in-ui-only",
      comment: "plots/ draws by itself: return plain data here, and hand it to Plotly in ui/.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/ui/" },
      to: { path: "node_modules/plotly\\.js/", dependencyTypesNot: VALUE },
    },
    {
      name: "nothing-imports-tests",
      comment: "What ships does not hang on a test: move what both need into src/.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^tests/" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "\\.assembly\\.ts$" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
