/**
 * @file From the world to the pixels of a pane, and round numbers for its axes.
 *
 * In the plane both axes have the same scale, and the box [c − R, c + R]² fills the shorter side. On the line x runs upwards over
 * [c − R, c + R] and t to the right over [0, T].
 */

import { scientific } from "./number-text.ts";

export interface Viewport {
  readonly width: number;
  readonly height: number;
  /** Horizontal pixel of a world coordinate: x₁, or t on the line. */
  toX(value: number): number;
  /** Vertical pixel of a world coordinate: x₂, or x on the line. */
  toY(value: number): number;
  /** And back. */
  fromX(pixel: number): number;
  fromY(pixel: number): number;
}

/** Room for tick labels around the picture of a problem on the line. */
const MARGIN = { left: 30, right: 12, top: 26, bottom: 22 } as const;

export function planeViewport(width: number, height: number, radius: number, centre = 0): Viewport {
  const scale = Math.min(width, height) / (2 * radius);
  return {
    width,
    height,
    toX: (x) => width / 2 + (x - centre) * scale,
    toY: (y) => height / 2 - (y - centre) * scale,
    fromX: (pixel) => centre + (pixel - width / 2) / scale,
    fromY: (pixel) => centre + (height / 2 - pixel) / scale,
  };
}

export function lineViewport(width: number, height: number, radius: number, horizon: number, centre = 0): Viewport {
  const { left, right, top, bottom } = MARGIN;
  const across = width - left - right;
  const up = (height - top - bottom) / (2 * radius);
  return {
    width,
    height,
    toX: (t) => left + (across * t) / horizon,
    toY: (x) => height - bottom - (x - centre + radius) * up,
    fromX: (pixel) => (horizon * (pixel - left)) / across,
    fromY: (pixel) => centre + (height - bottom - pixel) / up - radius,
  };
}

/** Round numbers inside [low, high], about `count` of them: steps of 1, 2 or 5 times a power of ten. */
export function ticks(low: number, high: number, count: number): number[] {
  const raw = (high - low) / count;
  if (!(raw > 0) || !Number.isFinite(raw)) return [];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((k) => k * power).find((candidate) => candidate >= raw * 0.999) ?? 10 * power;
  const found: number[] = [];
  for (let k = Math.ceil(low / step); k * step <= high + step * 1e-9; k += 1) found.push(k === 0 ? 0 : k * step);
  return found;
}

/** Smaller ones, and as many zeros as this, are powers of ten. */
const SMALLEST = 1e-4;
const LARGEST = 1e6;

/** A tick without the noise of binary fractions. */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  if (size > 0 && (size < SMALLEST || size >= LARGEST)) {
    const digits = Number(value.toPrecision(6)).toExponential().split("e")[0] ?? "";
    return scientific(value, Math.max(0, digits.replace("-", "").length - 2));
  }
  return String(Number(value.toPrecision(6))).replace("-", "−");
}
