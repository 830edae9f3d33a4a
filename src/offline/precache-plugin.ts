/** @file Writes the service worker beside the build, with the list of the build's files, a version that is their hash, and headers. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { Plugin } from "vite";

const SOURCE = join(import.meta.dirname, "service-worker.mjs");
const NAME = "service-worker.js";

/** Fonts in the formats of old browsers, which could not run the lab. */
const NEVER_ASKED_FOR = /\.(ttf|woff)$/;

/** Hosts redirect `index.html` to its folder or the other way round; a redirected page may not be kept. */
const addressOf = (file: string): string => (file === "index.html" ? "./" : file);

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((file) => file !== NAME && !NEVER_ASKED_FOR.test(file))
    .sort();
}

/** `headers`: what kept files are answered with, by the destination of the request. */
export function precache(headers: Readonly<Record<string, Readonly<Record<string, string>>>>): Plugin {
  let folder = "";
  return {
    name: "precache",
    apply: "build",
    configResolved: ({ root, build }) => {
      folder = resolve(root, build.outDir);
    },
    closeBundle: () => {
      const files = filesUnder(folder);
      const source = readFileSync(SOURCE, "utf8");
      const hash = createHash("sha256").update(source).update(JSON.stringify(headers));
      for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
      const build = { version: hash.digest("hex").slice(0, 16), files: files.map(addressOf), headers };
      writeFileSync(join(folder, NAME), `self.build = ${JSON.stringify(build)};\n${source}`);
    },
  };
}
