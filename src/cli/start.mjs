/**
 * @file `npm start`: set-up, build if the sources are newer than the build, serve, open a browser if there is one.
 *
 *     npm start -- [--port 4173] [--host 127.0.0.1] [--base /] [--isolated] [--no-open]
 */
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { serve } from "./serve.mjs";
import { ensurePackages, requireNode, ROOT, sources } from "./set-up.mjs";

const PORT = 4173;

const DIST = join(ROOT, "dist");

function build() {
  const page = join(DIST, "index.html");
  const built = existsSync(page) ? statSync(page).mtimeMs : 0;
  if (sources().every(({ changed }) => changed < built)) return;
  const vite = join(ROOT, "node_modules/vite/bin/vite.js");
  const { status } = spawnSync(process.execPath, [vite, "build", "--logLevel", "warn"], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) throw new Error("the build failed");
}

/** The first free port from `port` on; after twenty busy ones, any. @param {import("./serve.mjs").ServeOptions & { port: number }} options */
async function serveNear(options) {
  for (let offset = 0; offset < 20; offset++) {
    try {
      return await serve({ ...options, port: options.port + offset });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES"))) throw error;
    }
  }
  return serve({ ...options, port: 0 });
}

/** @param {string} name */
function onPath(name) {
  return (process.env["PATH"] ?? "").split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** @returns {string[] | undefined} the command that opens an address, if somebody could see what it opens */
function opener() {
  if (process.env["CI"] !== undefined && process.env["CI"] !== "" && process.env["CI"] !== "false") return undefined;
  if (process.platform === "darwin") return ["open"];
  if (process.platform === "win32") return ["cmd", "/c", "start", ""];
  const screen = process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"] ?? "";
  return screen !== "" && onPath("xdg-open") ? ["xdg-open"] : undefined;
}

/** Opening is a courtesy: whatever goes wrong here is no error. @param {string} url */
function open(url) {
  const [command, ...rest] = opener() ?? [];
  if (command === undefined) return;
  const child = spawn(command, [...rest, url], { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: process.env["PORT"] ?? String(PORT) },
      host: { type: "string", default: "127.0.0.1" },
      base: { type: "string", default: "/" },
      isolated: { type: "boolean", default: false },
      "no-open": { type: "boolean", default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port is ${values.port}; it must be 0 … 65535`);
  requireNode();
  ensurePackages();
  build();
  const base = `/${values.base}/`.replace(/\/+/g, "/");
  const { url, close } = await serveNear({ root: DIST, port, host: values.host, base, isolated: values.isolated });
  process.stdout.write(`MFG Lab is at ${url}  (Ctrl-C stops it)\n`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void close().then(() => process.exit(0)));
  if (!values["no-open"]) open(url);
}

main().catch((/** @type {unknown} */ error) => {
  process.stderr.write(`npm start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
