/** @file The recorded losses in every browser that is installed: the same seed, the same bits. */
import { describe, expect, inject, test } from "vitest";
import { encodeLink } from "../../src/experiment/link.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { RECORDED_RUNS, recordedLosses, STEPS } from "../engine/learn/recorded.ts";
import { type Driven, engines } from "./browsers.ts";

/** The step that is shown, and the losses in full digits; the page is asked as text, in words that every driver takes. */
const SHOWN = `JSON.stringify({
  step: Number((document.querySelector(".transport .count")?.textContent ?? "").replaceAll(/\\D/g, "")),
  losses: [...document.querySelectorAll(".losses data")].map((value) => Number(value.getAttribute("value"))),
  says: document.body.innerText.slice(0, 1500),
})`;

interface Shown {
  readonly step: number;
  readonly losses: readonly number[];
  readonly says: string;
}

/** Looks at the page until it agrees or the time is up. */
async function look(driven: Driven, agrees: (shown: Shown) => boolean, milliseconds: number): Promise<Shown> {
  const end = Date.now() + milliseconds;
  let shown: Shown;
  do {
    await new Promise((resolve) => setTimeout(resolve, 300));
    shown = JSON.parse(await driven.evaluate(SHOWN)) as Shown;
  } while (!agrees(shown) && Date.now() < end);
  return shown;
}

/** A browser that has hung for a minute is asked once more, and the log says so: here the bits are in question, not the start. */
async function begin(driven: Driven, address: string): Promise<void> {
  for (const again of [true, false]) {
    await driven.open("about:blank");
    await driven.open(address);
    const { step, says } = await look(driven, (shown) => shown.step > 0, 60_000);
    if (step > 0) return;
    if (!again) throw new Error(`Waited twice 60 s in vain for the first step; the page says:\n${says}`);
    console.warn(`no step within 60 s, opened again; the page said:\n${says}`);
  }
}

const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

describe("100 steps on the wasm kernels give the losses on record", () => {
  for (const { name, missing, launch } of engines()) {
    const title = missing === null ? `in ${name}` : `in ${name}: skipped, because ${missing}`;
    test.skipIf(missing !== null)(title, { timeout: 420_000 }, async () => {
      const driven = await launch();
      try {
        for (const [run, partial] of Object.entries(RECORDED_RUNS)) {
          const { search, hash } = encodeLink(resolve(partial, "strict").experiment!, null, {}, { autoplay: true, backend: "wasm" });
          await begin(driven, `${inject("appUrl")}${search}${hash}`);
          const wanted = ascending(recordedLosses()[run]!.last);
          await look(driven, ({ step }) => step === STEPS, 120_000);
          // The numbers follow the last step by a moment: they are right when they are, and wrong when they never come to be.
          const shown = await look(driven, ({ step, losses }) => step === STEPS && ascending(losses).join() === wanted.join(), 10_000);
          expect(shown.step, run).toBe(STEPS);
          expect(ascending(shown.losses), run).toEqual(wanted);
        }
      } finally {
        await driven.close();
      }
    });
  }
});
