/** @file The target of a game that has one. In a file of its own: rulers read it, and their specs stand in the page, which holds no set-up. */
import type { Density } from "../../catalogue/define.ts";
import type { Setup } from "./setup.ts";

/** @throws where a game without data is asked for them: validation lets none come so far */
export function lawOfData({ data }: Pick<Setup, "data">): Density {
  if (data === null) throw new Error("This game has no data.");
  return data;
}
