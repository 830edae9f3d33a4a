/**
 * @file Numerical Hamiltonians g(p⁻, p⁺): what the Hamiltonian becomes between one-sided differences p⁻ (to the lower neighbour) and p⁺ (to
 * the upper one) of U. They grow with p⁻ and fall with p⁺ (monotone), so their slopes are rates of jumps between nodes:
 *
 *     rate down an axis = (σ²/2)/h² + ∂g/∂p⁻/h,      rate up = (σ²/2)/h² − ∂g/∂p⁺/h
 *
 * A convex 𝓗 is 𝓗(0) + s·p + K(p) with s = ∂𝓗/∂p(0), K ≥ 0 and least at 0. What is linear is differenced against its wind. Where K is
 * even in each component and grows with its size, the split of Achdou and Capuzzo-Dolcetta:
 *
 *     g = 𝓗(0) + Σ (s⁺ p⁻ − s⁻ p⁺) + K(r),     rₖ² = max(pₖ⁻, 0)² + min(pₖ⁺, 0)²
 *
 * Any other (a lopsided one, one with a mixed term) after Lax and Friedrichs, with as much viscosity at a node as keeps its rates positive:
 *
 *     g = 𝓗((p⁻ + p⁺)/2) − Σ (θₖ/2)(pₖ⁺ − pₖ⁻),     θₖ ≥ |∂𝓗/∂pₖ| − σ²/h
 *
 * Both are convex in U wherever 𝓗 is convex in p. At a wall the difference through it is 0: reflection.
 */
import type { Lattice } from "../lattice.ts";
import { withFields } from "../lent-fields.ts";
import { type Chain, strideOf } from "./chain.ts";

/** 𝓗 and ∂𝓗/∂p at the nodes for momenta p there, [d][n]; value and slopes are written. */
export type HamiltonianAt = (p: readonly Float64Array[], value: Float64Array, slopes: readonly Float64Array[]) => void;

/**
 * Writes the chain whose rates are the slopes of g at U, and what its jumps cost, [n]: Σ (∂g/∂p⁻ p⁻ + ∂g/∂p⁺ p⁺) − g, the discrete
 * Lagrangian. So −(σ²/2)ΔU + g = A U − cost.
 */
export type NumericalHamiltonian = (U: Float64Array, chain: Chain, cost: Float64Array) => void;

interface Given {
  readonly lattice: Lattice;
  /** θ so far, [d][n]: Lax and Friedrichs' grows it where it has to. */
  readonly viscosity: readonly Float64Array[];
  /** σ²/2. */
  readonly diffusion: number;
  readonly hamiltonian: HamiltonianAt;
}

export const fieldsOn = ({ axes, n }: Lattice): Float64Array[] => axes.map(() => new Float64Array(n));

type FourTimes = readonly [readonly Float64Array[], readonly Float64Array[], readonly Float64Array[], readonly Float64Array[]];

/** A numerical Hamiltonian that is lent four fields along each axis to work with. */
function lentFields(lattice: Lattice, write: (...given: [...Parameters<NumericalHamiltonian>, FourTimes]) => void): NumericalHamiltonian {
  const d = lattice.axes.length;
  return (U, chain, cost) => {
    withFields(lattice, 4 * d, (fields) => {
      const part = (k: number): readonly Float64Array[] => fields.slice(k * d, (k + 1) * d);
      write(U, chain, cost, [part(0), part(1), part(2), part(3)]);
    });
  };
}

/** p⁻ and p⁺ along each axis. */
function differences({ lattice, U }: { lattice: Lattice; U: Float64Array }, back: readonly Float64Array[], ahead: readonly Float64Array[]) {
  lattice.axes.forEach(({ step }, k) => {
    const stride = strideOf(lattice, k);
    const [low, high] = [back[k]!, ahead[k]!];
    const inverse = 1 / step;
    for (let i = stride; i < lattice.n; i++) low[i] = (U[i]! - U[i - stride]!) * inverse;
    for (let i = stride; i < lattice.n; i++) high[i - stride] = low[i]!;
    atWalls(lattice, k, low, high);
  });
}

/** Nothing goes through a wall. */
function atWalls({ axes, n }: Lattice, k: number, down: Float64Array, up: Float64Array): void {
  const nodes = axes[k]!.nodes;
  const [lines, across, last] = k === 0 ? [n / nodes, nodes, nodes - 1] : [n / nodes, 1, n - n / nodes];
  for (let l = 0; l < lines; l++) {
    down[l * across] = 0;
    up[l * across + last] = 0;
  }
}

