/** @file The recorded losses in every browser that is installed: the same seed, the same bits. */
import { describe, expect, inject, test } from "vitest";
import { encodeLink } from "../../src/experiment/link.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { RECORDED_RUNS, recordedLosses, STEPS } from "../engine/learn/recorded.ts";
import { engines } from "./browsers.ts";

/** The step that is shown, and the losses in full digits; the page is asked as text, in words that every driver takes. */
const SHOWN = `JSON.stringify({
  step: Number((document.querySelector(".transport .count")?.textContent ?? "").replaceAll(/\\D/g, "")),
  losses: [...document.querySelectorAll(".losses data")].map((value) => Number(value.getAttribute("value"))),
})`;

const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

describe("100 steps on the wasm kernels give the losses on record", () => {
  for (const { name, missing, launch } of engines()) {
    const title = missing === null ? `in ${name}` : `in ${name}: skipped, because ${missing}`;
    test.skipIf(missing !== null)(title, { timeout: 420_000 }, async () => {
      const driven = await launch();
      try {
        for (const [run, partial] of Object.entries(RECORDED_RUNS)) {
          const { search, hash } = encodeLink(resolve(partial, "strict").experiment!, null, {}, { autoplay: true, backend: "wasm" });
          await driven.open("about:blank");
          await driven.open(`${inject("appUrl")}${search}${hash}`);
          const wanted = ascending(recordedLosses()[run]!.last);
          let end = Date.now() + 180_000;
          let over = false;
          let shown = { step: 0, losses: [] as number[] };
          // The numbers follow the last step by a moment: they are right when they are, and wrong when they never come to be.
          while (Date.now() < end && !(shown.step === STEPS && ascending(shown.losses).join() === wanted.join())) {
            await new Promise((resolve) => setTimeout(resolve, 300));
            shown = JSON.parse(await driven.evaluate(SHOWN)) as typeof shown;
            if (!over && shown.step === STEPS) {
              over = true;
              end = Date.now() + 10_000;
            }
          }
          expect(shown.step, run).toBe(STEPS);
          expect(ascending(shown.losses), run).toEqual(wanted);
        }
      } finally {
        await driven.close();
      }
    });
  }
});
