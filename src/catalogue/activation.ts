/**
 * @file The contract of an activation: a smooth a(z), and the slopes of it that the jets of a layer need.
 *
 *     h = a(z),   h_c = a′ z_c,   h_s = a′ z_s + a″ q,   and the adjoint of that takes a‴
 *
 * The slopes are written once, in the operations of `Lanes`. The wasm kernels print them (engine/kernels/wasm/activations-assembly.ts),
 * the WGSL kernels too (webgpu/activations-wgsl.ts), the oracle computes them with tfjs (reference/activations.ts). `value` is a in f64,
 * from its definition: the tests differentiate it and hold the four against it.
 */
export interface ActivationSpec {
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly about: string;
  /** TeX of a(z). */
  readonly formula: string;
}

/**
 * Arithmetic on four numbers at a time, by whoever runs the formula: V is a piece of program text or a tensor. In f32, to about 1e-7
 * of the result; NaN in, NaN out. Products and sums are rounded in the order in which they are written.
 */
export interface Lanes<V> {
  add(a: V | number, b: V | number): V;
  sub(a: V | number, b: V | number): V;
  mul(a: V | number, b: V | number): V;
  div(a: V | number, b: V | number): V;
  /** a b + c, in one instruction where the fast build has one. */
  muladd(a: V | number, b: V | number, c: V | number): V;
  neg(a: V): V;
  abs(a: V): V;
  /** max(a, 0). */
  positive(a: V): V;
  /** `yes` where a ≥ 0, else `no`. */
  choose(a: V, yes: V, no: V): V;
  /** eᵃ for a ≤ 0; from e⁻⁸⁷ on it stays there. */
  expNegative(a: V): V;
  /** log(1 + a) for 0 ≤ a ≤ 1. */
  logOnePlus(a: V): V;
  tanh(a: V): V;
  sine(a: V): V;
  cosine(a: V): V;
  /** The coefficients begin with that of the highest power. */
  polynomial(a: V, coefficients: readonly number[]): V;
}

/** a, and on demand a′, a″, a‴: where they are not asked for, only what stands outside of the functions is computed. */
export interface Slopes<V> {
  readonly value: V;
  readonly first: () => V;
  readonly second: () => V;
  readonly third: () => V;
}

export interface Activation {
  readonly spec: ActivationSpec;
  /** Factor on the starting weights: √2 where the slope at 0 is ½, or a deep network would start almost constant. */
  readonly gain: number;
  /** a(x) in f64, from its definition. */
  value(x: number): number;
  slopes<V>(z: V, lanes: Lanes<V>): Slopes<V>;
}

/* @__NO_SIDE_EFFECTS__ */
export function activationSpec(spec: ActivationSpec): ActivationSpec {
  return spec;
}

/* @__NO_SIDE_EFFECTS__ */
export function activation(spec: ActivationSpec, numerics: Omit<Activation, "spec">): Activation {
  return { spec, ...numerics };
}
