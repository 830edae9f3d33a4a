/** @file A link as a QR code: one path of unit squares, black on white in every theme, because cameras want it so. */
import { encode } from "uqr";

/** Version 40 at the lowest level of correction holds this many bytes. */
const MOST_BYTES = 2953;

/** Modules of white around it, which readers need to find it. */
const QUIET = 3;

/**
 * The dark modules as an SVG path, and how many there are along an edge with the quiet zone; null: too long for a QR code.
 * @internal
 */
export function qrPath(text: string): { readonly path: string; readonly size: number } | null {
  if (new TextEncoder().encode(text).length > MOST_BYTES) return null;
  const { data, size } = encode(text, { ecc: "L", border: QUIET });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { path, size };
}

export function QrCode({ text }: { readonly text: string }) {
  const code = qrPath(text);
  if (code === null)
    return <p className="note">The link is too long for a QR code: it carries points of its own. Share the file instead.</p>;
  return (
    <svg className="qr" role="img" aria-label="QR code of the link" viewBox={`0 0 ${code.size} ${code.size}`} shapeRendering="crispEdges">
      <rect width={code.size} height={code.size} fill="#ffffff" />
      <path d={code.path} fill="#000000" />
    </svg>
  );
}
