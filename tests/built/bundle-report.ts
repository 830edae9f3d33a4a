/**
 * @file What went into each file of the build, written beside it for the tests of the bundle and its size.
 *
 * Only the bundler knows which module ended in which chunk after shaking; guessing from minified text would prove little.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { Plugin } from "vite";

const ROOT = join(import.meta.dirname, "../..");

const REPORTS = join(ROOT, ".cache/bundle");

export interface ChunkReport {
  readonly file: string;
  readonly entry: boolean;
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
  readonly css: readonly string[];
  /** Modules of which some code is left. */
  readonly modules: readonly string[];
}

export interface BundleReport {
  readonly chunks: readonly ChunkReport[];
  readonly assets: readonly string[];
}

/** `page` and `worker` are built apart: each of Vite's two lists of plugins has its own report. */
export function bundleReport(name: "page" | "worker"): Plugin {
  return {
    name: `bundle-report-${name}`,
    apply: "build",
    generateBundle(_, bundle) {
      const outputs = Object.values(bundle);
      const chunks = outputs
        .filter((output) => output.type === "chunk")
        .map((chunk): ChunkReport => ({
          file: chunk.fileName,
          entry: chunk.isEntry,
          imports: chunk.imports,
          dynamicImports: chunk.dynamicImports,
          css: [...(chunk.viteMetadata?.importedCss ?? [])],
          modules: Object.entries(chunk.modules)
            .filter(([, { renderedLength }]) => renderedLength > 0)
            .map(([id]) => relative(ROOT, id)),
        }));
      const report: BundleReport = { chunks, assets: outputs.filter((output) => output.type === "asset").map(({ fileName }) => fileName) };
      mkdirSync(REPORTS, { recursive: true });
      writeFileSync(join(REPORTS, `${name}.json`), JSON.stringify(report, null, 2));
    },
  };
}

/** The report of the last build. Throws if there is none. */
export function readReport(name: "page" | "worker"): BundleReport {
  return JSON.parse(readFileSync(join(REPORTS, `${name}.json`), "utf8")) as BundleReport;
}

/** The chunks that load before any code asks for more: the entries and what they import, and so on. */
export function firstChunks({ chunks }: BundleReport): ChunkReport[] {
  const byFile = new Map(chunks.map((chunk) => [chunk.file, chunk]));
  const reached = new Set<ChunkReport>();
  const visit = (chunk: ChunkReport | undefined): void => {
    if (chunk === undefined || reached.has(chunk)) return;
    reached.add(chunk);
    for (const file of chunk.imports) visit(byFile.get(file));
  };
  for (const chunk of chunks) if (chunk.entry) visit(chunk);
  return [...reached];
}

export function holds(chunk: ChunkReport, packagePath: string): boolean {
  return chunk.modules.some((id) => id.includes(`node_modules/${packagePath}`));
}

/** A short name for messages. */
export function nameOf(chunk: ChunkReport): string {
  return basename(chunk.file);
}
