/**
 * @file Every browser of this machine, for what must be the same in all of them: Chromium by Playwright, Firefox by WebDriver BiDi,
 * WebKit by the WebDriver of WebKitGTK. Those that are not installed say so.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { chromium } from "playwright";
import { inject } from "vitest";
import { CHROMIUM_FLAGS } from "../setup/chromium.mjs";
import { bidi } from "./bidi.ts";

export interface Driven {
  open(url: string): Promise<void>;
  /** Of an expression in the page. */
  evaluate(expression: string): Promise<string>;
  close(): Promise<void>;
}

interface Engine {
  readonly name: string;
  /** Why it is left out; null if it can be had. */
  readonly missing: string | null;
  launch(): Promise<Driven>;
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function program(names: readonly string[]): string | undefined {
  const directories = (process.env["PATH"] ?? "").split(delimiter);
  return names.flatMap((name) => directories.map((directory) => join(directory, name))).find(runs);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await gone;
}

async function launchChromium(): Promise<Driven> {
  const browser = await chromium.launch({ executablePath: inject("chromiumPath"), args: CHROMIUM_FLAGS });
  const page = await browser.newPage();
  return {
    async open(url) {
      await page.goto(url);
    },
    evaluate: (expression) => page.evaluate<string>(expression),
    close: () => browser.close(),
  };
}

async function launchFirefox(path: string): Promise<Driven> {
  const profile = mkdtempSync(join(tmpdir(), "firefox-"));
  const child = spawn(path, ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"], {
    env: { ...process.env, HOME: profile },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", () => {
      reject(new Error(`Firefox ended: ${said.slice(-400)}`));
    });
  });
  const connection = await bidi(`${address}/session`);
  await connection.send("session.new", { capabilities: {} });
  const { contexts } = (await connection.send("browsingContext.getTree", {})) as { contexts: readonly { context: string }[] };
  const context = contexts[0]!.context;
  return {
    async open(url) {
      await connection.send("browsingContext.navigate", { context, url, wait: "complete" });
    },
    async evaluate(expression) {
      const answer = await connection.send("script.evaluate", { expression, target: { context }, awaitPromise: true });
      const { result, exceptionDetails } = answer as { result?: { value?: string }; exceptionDetails?: { text: string } };
      if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
      return String(result?.value);
    },
    async close() {
      connection.close();
      await ended(child);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** WebKitGTK draws on a display only: one of its own, that nobody sees. */
async function display(path: string): Promise<{ name: string; end(): Promise<void> }> {
  const child = spawn(path, ["-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const name = await new Promise<string>((resolve, reject) => {
    child.stdio[3]!.once("data", (bytes: Buffer) => {
      resolve(`:${bytes.toString().trim()}`);
    });
    child.once("exit", () => {
      reject(new Error("no display"));
    });
  });
  return { name, end: () => ended(child) };
}

async function launchWebKit(driver: string, binary: string, server: string): Promise<Driven> {
  const screen = await display(server);
  const port = 20_000 + (process.pid % 10_000);
  const child = spawn(driver, [`--port=${String(port)}`], {
    env: { ...process.env, DISPLAY: screen.name, GDK_BACKEND: "x11", WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" },
    stdio: "ignore",
  });
  const end = async (): Promise<void> => {
    await ended(child);
    await screen.end();
  };
  const ask = async (method: string, place: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/session${place}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Error(JSON.stringify(value).slice(0, 400));
    return value;
  };
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary, args: ["--automation"] } } };
  let id = "";
  for (let tries = 0; id === ""; tries++) {
    try {
      id = ((await ask("POST", "", { capabilities })) as { sessionId: string }).sessionId;
    } catch (error) {
      // A TypeError of fetch: the driver does not listen yet.
      if (tries >= 80 || !(error instanceof TypeError)) {
        await end();
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  return {
    async open(url) {
      await ask("POST", `/${id}/url`, { url });
    },
    evaluate: async (expression) => String(await ask("POST", `/${id}/execute/sync`, { script: `return ${expression};`, args: [] })),
    async close() {
      await ask("DELETE", `/${id}`).catch(() => undefined);
      await end();
    },
  };
}

/** Where Linux distributions keep the browser that the driver opens. */
const MINI_BROWSERS = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/libexec"].flatMap((place) =>
  ["webkitgtk-6.0", "webkit2gtk-4.1", "webkit2gtk-4.0"].map((version) => join(place, version, "MiniBrowser")),
);

export function engines(): readonly Engine[] {
  const firefox = program(["firefox", "firefox-esr"]);
  const [driver, server] = [program(["WebKitWebDriver"]), program(["Xvfb"])];
  const binary = MINI_BROWSERS.find(runs);
  const lacking = [
    ...(driver === undefined ? ["WebKitWebDriver"] : []),
    ...(binary === undefined ? ["WebKitGTK's MiniBrowser"] : []),
    ...(server === undefined ? ["Xvfb"] : []),
  ];
  return [
    { name: "Chromium", missing: null, launch: launchChromium },
    {
      name: "Firefox",
      missing: firefox === undefined ? "firefox is not installed" : null,
      launch: () => launchFirefox(firefox ?? ""),
    },
    {
      name: "WebKit",
      missing: lacking.length > 0 ? `${lacking.join(" and ")} is not installed` : null,
      launch: () => launchWebKit(driver ?? "", binary ?? "", server ?? ""),
    },
  ];
}
