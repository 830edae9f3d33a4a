/**
 * @file A vector field in the plane, split in L²(ρ) into a gradient and a part that moves no mass (weighted Helmholtz decomposition).
 *
 *     e = ∇φ + w,    ∇·(ρ w) = 0,    ∇·(ρ ∇φ) = ∇·(ρ e),    E_ρ|e|² = E_ρ|∇φ|² + E_ρ|w|²
 *
 * φ lives at the middles of n × n cells, fields and ρ on the faces between them (order 2): with D the differences across faces and
 * W the weights of ρ there, DᵀW D φ = DᵀW e are the normal equations of min |e − Dφ|²_W. So the squares add up on the grid too, not only
 * in the limit; no mass passes the walls of the box.
 *
 * Conjugate gradients, scaled by the diagonal (ρ spans many orders of magnitude): r_k ⊥ φ_k, so the squares add up after any number
 * of steps, and a step adds α_k r_k·z_k to |Dφ|²_W: what the last steps added bounds what is missing (Hestenes and Stiefel, 1952).
 */

export interface FaceGrid {
  /** Cells along an edge. */
  readonly n: number;
  /** Middle of the first cell, and from one to the next, along each axis. */
  readonly low: readonly [number, number];
  readonly step: readonly [number, number];
}

/** On the n(n − 1) faces that part neighbours along x₁, and along x₂. */
export type OnFaces = readonly [Float64Array, Float64Array];

export interface FieldParts {
  /** E_ρ|e|², E_ρ|∇φ|², E_ρ|w|². */
  readonly total: number;
  readonly gradient: number;
  readonly rotational: number;
}

/** Middles of the faces across an axis, [n(n − 1), 2], in the order of `OnFaces`. */
export function faceMiddles({ n, low, step }: FaceGrid, axis: 0 | 1): Float64Array {
  const across = axis === 0 ? n - 1 : n;
  const x = new Float64Array(2 * n * (n - 1));
  for (let f = 0; f < n * (n - 1); f++) {
    const at = [f % across, Math.floor(f / across)];
    for (const a of [0, 1] as const) x[2 * f + a] = low[a] + step[a] * (at[a]! + (a === axis ? 0.5 : 0));
  }
  return x;
}

/** E_ρ|e|². */
export function meanSquare(field: OnFaces, density: OnFaces): number {
  const of = (axis: 0 | 1): number => field[axis].reduce((sum, value, f) => sum + density[axis][f]! * value * value, 0);
  return (of(0) + of(1)) / massOf(density);
}

/** Of ρ, summed over the faces across either axis. */
function massOf([along, across]: OnFaces): number {
  const sum = (rho: Float64Array): number => rho.reduce((more, value) => more + value, 0);
  return (sum(along) + sum(across)) / 2;
}

/** Added by so many steps in a row, less than this share of the whole: nothing more is to come. */
const SETTLED = 1e-9;
const IN_A_ROW = 20;

/**
 * @param field e₁ on the faces across x₁, e₂ on those across x₂
 * @param density ρ there, up to a factor
 * @throws Error where the conjugate gradients do not come to an end
 */
export function fieldParts({ n, step }: Pick<FaceGrid, "n" | "step">, field: OnFaces, density: OnFaces): FieldParts {
  const total = meanSquare(field, density);
  const flux = (e: OnFaces): OnFaces => [e[0].map((value, f) => value * density[0][f]!), e[1].map((value, f) => value * density[1][f]!)];
  const residual = inflow(n, step, flux(field));
  const scale = scaling(n, step, density);
  const weight = 1 / massOf(density);
  const phi = new Float64Array(n * n);
  let z = residual.map((value, i) => value * scale[i]!);
  let direction = z.slice();
  let rz = dot(residual, z);
  const added: number[] = [];
  for (let k = 0; rz > 0; k++) {
    if (k > 20 * n + IN_A_ROW) throw new Error(`The split of the field did not settle in ${String(k)} steps.`);
    const image = inflow(n, step, flux(slopes(n, step, direction)));
    const alpha = rz / dot(direction, image);
    for (let i = 0; i < phi.length; i++) {
      phi[i]! += alpha * direction[i]!;
      residual[i]! -= alpha * image[i]!;
    }
    added.push(weight * alpha * rz);
    if (added.slice(-IN_A_ROW).reduce((sum, more) => sum + more, 0) < SETTLED * total && k >= IN_A_ROW) break;
    z = residual.map((value, i) => value * scale[i]!);
    const next = dot(residual, z);
    const keep = next / rz;
    direction = direction.map((value, i) => z[i]! + keep * value);
    rz = next;
  }
  const gradient = slopes(n, step, phi);
  return {
    total,
    gradient: meanSquare(gradient, density),
    rotational: meanSquare(
      [field[0].map((value, f) => value - gradient[0][f]!), field[1].map((value, f) => value - gradient[1][f]!)],
      density,
    ),
  };
}

/** D φ: differences across faces. */
function slopes(n: number, [h1, h2]: readonly [number, number], phi: Float64Array): OnFaces {
  const [along, across] = [new Float64Array(n * (n - 1)), new Float64Array(n * (n - 1))];
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n - 1; i++) along[j * (n - 1) + i] = (phi[j * n + i + 1]! - phi[j * n + i]!) / h1;
    if (j < n - 1) for (let i = 0; i < n; i++) across[j * n + i] = (phi[(j + 1) * n + i]! - phi[j * n + i]!) / h2;
  }
  return [along, across];
}

/** Dᵀ of a flux: what flows into each cell, −∇· of it. */
function inflow(n: number, [h1, h2]: readonly [number, number], [along, across]: OnFaces): Float64Array {
  const into = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n - 1; i++) {
      const through = along[j * (n - 1) + i]! / h1;
      into[j * n + i]! -= through;
      into[j * n + i + 1]! += through;
    }
    if (j === n - 1) continue;
    for (let i = 0; i < n; i++) {
      const through = across[j * n + i]! / h2;
      into[j * n + i]! -= through;
      into[(j + 1) * n + i]! += through;
    }
  }
  return into;
}

/** 1 / diagonal of DᵀW D; 0 where nobody is. */
function scaling(n: number, [h1, h2]: readonly [number, number], [along, across]: OnFaces): Float64Array {
  return Float64Array.from({ length: n * n }, (_, cell) => {
    const [i, j] = [cell % n, Math.floor(cell / n)];
    const sides = (i > 0 ? along[j * (n - 1) + i - 1]! : 0) + (i < n - 1 ? along[j * (n - 1) + i]! : 0);
    const ends = (j > 0 ? across[(j - 1) * n + i]! : 0) + (j < n - 1 ? across[j * n + i]! : 0);
    const diagonal = sides / (h1 * h1) + ends / (h2 * h2);
    return diagonal > 0 ? 1 / diagonal : 0;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
