/**
 * @file What the browser may load and run: sent as headers by `serve.mjs`, and (the part that a page can state about
 * itself) written into index.html by the build.
 *
 * `wasm-unsafe-eval` compiles WebAssembly and nothing else. Inline *styles* are Plotly's; no inline script runs anywhere.
 */

const DIRECTIVES = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** The policy as a page can carry it in a meta element (`frame-ancestors` is not allowed there). */
export const PAGE_POLICY = DIRECTIVES.join("; ");

/** Sent with every file, so that the worker is bound too: a page's meta policy does not reach it. */
export const HEADERS = {
  "Content-Security-Policy": PAGE_POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Cross-origin isolation: threads for WebAssembly, but the page can then no longer stand in another site's frame. */
export const ISOLATION_HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/**
 * What the service worker adds to files it has kept, by what they are wanted for: from the second visit on, a host that sends no
 * headers is as good as one that does. A page in another site's frame is an `iframe`, not a `document`, and stays as it is.
 */
export const KEPT_HEADERS = {
  document: { ...HEADERS, ...ISOLATION_HEADERS },
  worker: { ...HEADERS, ...ISOLATION_HEADERS },
};
