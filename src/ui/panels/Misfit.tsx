/** @file Why choices do not fit together, at the field that says so, with a button for the nearest that do. */
import { useExperiment, edit } from "../../state/experiment.ts";

export function MisfitNote({ path }: { readonly path: string }) {
  const misfits = useExperiment((state) => state.misfits);
  return misfits
    .filter((misfit) => misfit.path === path)
    .map(({ reason, nearest }) => (
      <div key={reason} className="misfit" role="alert">
        <p>{reason}</p>
        <p className="note">Until then the run goes on with the last choices that fit.</p>
        {nearest === undefined ? null : (
          <button type="button" className="button" onClick={() => edit(nearest)}>
            Use the nearest that fits
          </button>
        )}
      </div>
    ));
}
