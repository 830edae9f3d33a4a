/** @file Running costs of the speed alone, in numbers: what closed forms know of them. */

export interface SpeedCost {
  /** ℓ(r). */
  value(speed: number): number;
  /** ℓ'(r). */
  slope(speed: number): number;
  /** ℓ = ∞ from here on. */
  readonly limit: number;
}

/** w rᵞ/γ. */
export function powerCost(exponent: number, weight: number): SpeedCost {
  return {
    value: (speed) => (weight * speed ** exponent) / exponent,
    slope: (speed) => weight * speed ** (exponent - 1),
    limit: Number.POSITIVE_INFINITY,
  };
}

/** c² − c²√(1 − r²/c²). */
export function limitedCost(c: number): SpeedCost {
  const root = (speed: number): number => Math.sqrt((1 - speed / c) * (1 + speed / c));
  return { value: (speed) => speed ** 2 / (1 + root(speed)), slope: (speed) => speed / root(speed), limit: c };
}
