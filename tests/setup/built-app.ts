/** @file Serves dist for the end-to-end tests: with the headers of `npm start`, and as a plain host does, under a sub-path. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { serve } from "../../src/cli/serve.mjs";
import { findChromium } from "./chromium.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** The built app as `npm start` serves it; ends with `/`. */
    appUrl: string;
    /** The same files without headers under a sub-path; ends with `/`. */
    plainUrl: string;
    /** The Chromium that `chromium.launch({ executablePath })` takes. */
    chromiumPath: string;
  }
}

/** BUILT names another build, so that two runs do not write over each other's. */
const DIST = process.env["BUILT"] ?? join(import.meta.dirname, "../../dist");

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(join(DIST, "index.html"))) throw new Error("There is no build to test: run `npm run build` first");
  const chromium = findChromium();
  if (chromium === undefined) throw new Error("No Chromium was found: `npm test` installs one, or set CHROMIUM_PATH");
  const app = await serve({ root: DIST });
  const plain = await serve({ root: DIST, base: "/courses/mfg-lab/", headers: false });
  project.provide("appUrl", app.url);
  project.provide("plainUrl", plain.url);
  project.provide("chromiumPath", chromium);
  return async () => {
    await app.close();
    await plain.close();
  };
}
