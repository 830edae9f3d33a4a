/**
 * @file Claims about linear-quadratic games, at parameters drawn at random: on a grid, and learned, each against its closed form.
 *
 * A grid needs walls where there are no data: they stand so far out that nobody comes by. Without noise finite differences are of order 1
 * in the distance of nodes; what they find on two grids tells what they would find on an ever finer one.
 */
import { random } from "../math/random.ts";
import { atMost, type Claim, type OnGrid, seconds } from "./claim.ts";

type Draw = Readonly<Record<string, unknown>>;

const DRAWS = [1, 2, 3, 4, 5];
const PRESET = "front-nash";
const ROOM = { id: "room", params: { from: -6, to: 6 } };

/** The second and the fourth without noise; two ends are springs, three attractions; deciders change from slot to slot. */
function drawn(seed: number): { readonly noisy: boolean; readonly game: Draw } {
  const { uniform } = random(seed, "verify/linear-quadratic");
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const noisy = seed % 2 === 1;
  const kind = (social: boolean): string => (social ? "social" : "nash");
  const attraction = (most: number, social: boolean) => ({
    id: "mean-attraction",
    params: { weight: between(0.3, 2), share: between(-0.5, most), kind: kind(social) },
  });
  const spring = () => ({ id: "potential-energy", params: { weight: between(0.2, 1), x: between(-1, 1) } });
  const game: Draw = {
    "reference.params": { mean: [between(-1.5, 1.5)], covariance: [[between(0.5, 0.8) ** 2]] },
    "game.horizon": between(0.8, 1.5),
    "game.interactions": [spring(), attraction(1.5, seed > 2)],
    "game.terminal": seed > 3 ? spring() : attraction(1, seed === 2),
  };
  return { noisy, game: noisy ? { ...game, "game.dynamics": { id: "constant-noise", params: { sigma: between(0.3, 0.8) } } } : game };
}

const learning = (noisy: boolean): Draw =>
  noisy
    ? {
        objective: { id: "adjoint-matching", params: { integrator: "euler-maruyama", steps: 32 } },
        sampling: { method: "sde", steps: 128 },
      }
    : {};

const FINE = 1024;

/** By scaling as it is; by finite differences as far as two grids say. */
async function onGrid(
  solve: (settings: Draw, nodes?: number) => Promise<OnGrid>,
  { noisy, game }: ReturnType<typeof drawn>,
): Promise<OnGrid> {
  const settings: Draw = {
    ...game,
    world: ROOM,
    objective: { id: noisy ? "scaling" : "finite-differences" },
    "sampling.method": noisy ? "sde" : "ode",
  };
  if (noisy) return await solve(settings);
  const [coarse, fine] = [await solve(settings, FINE / 2), await solve(settings, FINE)];
  const beyond = (of: (found: OnGrid) => number): number => 2 * of(fine) - of(coarse);
  return {
    mean: [beyond(({ mean }) => mean[0]!)],
    covariance: [[beyond(({ covariance }) => covariance[0]![0]!)]],
    cost: beyond(({ cost }) => cost),
  };
}

const claim = (seed: number): Claim => ({
  name: `LQ, draw ${seed}: a linear-quadratic game on a grid and learned, against the closed form`,
  quick: false,
  async lines({ measure, onGrid: solve }) {
    const one = drawn(seed);
    const { exact, metrics } = await measure(PRESET, { ...one.game, ...learning(one.noisy), ...seconds(120) });
    if (!exact.known || exact.by !== "formula") throw new Error("The closed form is not found.");
    const grid = await onGrid((settings, nodes) => solve(PRESET, settings, nodes), one);
    const [mean, variance] = [exact.mean[0]!, exact.covariance[0]![0]!];
    const lines = (what: string, found: { readonly [K in keyof OnGrid]: OnGrid[K] | null | undefined }, bound: number) => [
      atMost(
        `${what}: mean, over the root of the mean square`,
        Math.abs((found.mean?.[0] ?? Number.NaN) - mean) / Math.sqrt(mean ** 2 + variance),
        bound,
      ),
      atMost(`${what}: variance, relative`, Math.abs((found.covariance?.[0]?.[0] ?? Number.NaN) / variance - 1), bound),
      atMost(`${what}: cost, relative`, Math.abs((found.cost ?? Number.NaN) / (exact.cost ?? Number.NaN) - 1), bound),
    ];
    return [
      ...lines(one.noisy ? "scaling" : "finite differences, extrapolated", grid, 0.01),
      ...lines("learned in 120 s", { ...metrics, cost: metrics.cost?.total }, 0.05),
    ];
  },
});

export const linearQuadraticClaims: readonly Claim[] = DRAWS.map(claim);
