/** @file The densities as pictures drawn by their own samplers: one of many, by arrow keys or a tap. */
import { useId, useMemo } from "react";
import { specs } from "../../catalogue/specs.ts";
import type { Chosen } from "../../experiment/experiment.ts";
import { givenPoints } from "../../experiment/given-points.ts";
import { resolve } from "../../experiment/resolve.ts";
import { edit, endGesture, useExperiment } from "../../state/experiment.ts";
import { Thumbnail } from "./Thumbnail.tsx";

/** With the parameters that choosing it gives: in the plane first, then on the line, the user's own last. */
function choices(): readonly Chosen[] {
  const all = [...specs.density.keys()].flatMap((id) => resolve({ model: "score-diffusion", data: { id } }, "lenient").draft?.data ?? []);
  const place = ({ id, params }: Chosen): number => {
    const spec = specs.density.get(id);
    return spec?.givenRows !== undefined ? 3 : (spec?.dimension(params) ?? 2) === 2 ? 1 : 2;
  };
  return all.sort((a, b) => place(a) - place(b));
}

export function DataPicker() {
  const name = useId();
  const data = useExperiment((state) => state.draft.data);
  const densities = useMemo(() => choices(), []);
  return (
    <div
      className="thumbs"
      role="radiogroup"
      aria-label="Data"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) endGesture();
      }}
    >
      {densities.map((density) => {
        const chosen = density.id === data?.id;
        const title = specs.density.get(density.id)?.title ?? density.id;
        return (
          <label key={density.id} className="thumb" title={title}>
            <input
              type="radio"
              className="unseen"
              name={name}
              aria-label={title}
              checked={chosen}
              // Walking along with the arrow keys is one entry of the undo list.
              onChange={() => edit({ "data.id": density.id }, "data.id")}
            />
            {givenPoints(density) !== undefined && !chosen ? (
              <span className="pencil" aria-hidden="true">
                ✎
              </span>
            ) : (
              <Thumbnail density={chosen ? data : density} />
            )}
          </label>
        );
      })}
      <label className="thumb" title="No data">
        <input
          type="radio"
          className="unseen"
          name={name}
          aria-label="No data"
          checked={data === null}
          onChange={() => edit({ data: null }, "data.id")}
        />
        <span className="pencil" aria-hidden="true">
          ∅
        </span>
      </label>
    </div>
  );
}
