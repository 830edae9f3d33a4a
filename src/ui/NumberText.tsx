/** @file A text with numbers in it, their powers of ten set as such and read as such. */
import { Fragment } from "react";
import { spoken, textPieces } from "../plots/number-text.ts";

export function NumberText({ children: text }: { readonly children: string }) {
  const pieces = textPieces(text);
  if (pieces.every((piece) => typeof piece === "string")) return text;
  return (
    <span role="img" aria-label={spoken(text)} className="powers">
      {pieces.map((piece, k) => (
        <Fragment key={k}>
          {typeof piece === "string" ? (
            piece
          ) : (
            <>
              10<sup>{String(piece.exponent).replace("-", "−")}</sup>
            </>
          )}
        </Fragment>
      ))}
    </span>
  );
}
