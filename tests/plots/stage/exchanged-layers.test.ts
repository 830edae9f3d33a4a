/** @file An edited layer is exchanged in the dev server without loading the page anew: nobody above the table of layers hears of it. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
let server: ViteDevServer;

beforeAll(async () => {
  server = await createServer({
    configFile: false,
    root: ROOT,
    logLevel: "silent",
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
});
afterAll(() => server.close());

it("the table of layers takes each of them in by itself", async () => {
  const { client } = server.environments;
  await client.transformRequest("/src/plots/stage/layers.ts");
  const table = await client.moduleGraph.getModuleByUrl("/src/plots/stage/layers.ts");
  expect(table?.isSelfAccepting).toBe(true);
  const taken = [...table!.importedModules].flatMap(({ file }) => (file?.includes("/layers/") === true ? [basename(file)] : []));
  expect(taken.sort()).toEqual(readdirSync(join(ROOT, "src/plots/stage/layers")).sort());
});
