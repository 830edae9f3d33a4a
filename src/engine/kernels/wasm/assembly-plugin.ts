/**
 * @file Vite plugin: `import address from "./x.assembly.ts?as"` compiles the AssemblyScript file and gives its address.
 *
 *     ?as        plain 128-bit SIMD: the same bits on every machine
 *     ?as=fast   with relaxed SIMD, which the source asks for as ASC_FEATURE_RELAXED_SIMD
 *
 *     page build         the module is a file of the build; the address is relative to the chunk that asks for it
 *     dev, tests, Node   the module is a `data:` address, because there is no directory to put a file into
 *
 * The activations are no file: activations-assembly.ts prints them.
 *
 * The module imports its memory (`env.memory`) and has no runtime: the caller owns every byte.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import asc from "assemblyscript/asc";
import { type Plugin, runnerImport } from "vite";
import type * as ActivationsFile from "../../../catalogue/activations.ts";
import { activationsAssembly } from "./activations-assembly.ts";

const OPTIONS = ["-O3", "--runtime", "stub", "--enable", "simd", "--importMemory", "--noAssert"];

const RELAXED = ["--enable", "relaxed-simd"];

/** From the directory of the module's source: whose activations it is built with. */
const ACTIVATIONS = "../../../catalogue/activations.ts";

interface Compiled {
  readonly binary: Uint8Array<ArrayBuffer>;
  /** Every file that was read, so that a change in one of them compiles the module again. */
  readonly files: readonly string[];
}

/** What activations-assembly.ts prints: the kernels' own source knows no activation. */
async function printed(directory: string): Promise<{ readonly text: string; readonly files: readonly string[] }> {
  const { module, dependencies } = await runnerImport<typeof ActivationsFile>(resolve(directory, ACTIVATIONS), {
    configFile: false,
    logLevel: "error",
  });
  return { text: activationsAssembly([...module.activations.all.values()]), files: dependencies };
}

async function compile(file: string, fast: boolean): Promise<Compiled> {
  const directory = dirname(file);
  const activations = await printed(directory);
  const files = new Set<string>([file, ...activations.files]);
  let binary: Uint8Array<ArrayBuffer> | undefined;
  let messages = "";
  const { error } = await asc.main([basename(file), "--outFile", "module.wasm", ...OPTIONS, ...(fast ? RELAXED : [])], {
    readFile: (name) => {
      if (name === "activations.assembly.ts") return activations.text;
      const path = resolve(directory, name);
      if (!existsSync(path)) return null;
      files.add(path);
      return readFileSync(path, "utf8");
    },
    writeFile: (name, contents) => {
      if (name === "module.wasm" && typeof contents !== "string") binary = new Uint8Array(contents);
    },
    listFiles: () => [],
    stderr: {
      write: (text: string | Uint8Array) => {
        messages += typeof text === "string" ? text : new TextDecoder().decode(text);
      },
    },
  });
  if (error !== null || binary === undefined) throw new Error(`${file}: AssemblyScript\n${messages}`);
  return { binary, files: [...files] };
}

export function assembly(): Plugin {
  let emits = false;
  return {
    name: "assembly",
    enforce: "pre",
    configResolved(config) {
      emits = config.command === "build" && config.build.ssr === false;
    },
    load: {
      filter: { id: /\.assembly\.ts\?as(=fast)?$/ },
      async handler(id) {
        const file = id.slice(0, id.lastIndexOf("?"));
        const fast = id.endsWith("=fast");
        const { binary, files } = await compile(file, fast);
        for (const read of files) this.addWatchFile(read);
        if (!emits) return `export default "data:application/wasm;base64,${Buffer.from(binary).toString("base64")}"`;
        const reference = this.emitFile({
          type: "asset",
          name: `${basename(file, ".assembly.ts")}${fast ? "-fast" : ""}.wasm`,
          source: binary,
        });
        return `export default import.meta.ROLLUP_FILE_URL_${reference}`;
      },
    },
  };
}
