/**
 * @file What went into each file of the build, written beside it for the tests of the bundle and its size.
 *
 * Only the bundler knows which module ended in which chunk after shaking; guessing from minified text would prove little.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

const REPORTS = join(ROOT, ".cache/bundle");

/**
 * @typedef {object} ChunkReport
 * @property {string} file
 * @property {boolean} entry
 * @property {readonly string[]} imports
 * @property {readonly string[]} dynamicImports
 * @property {readonly string[]} css
 * @property {readonly string[]} modules those of which some code is left
 * @property {Readonly<Record<string, readonly string[]>>} exports what is left of the exports of each of them
 */

/** @typedef {{ chunks: ChunkReport[], assets: string[] }} BundleReport */

/** @param {import("vite").Rolldown.OutputChunk} chunk @returns {ChunkReport} */
function reportOf(chunk) {
  const left = Object.entries(chunk.modules).filter(([, { renderedLength }]) => renderedLength > 0);
  return {
    file: chunk.fileName,
    entry: chunk.isEntry,
    imports: chunk.imports,
    dynamicImports: chunk.dynamicImports,
    css: [...(chunk.viteMetadata?.importedCss ?? [])],
    modules: left.map(([id]) => relative(ROOT, id)),
    exports: Object.fromEntries(left.map(([id, { renderedExports }]) => [relative(ROOT, id), renderedExports])),
  };
}

/**
 * `page` and `worker` are built apart: each of Vite's two lists of plugins has its own report.
 * @param {"page" | "worker"} name
 * @returns {import("vite").Plugin}
 */
export function bundleReport(name) {
  return {
    name: `bundle-report-${name}`,
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const outputs = Object.values(bundle);
      /** @type {BundleReport} */
      const report = {
        chunks: outputs.filter((output) => output.type === "chunk").map(reportOf),
        assets: outputs.filter((output) => output.type === "asset").map(({ fileName }) => fileName),
      };
      mkdirSync(REPORTS, { recursive: true });
      writeFileSync(join(REPORTS, `${name}.json`), JSON.stringify(report, null, 2));
    },
  };
}

/**
 * The report of the last build. Throws if there is none.
 * @param {"page" | "worker"} name
 * @returns {BundleReport}
 */
export function readReport(name) {
  return /** @type {BundleReport} */ (JSON.parse(readFileSync(join(REPORTS, `${name}.json`), "utf8")));
}

/**
 * The chunks that load before any code asks for more: the entries and what they import, and so on.
 * @param {BundleReport} report
 */
export function firstChunks({ chunks }) {
  const byFile = new Map(chunks.map((chunk) => [chunk.file, chunk]));
  /** @type {Set<ChunkReport>} */
  const reached = new Set();
  /** @param {ChunkReport | undefined} chunk */
  const visit = (chunk) => {
    if (chunk === undefined || reached.has(chunk)) return;
    reached.add(chunk);
    for (const file of chunk.imports) visit(byFile.get(file));
  };
  for (const chunk of chunks) if (chunk.entry) visit(chunk);
  return [...reached];
}

/** @param {ChunkReport} chunk @param {string} packagePath */
export function holds(chunk, packagePath) {
  return chunk.modules.some((id) => id.includes(`node_modules/${packagePath}`));
}

/** A short name for messages. @param {ChunkReport} chunk */
export function nameOf(chunk) {
  return basename(chunk.file);
}
