/** @file Elementary functions of doubles in integers of as many digits as asked: what the doubles' own functions are held against. */

/** Numbers in units of 2^−digits. */
export interface Long {
  readonly digits: bigint;
  of(x: number): bigint;
  exp(x: bigint): bigint;
  log(x: bigint): bigint;
  sin(x: bigint): bigint;
  cos(x: bigint): bigint;
  times(a: bigint, b: bigint): bigint;
  over(a: bigint, b: bigint): bigint;
  readonly one: bigint;
}

const WORDS = new DataView(new ArrayBuffer(8));

/** A double as an integer times a power of two. */
function parts(x: number): { mantissa: bigint; exponent: number } {
  WORDS.setFloat64(0, x);
  const bits = WORDS.getBigUint64(0);
  const field = Number((bits >> 52n) & 2047n);
  const fraction = bits & ((1n << 52n) - 1n);
  const mantissa = field === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: x < 0 ? -mantissa : mantissa, exponent: Math.max(field, 1) - 1075 };
}

export function long(count: number): Long {
  const digits = BigInt(count);
  const one = 1n << digits;
  const times = (a: bigint, b: bigint): bigint => (a * b) >> digits;
  const over = (a: bigint, b: bigint): bigint => (a << digits) / b;
  const of = (x: number): bigint => {
    const { mantissa, exponent } = parts(x);
    const shift = digits + BigInt(exponent);
    if (shift < 0n && (mantissa & ((1n << -shift) - 1n)) !== 0n) throw new Error(`${String(x)} needs more digits`);
    return shift >= 0n ? mantissa << shift : mantissa >> -shift;
  };
  /** 2 artanh(a/b). */
  const artanh = (a: bigint, b: bigint): bigint => {
    const s = over(a, b);
    const q = times(s, s);
    let [power, total, k] = [s, 0n, 1n];
    while (power !== 0n && power !== -1n) {
      total += power / k;
      power = times(power, q);
      k += 2n;
    }
    return 2n * total;
  };
  const ln2 = artanh(1n, 3n);
  const floorHalf = (a: bigint, b: bigint): bigint => (2n * a + b) / (2n * b) - (2n * a + b < 0n ? 1n : 0n);
  const series = (x: bigint, first: bigint, from: bigint, by: bigint, sign: bigint): bigint => {
    let [term, total, k] = [first, first, from];
    while (term !== 0n && term !== -1n) {
      term = (sign * times(term, x)) / (by === 1n ? k : k * (k + 1n));
      total += term;
      k += by;
    }
    return total;
  };
  const exp = (x: bigint): bigint => {
    const k = floorHalf(x, ln2);
    const value = series(x - k * ln2, one, 1n, 1n, 1n);
    return k >= 0n ? value << k : value >> -k;
  };
  const log = (x: bigint): bigint => {
    let [m, e] = [x, 0n];
    while (3n * m > 4n * one) {
      m >>= 1n;
      e += 1n;
    }
    if (e > 0n) m = x >> e;
    while (3n * m < 2n * one) {
      m <<= 1n;
      e -= 1n;
    }
    return e * ln2 + artanh(m - one, m + one);
  };
  const sin = (x: bigint): bigint => series(times(x, x), x, 2n, 2n, -1n);
  const cos = (x: bigint): bigint => series(times(x, x), one, 1n, 2n, -1n);
  // π = 16 arctan 1/5 − 4 arctan 1/239, with room for the largest doubles.
  const room = digits + 1100n;
  const arctan = (n: bigint): bigint => {
    let [power, total, k, sign] = [(1n << room) / n, 0n, 1n, 1n];
    while (power > 0n) {
      total += (sign * power) / k;
      power /= n * n;
      k += 2n;
      sign = -sign;
    }
    return total;
  };
  const pi = 16n * arctan(5n) - 4n * arctan(239n);
  const turned = (x: bigint, f: (rest: bigint) => bigint): bigint => {
    const wide = x << 1100n;
    const k = floorHalf(wide, 2n * pi);
    return f((wide - k * 2n * pi) >> 1100n);
  };
  return { digits, one, of, exp, log, times, over, sin: (x) => turned(x, sin), cos: (x) => turned(x, cos) };
}

/** How far y is from the truth, in units of the truth's last place. */
export function unitsOff(y: number, truth: bigint, { digits, of }: Long): number {
  const size = truth < 0n ? -truth : truth;
  const exponent = Math.max(-1074, size.toString(2).length - 1 - Number(digits) - 52);
  const unit = digits + BigInt(exponent);
  if (unit < 20n) throw new Error("more digits");
  const away = (of(y) - truth) >> (unit - 20n);
  return Math.abs(Number(away)) / 2 ** 20;
}