/** ∇U at the nodes, [d][n]; at a wall from one side, halved: there U is even. */
export function centralDifferences(lattice: Lattice, U: Float64Array): readonly Float64Array[] {
  const [back, ahead] = [fieldsOn(lattice), fieldsOn(lattice)];
  differences({ lattice, U }, back, ahead);
  return back.map((low, k) => low.map((value, i) => (value + ahead[k]![i]!) / 2));
}

/** Slopes of g in p⁻ and in p⁺ along an axis, [n] each. */
interface OneSided {
  readonly back: Float64Array;
  readonly ahead: Float64Array;
}

/** Rates from slopes of g, 0 through walls. */
function setRates({ lattice, down, up }: Chain, k: number, diffusion: number, { back, ahead }: OneSided): void {
  const { step } = lattice.axes[k]!;
  const [spread, inverse] = [diffusion / (step * step), 1 / step];
  const [low, high] = [down[k]!, up[k]!];
  for (let i = 0; i < lattice.n; i++) {
    low[i] = spread + back[i]! * inverse;
    high[i] = spread - ahead[i]! * inverse;
  }
  atWalls(lattice, k, low, high);
}

/** Achdou and Capuzzo-Dolcetta's, for K that is even in each component and grows with its size. */
export function splitHamiltonian({ lattice, diffusion, hamiltonian }: Given): NumericalHamiltonian {
  const { n } = lattice;
  const rest = fieldsOn(lattice);
  withFields(lattice, 1 + rest.length, ([unused, ...still]) => {
    for (const p of still) p.fill(0);
    hamiltonian(still, unused!, rest);
  });
  return lentFields(lattice, (U, chain, cost, [back, ahead, r, slopes]) => {
    differences({ lattice, U }, back, ahead);
    r.forEach((size, k) => {
      for (let i = 0; i < n; i++) {
        const [low, high] = [Math.max(back[k]![i]!, 0), Math.min(ahead[k]![i]!, 0)];
        size[i] = Math.sqrt(low * low + high * high);
      }
    });
    hamiltonian(r, cost, slopes);
    for (let i = 0; i < n; i++) cost[i] = -cost[i]!;
    r.forEach((size, k) => {
      const [low, high, slope, wind] = [back[k]!, ahead[k]!, slopes[k]!, rest[k]!];
      for (let i = 0; i < n; i++) {
        const s = wind[i]!;
        const bend = size[i]! > 0 ? Math.max(slope[i]! - s, 0) / size[i]! : 0;
        // What is linear in p cancels; K has ∂K/∂p⁻ p⁻ + ∂K/∂p⁺ p⁺ = r ∂K/∂r.
        cost[i]! += s * size[i]! + bend * size[i]! * size[i]!;
        low[i] = Math.max(s, 0) + bend * Math.max(low[i]!, 0);
        high[i] = Math.min(s, 0) + bend * Math.min(high[i]!, 0);
      }
      setRates(chain, k, diffusion, { back: low, ahead: high });
    });
  });
}

/** Room above the smallest viscosity, so that Newton's next point does not ask for more again. */
const MARGIN = 1.1;

/** Lax and Friedrichs', for any convex Hamiltonian. θ only grows while a step is solved, so its end is a scheme of its own, with fixed θ. */
export function laxFriedrichs({ lattice, diffusion, hamiltonian, viscosity }: Given): NumericalHamiltonian {
  const { n, axes } = lattice;
  return lentFields(lattice, (U, chain, cost, [back, ahead, middle, slopes]) => {
    differences({ lattice, U }, back, ahead);
    middle.forEach((p, k) => {
      for (let i = 0; i < n; i++) p[i] = (back[k]![i]! + ahead[k]![i]!) / 2;
    });
    hamiltonian(middle, cost, slopes);
    for (let i = 0; i < n; i++) cost[i] = -cost[i]!;
    axes.forEach(({ step }, k) => {
      const [low, high, slope, own] = [back[k]!, ahead[k]!, slopes[k]!, viscosity[k]!];
      const spared = (2 * diffusion) / step;
      for (let i = 0; i < n; i++) {
        const size = Math.abs(slope[i]!);
        if (own[i]! < size - spared) own[i] = MARGIN * size - spared;
        // The viscosity is linear in p, and cancels.
        cost[i]! += slope[i]! * middle[k]![i]!;
        low[i] = (slope[i]! + own[i]!) / 2;
        high[i] = (slope[i]! - own[i]!) / 2;
      }
      setRates(chain, k, diffusion, { back: low, ahead: high });
    });
  });
}
