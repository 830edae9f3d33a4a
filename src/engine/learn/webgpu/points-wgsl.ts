/**
 * @file The terms on one source of points as one dispatch.
 *
 *     draw → (y, τ) → J → ℓ_k(x, t, J) → ∂/∂J Σ_k w_k ℓ_k → adjoint            w_k = weight · ramp / n
 *
 * The same expressions and the same symbolic gradient as on the CPU (`points-step`), printed instead of interpreted.
 */
import type { PointSource, PointsTerm } from "../../../catalogue/terms.ts";
import type { GamePoint } from "../../../catalogue/place.ts";
import { keyOf } from "../../../math/counter.ts";
import { input, leaves, mul, sum } from "../../../math/expressions/expression.ts";
import { gradient } from "../../../math/expressions/gradient.ts";
import { bar, channelsOf } from "../../game/evaluation.ts";
import { sourceWgsl } from "../../kernels/webgpu/draws-wgsl.ts";
import { cotangentUses, inputStatements, jetTexts, statements, type TermGiven, type TermShader, termShader } from "./term-wgsl.ts";

/** Laws that its rows are drawn from, each once. */
const lawsOf = ({ rows, origin }: PointSource): readonly ("data" | "reference")[] => [
  ...(rows === "none" ? [] : [rows]),
  ...(origin === undefined || origin === rows ? [] : [origin]),
];

/** @param terms with one and the same source */
export function pointsShader(terms: readonly PointsTerm[], here: GamePoint, given: TermGiven): TermShader {
  const source = terms[0]!.points;
  const { row, shape, firstPart } = given;
  const asked = terms.map((term) => term.loss(here));
  const channels = channelsOf(asked, shape);
  const losses = channels.through(asked);
  const weight = (k: number): string => row.weight(firstPart + k);
  const columns = [...source.x.map((_, k) => `x${String(k + 1)}`), "t", ...Object.keys(source.columns)];
  const texts = new Map([
    ...columns.map((name) => [name, `drawn.${name}`] as const),
    ...jetTexts(channels),
    ...terms.map((_, k) => [bar(k), weight(k)] as const),
  ]);
  const slopes = gradient(sum(losses.map((loss, k) => mul(input(bar(k)), loss))), channels.names);
  const scored = [...leaves(Object.values(source.columns))].some((name) => name.startsWith("referenceScore"));
  const directions =
    channels.wanted.second === "direction"
      ? source.x.map((_, k) => `tile_directions[lane * DIMENSION + ${String(k)}u] = drawn.w${String(k + 1)};`).join("\n")
      : "";
  return termShader({
    given,
    channels,
    points: false,
    level: source.level,
    drawn: lawsOf(source),
    densities: scored ? ["reference"] : [],
    own: terms.length,
    before: sourceWgsl("Point", source, (name) => row.live(name)),
    tile: `
    var drawn: DrawnPoint;
    if (lane < TILE) {
      drawn = drawPoint(i, ${row.step}, ${String(keyOf(given.seed, source.id))}u);
      ${inputStatements(given, texts)}
      ${directions}
    }
    jets_forward(lane, group);
    if (lane < TILE) ${statements([...slopes, ...losses], (name) => texts.get(name) ?? row.live(name), [
      ...cotangentUses(channels),
      ...losses.map((_, k) => (value: string) => `if (real) { part${String(k)} += ${weight(k)} * ${value}; }`),
    ])}
    jets_backward(lane, group);`,
  });
}
