/** @file Validation taken at its word: what it offers instead of a misfit is taken, until it accepts. */
import type { Experiment } from "../../src/experiment/experiment.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { type Tree, withValue } from "../../src/experiment/tree.ts";

/** What validation makes of it: accepted at once, or after what it offers instead, as the page's buttons do. */
export function settled(given: Tree): { experiment: Experiment | null; offers: number; why: string } {
  let now = given;
  for (let offers = 0; offers < 12; offers++) {
    const { experiment, draft, misfits, problems } = resolve(now, "strict");
    if (experiment !== null) return { experiment, offers, why: "" };
    const nearest = misfits.find((misfit) => misfit.nearest !== undefined)?.nearest;
    if (nearest === undefined || draft === null) return { experiment: null, offers, why: problems.map(({ message }) => message).join(" ") };
    // Another entry begins with its own parameters, as in the page.
    const offered = (tree: Tree, [path, value]: readonly [string, unknown]): Tree =>
      path.endsWith(".id") ? withValue(tree, path.slice(0, -3), { id: value }) : withValue(tree, path, value);
    now = Object.entries(nearest).reduce(offered, now);
  }
  return { experiment: null, offers: 12, why: `offers that lead nowhere: ${JSON.stringify(now)}` };
}
