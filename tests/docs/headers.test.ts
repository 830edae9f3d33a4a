/** @file Every file of code says in a sentence what it is, in its header: one reads the tree by these. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

it("every file of src/ and tests/ begins with an @file header", () => {
  const files = ["src", "tests"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(tsx?|mjs)$/.test(name))
      .map((name) => join(folder, name)),
  );
  expect(files.length).toBeGreaterThan(500);
  const without = files.filter((name) => !/^\/\*\*\s+(\* )?@file \S/.test(readFileSync(join(ROOT, name), "utf8")));
  expect(without).toEqual([]);
});
