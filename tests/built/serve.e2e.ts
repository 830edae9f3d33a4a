/** @file The server of `npm start`: types, headers, sub-path, compression, and nothing outside its folder. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serve } from "../../src/cli/serve.mjs";

interface Raw {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
}

/** `fetch` tidies `..` away before it asks; a hostile client does not. */
function rawGet(port: number, path: string, method = "GET"): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, method }, (response) => {
      response.resume();
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("serve", () => {
  const outside = mkdtempSync(join(tmpdir(), "lab-outside-"));
  const root = mkdtempSync(join(tmpdir(), "lab-served-"));

  beforeAll(() => {
    writeFileSync(join(outside, "secret.txt"), "secret");
    writeFileSync(join(root, "index.html"), "<!doctype html><p>served</p>");
    writeFileSync(join(root, "module.wasm"), new Uint8Array([0, 97, 115, 109]));
    symlinkSync(join(outside, "secret.txt"), join(root, "link.txt"));
  });

  afterAll(() => {
    for (const path of [outside, root]) rmSync(path, { recursive: true });
  });

  test("sends the policy with every file, the worker's too", async () => {
    const server = await serve({ root });
    for (const path of ["", "module.wasm", "missing"]) {
      const { headers } = await fetch(server.url + path);
      expect(headers.get("content-security-policy")).toContain("script-src 'self' 'wasm-unsafe-eval'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cross-origin-embedder-policy")).toBeNull();
    }
    await server.close();
  });

  test("knows the types that browsers insist on, and compresses what was asked compressed", async () => {
    const server = await serve({ root });
    const wasm = await fetch(`${server.url}module.wasm`);
    expect(wasm.headers.get("content-type")).toBe("application/wasm");
    expect(wasm.headers.get("content-encoding")).toBe("gzip");
    expect([...new Uint8Array(await wasm.arrayBuffer())]).toEqual([0, 97, 115, 109]);
    const { headers } = await rawGet(server.port, "/module.wasm");
    expect(headers["content-encoding"]).toBeUndefined();
    await server.close();
  });

  test("under a sub-path without headers, as a plain host", async () => {
    const server = await serve({ root, base: "/courses/lab/", headers: false });
    const page = await fetch(server.url);
    expect(await page.text()).toContain("served");
    expect(page.headers.get("content-security-policy")).toBeNull();
    expect((await rawGet(server.port, "/courses/lab")).headers["location"]).toBe("/courses/lab/");
    expect((await rawGet(server.port, "/")).status).toBe(404);
    await server.close();
  });

  test("isolation is asked for, not given", async () => {
    const server = await serve({ root, isolated: true });
    const { headers } = await fetch(server.url);
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    await server.close();
  });

  test("gives nothing outside its folder", async () => {
    const server = await serve({ root });
    const outsideName = outside.split("/").at(-1) ?? "";
    for (const path of [
      `/../${outsideName}/secret.txt`,
      `/%2e%2e/${outsideName}/secret.txt`,
      "/link.txt",
      "/..%2f..%2fetc/passwd",
      "//etc/passwd",
    ]) {
      expect((await rawGet(server.port, path)).status, path).toBe(404);
    }
    expect((await rawGet(server.port, "/%zz")).status).toBe(400);
    expect((await rawGet(server.port, "/%00")).status).toBe(400);
    expect((await rawGet(server.port, "/", "POST")).status).toBe(405);
    await server.close();
  });

  test("says when the port is taken", async () => {
    const first = await serve({ root });
    await expect(serve({ root, port: first.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await first.close();
  });
});
