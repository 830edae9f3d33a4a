/**
 * @file A static server for the built app, with the headers of `policy.mjs`. Node's own modules only.
 *
 * The tests use the same server, also under a sub-path and without headers, as a plain host would serve the files.
 */
import { readFile, realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { HEADERS, ISOLATION_HEADERS } from "./policy.mjs";

/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".ico": "image/x-icon",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".ttf": "font/ttf",
};

/** What gzip makes smaller; pictures and fonts are compressed already. */
const COMPRESSIBLE = new Set([".html", ".js", ".mjs", ".css", ".json", ".webmanifest", ".map", ".txt", ".csv", ".svg", ".wasm"]);

/** Vite puts a hash of the content into these names, so they never change. */
const HASHED = /^assets\/.*-[\w-]{8}\.\w+$/;

const compress = promisify(gzip);

/**
 * @typedef {object} ServeOptions
 * @property {string} root the folder to serve
 * @property {number} [port] 0 (default) takes any free port
 * @property {string} [host]
 * @property {string} [base] the path under which the folder appears; begins and ends with `/`
 * @property {boolean} [headers] false: content types only, as a plain static host
 * @property {boolean} [isolated] cross-origin isolation
 */

/** @typedef {{ status: number, headers?: Record<string, string>, body?: Buffer }} Answer */

/** @param {string | undefined} url @returns {string | undefined} the decoded path, undefined if it is no path */
function pathOf(url) {
  try {
    const path = decodeURIComponent(new URL(url ?? "/", "http://host").pathname);
    return path.includes("\0") ? undefined : path;
  } catch {
    return undefined;
  }
}

/** @param {string} root @param {string} name @returns {Promise<string | undefined>} a file inside `root`, links followed */
async function fileInside(root, name) {
  try {
    const path = await realpath(join(root, name === "" || name.endsWith("/") ? `${name}index.html` : name));
    return path.startsWith(root + sep) && (await stat(path)).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Required<ServeOptions>} options */
function answering({ root, base }) {
  /** @type {Map<string, { changed: number, body: Buffer }>} */
  const zipped = new Map();

  /** @param {string} file @param {Buffer} plain */
  async function zip(file, plain) {
    const changed = (await stat(file)).mtimeMs;
    const known = zipped.get(file);
    if (known?.changed === changed) return known.body;
    const body = await compress(plain);
    zipped.set(file, { changed, body });
    return body;
  }

  /** @param {import("node:http").IncomingMessage} request @returns {Promise<Answer>} */
  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return { status: 405, headers: { Allow: "GET, HEAD" } };
    const path = pathOf(request.url);
    if (path === undefined) return { status: 400 };
    if (`${path}/` === base) return { status: 308, headers: { Location: base } };
    if (!path.startsWith(base)) return { status: 404 };
    const name = path.slice(base.length);
    const file = await fileInside(root, name);
    if (file === undefined) return { status: 404 };
    const kind = extname(file).toLowerCase();
    const plain = await readFile(file);
    const headers = {
      "Content-Type": TYPES[kind] ?? "application/octet-stream",
      "Cache-Control": HASHED.test(name) ? "public, max-age=31536000, immutable" : "no-cache",
      Vary: "Accept-Encoding",
    };
    const zips = COMPRESSIBLE.has(kind) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    return zips
      ? { status: 200, headers: { ...headers, "Content-Encoding": "gzip" }, body: await zip(file, plain) }
      : { status: 200, headers, body: plain };
  };
}

/** @param {import("node:http").Server} server @param {number} port @param {string} host @returns {Promise<number>} the port taken */
function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/**
 * Serves a folder. Throws (EADDRINUSE) if the port is taken.
 * @param {ServeOptions} options
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function serve(options) {
  const host = options.host ?? "127.0.0.1";
  const base = options.base ?? "/";
  const root = await realpath(options.root);
  const settings = { port: 0, headers: true, isolated: false, ...options, root, host, base };
  const extra = { ...(settings.headers ? HEADERS : {}), ...(settings.isolated ? ISOLATION_HEADERS : {}) };
  const answer = answering(settings);
  const server = createServer((request, response) => {
    void answer(request)
      .catch(() => /** @type {Answer} */ ({ status: 500 }))
      .then(({ status, headers, body = Buffer.from(`${status}\n`) }) => {
        const type = headers?.["Content-Type"] ?? "text/plain; charset=utf-8";
        response.writeHead(status, { ...extra, ...headers, "Content-Type": type, "Content-Length": body.length });
        response.end(request.method === "HEAD" ? undefined : body);
      });
  });
  const port = await listen(server, settings.port, host);
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return {
    url: `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}${base}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
