/**
 * @file A room: walls that reflect. No flux of the population goes through them, and the value is level there.
 *
 *     x ∈ [a, b]^d,    ∂ₙU = 0 and ∂ₙρ = 0 at the walls
 */
import type { Reference } from "../define.ts";
import { real } from "../params.ts";
import { worldSpec } from "../world.ts";

export const references: readonly Reference[] = [
  {
    authors: "Achdou, Y. and Laurière, M.",
    title: "Mean field games and applications: numerical aspects",
    year: 2020,
    arxiv: "2003.04444",
  },
];

export const spec = worldSpec({
  id: "room",
  title: "Room",
  about: "An interval, or a square, with walls that reflect: nobody leaves.",
  section: "Worlds",
  formula: String.raw`x\in[a,b]^d,\quad\partial_nU=\partial_n\rho=0`,
  params: {
    from: real({ symbol: "a", about: "Where it begins, along every axis.", default: -3, min: -20, max: 20, applies: "restart" }),
    to: real({ symbol: "b", about: "Where it ends, along every axis.", default: 3, min: -20, max: 20, applies: "restart" }),
  },
  walls: ({ from, to }) => [Number(from), Number(to)],
  refuses: ({ from, to }) => (Number(from) < Number(to) ? undefined : { reason: "The room ends before it begins: a < b." }),
});
