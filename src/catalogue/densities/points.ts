/**
 * @file The user's own data: rows of numbers, pasted, read from a file or drawn. Only samples of their law are known.
 *
 * Sampling draws rows with replacement. There is no density, no score and no diffused law: the noised rows have one, but it
 * belongs to a model that has memorised them, and holding a model against it would praise exactly that.
 */
import { cosOf, sinOf } from "../../math/elementary.ts";
import { empirical } from "../../math/laws/empirical.ts";
import { firstPoints, pointDimension, type PointSet, pointsOf } from "../../math/laws/point-set.ts";
import { density, densitySpec, type Reference } from "../define.ts";
import { POINTS } from "../limits.ts";
import { flag, matrix } from "../params.ts";

/** A figure of eight, until the user brings something better. */
const FIGURE_OF_EIGHT = Array.from({ length: 96 }, (_, i) => {
  const angle = (2 * Math.PI * i) / 96;
  return [Number((2 * sinOf(angle)).toFixed(3)), Number((2 * sinOf(angle) * cosOf(angle)).toFixed(3))];
});

export const references: readonly Reference[] = [
  {
    authors: "Gu, X., Du, C., Pang, T., Li, C., Lin, M. and Wang, Y.",
    title: "On memorization in diffusion models",
    year: 2023,
    arxiv: "2310.02664",
  },
];

export const spec = densitySpec({
  id: "points",
  title: "Your own points",
  about: "Data of your own, one row for each point: with few of them, watch whether the model only repeats them.",
  formula: String.raw`\tfrac1N \sum_i \delta_{x_i}`,
  params: {
    rows: matrix({
      symbol: "x_i",
      about: "The points, one row each: one number on the line, two in the plane.",
      default: FIGURE_OF_EIGHT,
      rows: [POINTS.min, POINTS.max],
      columns: [1, 2],
      packable: true,
      min: -1e9,
      max: 1e9,
      applies: "resample",
    }),
    standardise: flag({ about: "Shift and scale each coordinate to mean 0 and variance 1.", default: false, applies: "resample" }),
  },
  canBeReference: false,
  givenRows: { rows: "rows", standardise: "standardise" },
  dimension: (params) => pointDimension(params["rows"]) as 1 | 2,
  check(params) {
    const rows = params["rows"];
    if (Array.isArray(rows)) {
      const d = pointDimension(rows);
      const ragged = (rows as readonly (readonly number[])[]).findIndex((row) => row.length !== d);
      if (ragged >= 0)
        return { reason: `Row ${ragged + 1} has ${pointDimension(rows.slice(ragged))} numbers, row 1 has ${d}; all must have the same.` };
    }
    // What is packed is numbers; of rows anybody may have written anything.
    if (typeof rows !== "string") {
      const { d, values } = pointsOf(rows);
      const bad = values.findIndex((value) => !Number.isFinite(value));
      if (bad >= 0) return { reason: `Row ${Math.floor(bad / d) + 1} holds something that is not a number.` };
    }
    if (alike(firstPoints(rows)) < 0) return undefined;
    const axis = alike(pointsOf(rows));
    return axis < 0 ? undefined : { reason: `All points agree in coordinate ${axis + 1}: there is nothing to learn there.` };
  },
});

/** The coordinate in which all points agree, or −1. */
function alike({ d, values }: PointSet): number {
  return Array.from({ length: d }, (_, axis) => axis).findIndex((axis) => {
    let other = axis;
    while (values[other] === values[axis]) other += d;
    return other >= values.length;
  });
}

export const points = density(spec, ({ rows, standardise }) => empirical(pointsOf(rows), standardise));
