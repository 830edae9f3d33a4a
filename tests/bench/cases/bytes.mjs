/** @file Bytes that a visitor downloads, gzipped: the size limits' own groups, and every chunk of the build. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** @param {string} file */
const zipped = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

const kB = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** @type {import("../case.d.ts").Case} */
export const bytes = {
  name: "bytes",
  title: "Bytes, gzipped",
  async run({ built }) {
    const lab = await built();
    const groups = lab.groups.map(({ name, files, most }) => ({ name, size: files.reduce((sum, file) => sum + zipped(file), 0), most }));
    const assets = join(lab.root, "assets");
    const chunks = readdirSync(assets)
      .filter((name) => /\.(js|css|wasm)$/.test(name))
      .map((name) => ({ name, size: zipped(join(assets, name)) }))
      .sort((a, b) => b.size - a.size);
    return {
      rows: [
        ...groups.map(({ name, size, most }) => ({ name, value: kB(size), note: `limit ${kB(most)}` })),
        ...chunks.map(({ name, size }) => ({ name: name.replace(/-[\w-]{8}\./, "."), value: kB(size) })),
      ],
      gates: groups.map(({ name, size, most }) => ({
        name: `bytes, ${name} (kB)`,
        value: size / 1000,
        aim: most / 1000,
        gate: most / 1000,
        most: true,
      })),
    };
  },
};
