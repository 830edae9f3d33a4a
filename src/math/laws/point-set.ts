/**
 * @file Points as one array, and as one string.
 *
 *     "rows:d:…"     … = base64 of the coordinates, row by row, as little-endian f64
 *
 * A hundred thousand rows as lists of lists are a hundred thousand objects: to compare, to copy to a worker and to walk through
 * with every edit. A string is compared by its address, copied at once, and is JSON as it stands. Every digit is kept.
 */
import type { Matrix } from "../matrices.ts";

export interface PointSet {
  readonly n: number;
  readonly d: number;
  /** [n, d] */
  readonly values: Float64Array;
}

const PREFIX = /^rows:([12]):/;
const HEAD = "rows:1:".length;
const BYTES = 8;

/** Below this a list of rows is kept: it can be read by people, and costs nothing. @internal */
export const FEWEST_PACKED = 2000;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** 64 characters hold 48 bytes: whole rows, of one number or of two. */
const FIRST = 64 * 32;

export function pointSet(rows: Matrix): PointSet {
  const d = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * d);
  rows.forEach((row, i) => values.set(row, i * d));
  return { n: rows.length, d, values };
}

/** @internal */
export function packed({ d, values }: PointSet): string {
  return `rows:${d}:${base64(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))}`;
}

/** `btoa` wants a string of the bytes first, which takes five times as long. */
function base64(bytes: Uint8Array): string {
  const codes = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0));
  const text = new Uint8Array(4 * Math.ceil(bytes.length / 3)).fill("=".charCodeAt(0));
  for (let i = 0, at = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text[at++] = codes[group >> 18]!;
    text[at++] = codes[(group >> 12) & 63]!;
    if (left > 1) text[at++] = codes[(group >> 6) & 63]!;
    if (left > 2) text[at++] = codes[group & 63]!;
  }
  return new TextDecoder().decode(text);
}

/** n and d without unpacking, or null where the string is no packed points. */
export function packedShape(text: string): { readonly n: number; readonly d: number } | null {
  const d = Number(PREFIX.exec(text.slice(0, HEAD))?.[1]);
  if (Number.isNaN(d)) return null;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const n = ((text.length - HEAD) * 3) / 4 - padding;
  return Number.isInteger(n / (BYTES * d)) ? { n: n / (BYTES * d), d } : null;
}

/** null where the string is no packed points. */
export function unpacked(text: string): PointSet | null {
  const shape = packedShape(text);
  if (shape === null) return null;
  let binary: string;
  try {
    binary = atob(text.slice(HEAD));
  } catch {
    return null;
  }
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  // atob passes over blanks, so the length may not be the one that was counted.
  return bytes.length === shape.n * shape.d * BYTES ? { ...shape, values: new Float64Array(bytes.buffer) } : null;
}

/** Points however they are written: rows, or packed. */
export function pointsOf(written: unknown): PointSet {
  const points = typeof written === "string" ? unpacked(written) : pointSet(written as Matrix);
  if (points === null) throw new Error("This text is no packed points.");
  return points;
}

/** A few points from the beginning, without unpacking the rest; all of them if they are few. */
export function firstPoints(written: unknown): PointSet {
  return pointsOf(typeof written === "string" ? written.slice(0, HEAD + FIRST) : (written as Matrix).slice(0, FIRST));
}

/** How many, without unpacking. */
export function pointCount(written: unknown): number {
  return typeof written === "string" ? (packedShape(written)?.n ?? 0) : (written as Matrix).length;
}

export function pointDimension(written: unknown): number {
  return typeof written === "string" ? (packedShape(written)?.d ?? 0) : ((written as Matrix)[0]?.length ?? 0);
}

/** As many as can be read by people as rows, more than that packed. */
export function written(rows: Matrix): Matrix | string {
  return rows.length < FEWEST_PACKED ? rows : packed(pointSet(rows));
}
