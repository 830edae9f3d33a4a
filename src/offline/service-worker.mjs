/**
 * @file The service worker: keeps every file of the build, so that the lab opens without a network after the first visit.
 *
 *     install   fetch all files of this version into a cache of their own (unchanged ones are taken from the one before)
 *     fetch     the page's files from that cache, anything else from the network
 *     update    a newer version waits until a page asks for it ("take over"): old code is never mixed with new
 *
 * Kept pages and workers are answered with the headers that a plain host does not send: the policy binds the worker too, and the
 * page is isolated, so that the kernels may use threads.
 *
 * The build writes `self.build = { version, files, headers }` above this text (precache-plugin.ts); it is not a module.
 */

/** @typedef {{ waitUntil: (work: Promise<unknown>) => void }} Extendable */
/** @typedef {Extendable & { request: Request, respondWith: (answer: Promise<Response>) => void }} Fetching */
/**
 * @typedef {object} Scope the part of ServiceWorkerGlobalScope that is used here
 * @property {{ version: string, files: string[], headers: Record<string, Record<string, string>> }} build
 * @property {{ scope: string }} registration
 * @property {{ claim: () => Promise<void> }} clients
 * @property {() => Promise<void>} skipWaiting
 * @property {(name: string, listener: (event: Fetching & MessageEvent) => void) => void} addEventListener
 */

const worker = /** @type {Scope} */ (/** @type {unknown} */ (self));

/** Caches belong to a whole origin, where several labs may live under different paths. */
const OURS = `mfg-lab ${worker.registration.scope} `;
const NAME = OURS + worker.build.version;

/** Vite puts a hash of the content into these names. */
const HASHED = /\/assets\/.*-[\w-]{8}\.\w+$/;

/** @param {string} file */
const addressOf = (file) => new URL(file, worker.registration.scope).href;

async function store() {
  const cache = await caches.open(NAME);
  /** @param {string} address */
  const keep = async (address) => {
    const known = HASHED.test(address) ? await caches.match(address) : undefined;
    await (known === undefined ? cache.add(new Request(address, { cache: "no-cache" })) : cache.put(address, known));
  };
  await Promise.all(worker.build.files.map(addressOf).map(keep));
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== NAME).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {Request} request */
async function answer(request) {
  const cache = await caches.open(NAME);
  const { origin, pathname } = new URL(request.url);
  const page = addressOf("./");
  const isPage = request.mode === "navigate" && [page, `${page}index.html`].includes(origin + pathname);
  const kept = await cache.match(isPage ? page : request);
  if (kept === undefined) return fetch(request);
  const more = worker.build.headers[request.destination];
  return more === undefined ? kept : withHeaders(kept, more);
}

/**
 * The body is read whole: one that is passed on as a stream keeps this worker busy until the page has taken all of it, and a
 * busy worker lets no new version take over.
 * @param {Response} kept @param {Record<string, string>} more
 */
async function withHeaders(kept, more) {
  const { status, headers } = kept;
  return new Response(await kept.arrayBuffer(), { status, headers: { ...Object.fromEntries(headers), ...more } });
}

worker.addEventListener("install", (event) => event.waitUntil(store()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(worker.skipWaiting());
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(worker.registration.scope)) event.respondWith(answer(request));
});
