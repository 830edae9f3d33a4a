/** @file erfcx, erfc and masses under a normal, against values computed with 60 digits. */
import { expect, it } from "vitest";
import { erfc, erfcx, logErfc, normalInterval } from "../../src/math/special.ts";

// Computed at 60 digits.
const ERFCX = [
  [-3.0, 16205.9888539995866],
  [-0.5, 1.95236048918255709],
  [0.0, 1.0],
  [0.10000000000000001, 0.896456979969126637],
  [1.0, 0.427583576155807004],
  [3.7000000000000002, 0.147434997537185072],
  [12.0, 0.0468542210148937626],
  [150.0, 0.00376118031224799193],
  [1000000.0, 5.64189583547474192e-7],
];
const INTERVALS = [
  [-1.0, 2.0, -0.20016629432446258, 0.22963717909132897, -0.42750422676744297],
  [-3.0, -2.9, -7.5695680138074899, -2.9475460408656944, 7.6888571084874179],
  [0.0, 0.001, -7.8266939788534653, 0.00049999995833333472, -0.99999966666671111],
  [5.0, 5.001, -20.329192936978717, 5.0004995832918542, 24.004996165835234],
  [0.2, 0.204, -6.4608020905307561, 0.20199973066681324, -0.95919477547795621],
  [10.0, 30.0, -53.231285150512471, 10.098093233962512, 100.98093233962512],
  [-40.0, -39.0, -765.08315656437754, -39.025607419930108, 1521.9986893772742],
  [60.0, 61.0, -1805.0135606805671, 60.016657420241125, 3600.9994452144675],
  [-50.0, 60.0, 0.0, 5.4051492041927084e-544, -2.7025746020963542e-542],
  [7.5, 7.5001, -38.25465388340971, 7.5000499937499584, 55.250749909582084],
  [-0.001, 0.0005, -7.421228829078636, -0.00024999995312500352, -0.9999997500000375],
];

const relative = (a: number, b: number): number => Math.abs(a - b) / Math.max(Math.abs(b), 1e-300);

it("erfcx is right to a few units in the last place", () => {
  for (const [z, value] of ERFCX) expect(relative(erfcx(z!), value!)).toBeLessThan(2e-15);
});

it("erfc and its logarithm agree, also where erfc underflows", () => {
  for (const z of [-2, 0, 1, 5]) expect(logErfc(z)).toBeCloseTo(Math.log(erfc(z)), 12);
  expect(logErfc(100)).toBeCloseTo(-10_000 + Math.log(erfcx(100)), 9);
});

it("the mass of an interval under a normal and its two moments neither cancel nor underflow", () => {
  for (const [a, b, log, mean, second] of INTERVALS) {
    const out = { log: 0, mean: 0, second: 0 };
    normalInterval(a!, b!, out);
    // The ends are rounded to 1e-16 relative, which narrow intervals magnify.
    const rounding = 1e-13 + (4e-16 * Math.max(Math.abs(a!), Math.abs(b!), 1)) / (b! - a!);
    expect(Math.abs(out.log - log!)).toBeLessThan(rounding * Math.max(1, Math.abs(log!)));
    expect(Math.abs(out.mean - mean!)).toBeLessThan(rounding * Math.max(1, Math.abs(mean!)));
    expect(Math.abs(out.second - second!)).toBeLessThan(rounding * Math.max(1, Math.abs(second!)));
  }
});
