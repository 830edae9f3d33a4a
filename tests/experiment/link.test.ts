/** @file Links: any experiment and view round trip, only differences are said, and damage is named. */
import fc from "fast-check";
import { deflateSync, strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { setPaths } from "../../src/experiment/edit.ts";
import { encodeLink, settingsFrom } from "../../src/experiment/link.ts";
import { decodeLink } from "../../src/experiment/link-decode.ts";
import { presets } from "../../src/experiment/presets.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { drafts } from "./generated.ts";

const whole = (given: unknown) => resolve(given, "strict").experiment!;
const packed = (value: unknown): string =>
  Buffer.from(deflateSync(strToU8(typeof value === "string" ? value : JSON.stringify(value)))).toString("base64url");
const messages = (link: string) =>
  decodeLink(link)
    .problems.map(({ path, message }) => `${path}: ${message}`)
    .join("\n");

describe("round trips", () => {
  it("any experiment, over any preset or none", () => {
    fc.assert(
      fc.property(drafts, fc.constantFrom(null, ...presets.keys()), (draft, preset) => {
        const { search, hash } = encodeLink(draft, preset);
        expect(decodeLink(`https://example.org/lab/${search}${hash}`).draft).toEqual(draft);
      }),
      { numRuns: 60 },
    );
  });

  it.each([...presets])("%s is a link without a hash", (id, preset) => {
    const experiment = whole(preset.experiment);
    expect(encodeLink(experiment, id)).toEqual({ search: `?preset=${id}`, hash: "" });
    expect(decodeLink(`?preset=${id}`)).toMatchObject({ experiment, presetId: id, problems: [] });
  });

  it("carries view and flags beside the experiment", () => {
    const experiment = whole({ model: "ot-flow" });
    const view = { time: 0.5, layers: ["density", "paths"], theme: "x" };
    const { search, hash } = encodeLink(experiment, null, view, {
      hide: ["left", "top"],
      present: true,
      backend: "cpu",
      theme: "dark",
      fast: true,
      lesson: "couple-the-ends",
    });
    const opened = decodeLink(search + hash);
    expect(opened).toMatchObject({ experiment, view, presetId: null, problems: [] });
    expect(opened.flags).toEqual({
      hide: ["left", "top"],
      lock: [],
      present: true,
      autoplay: false,
      theme: "dark",
      backend: "cpu",
      fast: true,
      lesson: "couple-the-ends",
    });
  });

  it("an address without an experiment is no problem", () => {
    expect(decodeLink("https://example.org/?theme=dark")).toMatchObject({ experiment: null, draft: null, partial: null, problems: [] });
  });
});

describe("only what differs is said", () => {
  const base = presets.get("eight-gaussians-ot")!.experiment;
  it.each<[Record<string, unknown>]>([
    [{ seed: 7 }],
    [{ "game.terminal.params.weight": 50 }],
    [{ "data.id": "gaussian" }],
    [{ "training.stop": { seconds: 3 } }],
    [{ "game.lagrangian.id": "none", "regularisers.hjb.weight": 0 }],
    [{ "data.id": "gaussian", "data.params.mean": [1], "data.params.covariance": [[2]] }],
  ])("%j", (set) => {
    expect(settingsFrom(base, resolve(setPaths(base, set), "lenient").draft!)).toEqual(set);
  });

  it("the reference follows the dynamics and is not said, until it is chosen", () => {
    const diffusion = { model: "score-diffusion" };
    expect(settingsFrom(diffusion, whole(setPaths(diffusion, { "game.dynamics.id": "ve" })))).toEqual({ "game.dynamics.id": "ve" });
    const chosen = whole(setPaths(diffusion, { reference: { id: "gaussian", params: { mean: [1, 0] } } }));
    expect(settingsFrom(diffusion, chosen)).toEqual({ "reference.params.mean": [1, 0] });
  });

  it("another model drops the preset", () => {
    const { search, hash } = encodeLink(whole({ model: "score-diffusion" }), "moons-ot");
    expect(search).toBe("");
    expect(decodeLink(hash).experiment?.model).toBe("score-diffusion");
  });
});

describe("links that are wrong", () => {
  const good = encodeLink(whole(setPaths({ model: "ot-flow" }, { seed: 12, "game.horizon": 2 }))).hash;

  it("cut off at any place, it never throws and always says so", () => {
    for (let length = 2; length < good.length; length++) {
      const { experiment, problems } = decodeLink(good.slice(0, length));
      expect(experiment, good.slice(0, length)).toBeNull();
      expect(problems[0]?.path).toBe("link");
    }
  });

  it("with any character changed, it never throws and gives a valid experiment or a problem", () => {
    fc.assert(
      fc.property(fc.nat(good.length - 2), fc.string({ minLength: 1, maxLength: 2 }), (at, text) => {
        const { experiment, problems } = decodeLink(good.slice(0, at + 1) + text + good.slice(at + 2));
        expect(experiment !== null || problems.length > 0).toBe(true);
      }),
    );
  });

  it("with any rubbish, it never throws", () => {
    fc.assert(fc.property(fc.string({ maxLength: 60, unit: "binary" }), (text) => void decodeLink(text)));
    fc.assert(fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (text) => void decodeLink(text)));
    fc.assert(
      fc.property(
        fc.anything({ maxDepth: 3 }),
        (value) => void decodeLink(`#${packed({ v: 1, set: { model: "ot-flow", data: value, "game.terminal.params.weight": value } })}`),
      ),
    );
  });

  it.each<[string, string, RegExp]>([
    ["a newer lab", `#${packed({ v: 3, set: { model: "ot-flow" } })}`, /newer version/],
    ["no version", `#${packed({ set: { model: "ot-flow" } })}`, /no version/],
    ["an unknown preset", "?preset=nothing", /no such preset/],
    ["an unknown model", `#${packed({ v: 1, set: { model: "<img src=x onerror=alert(1)>" } })}`, /no such model/],
    ["not an experiment", `#${packed([1, 2, 3])}`, /not an experiment/],
    ["not JSON", `#${packed("{'a'")}`, /damaged/],
    ["foreign characters", "#%3Cscript%3E", /characters/],
    ["not deflated", "#AAAA", /damaged|cut off/],
    ["deep nesting", `#${packed(`{"v":1,"set":{"data":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`)}`, /nests deeper/],
  ])("%s", (_name, link, message) => {
    expect(decodeLink(link).experiment).toBeNull();
    expect(messages(link)).toMatch(message);
  });

  it("a bomb stops at the bound, soon", () => {
    const bomb = `#${Buffer.from(deflateSync(new Uint8Array(200_000_000), { level: 9 })).toString("base64url")}`;
    expect(bomb.length).toBeLessThan(300_000);
    const start = performance.now();
    expect(messages(bomb)).toMatch(/far more/);
    expect(performance.now() - start).toBeLessThan(5000); // whole, it would be 200 MB
  });

  it("cannot reach a prototype", () => {
    const link = `#${packed('{"v":1,"set":{"model":"ot-flow","__proto__.polluted":1,"constructor.prototype.polluted":1,"network.__proto__":{"polluted":1},"data.params.__proto__.polluted":1,"toString":1}}')}`;
    const { experiment, problems } = decodeLink(link);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(Object.getPrototypeOf(experiment?.network)).toBe(Object.prototype);
    expect(experiment).toEqual(whole({ model: "ot-flow" }));
    expect(problems.map(({ path }) => path)).toEqual(expect.arrayContaining(["constructor", "toString", "__proto__"]));
  });

  it("a flag that is none is left out and told", () => {
    const { flags, problems } = decodeLink("?preset=moons-ot&theme=<script>&backend=gpu&hide=left,<b>");
    expect(flags).toMatchObject({ theme: null, backend: "auto", hide: ["left"] });
    expect(problems.map(({ path }) => path).sort()).toEqual(["backend", "hide", "theme"]);
  });
});
