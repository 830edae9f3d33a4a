/** @file The recorded losses, bit for bit. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { type Recorded, RECORDED_RUNS, recordedLosses, RECORD_FILE, STEPS } from "./recorded.ts";
import { sessionOf } from "../experiment-of.ts";

const recording = process.env["RECORD"] === "1";

/** Of every bit. */
function fingerprint(weights: Float32Array): string {
  return createHash("sha256")
    .update(new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength))
    .digest("hex");
}

describe("100 steps give the losses on record", () => {
  const found: Record<string, Recorded> = {};
  afterAll(() => {
    if (recording) writeFileSync(RECORD_FILE, `${JSON.stringify(found, null, 1)}\n`);
  });

  for (const [name, partial] of Object.entries(RECORDED_RUNS)) {
    it(name, async () => {
      const session = await sessionOf(partial);
      for (let step = 0; step < STEPS; step++) await session.advance(0);
      const rows = session.history().since(0);
      const width = session.history().names.length + 2;
      expect(rows.length).toBe(STEPS * width);
      const totals = Array.from({ length: STEPS }, (_, step) => rows[step * width + 1]!);
      expect(totals.every(Number.isFinite)).toBe(true);
      const { theta } = session.network().kernel;
      found[name] = { totals, last: Array.from(rows.slice((STEPS - 1) * width + 1)), weights: fingerprint(theta) };
      session.dispose();
      if (!recording) expect(found[name]).toEqual(recordedLosses()[name]);
    });
  }
});
