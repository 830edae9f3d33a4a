/** @file Where Chromium is: CHROMIUM_PATH, Playwright's own, the system's. Node's own modules only, because set-up runs before `npm ci`. */
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/**
 * The last list of a kind counts, so Playwright's own are said again after ours: a third of what opening a page costs is a process that
 * Chromium starts with each window for suggestions under the address, which nobody sees without a screen.
 */
const WITHOUT = [
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"],
  ...["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable"],
  ...["LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect"],
  ...["OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"],
];

/** Software WebGPU, so that a machine without a GPU runs the same tests. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan,CDPScreenshotNewSurface,SkipListAccountsWithoutGaiaCookies",
  `--disable-features=${WITHOUT.join(",")}`,
  "--use-vulkan=swiftshader",
];

const SYSTEM_NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

const SYSTEM_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
];

/** Inside one of Playwright's `chromium-NNNN` directories. */
const PLAYWRIGHT_BINARIES = [
  "chrome-linux64/chrome",
  "chrome-linux/chrome",
  "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
  "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
  "chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
  "chrome-win64/chrome.exe",
  "chrome-win/chrome.exe",
];

/** @param {string} path */
function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function playwrightCaches() {
  const home = homedir();
  return [
    process.env["PLAYWRIGHT_BROWSERS_PATH"] ?? "",
    join(home, ".cache/ms-playwright"),
    join(home, "Library/Caches/ms-playwright"),
    join(home, "AppData/Local/ms-playwright"),
  ].filter((path) => path !== "" && existsSync(path));
}

/** @returns {string | undefined} the newest Chromium that Playwright has installed */
function playwrightChromium() {
  for (const cache of playwrightCaches()) {
    const builds = readdirSync(cache)
      .filter((name) => /^chromium-\d+$/.test(name))
      .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
    for (const build of builds) {
      const found = PLAYWRIGHT_BINARIES.map((binary) => join(cache, build, binary)).find(runs);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** @returns {string | undefined} */
function systemChromium() {
  const directories = (process.env["PATH"] ?? "").split(delimiter);
  const named = SYSTEM_NAMES.flatMap((name) => directories.map((directory) => join(directory, name)));
  return [...named, ...SYSTEM_PLACES].find(runs);
}

/**
 * The first Chromium that can be run, or undefined. CHROMIUM_PATH, where it is set, is believed or refused, never skipped.
 * @returns {string | undefined}
 */
export function findChromium() {
  const asked = process.env["CHROMIUM_PATH"];
  if (asked !== undefined && asked !== "") {
    if (!runs(asked)) throw new Error(`CHROMIUM_PATH is ${asked}, which cannot be run`);
    return asked;
  }
  return playwrightChromium() ?? systemChromium();
}
