/** @file The user's own points: how many, whether a link can carry them, and the way to keep them. */
import { givenPoints, type PointSlot } from "../../experiment/given-points.ts";
import { leftOutOfLink } from "../../experiment/linkable.ts";
import { pointCount, pointsOf } from "../../math/laws/point-set.ts";
import { useExperiment } from "../../state/experiment.ts";
import { formatCount } from "../format.ts";

function save(slot: PointSlot): void {
  const { n, d, values } = pointsOf(givenPoints(useExperiment.getState().draft[slot])?.rows);
  const lines = Array.from({ length: n }, (_, i) => values.subarray(i * d, (i + 1) * d).join(","));
  const text = [d === 1 ? "x" : "x,y", ...lines].join("\n");
  const address = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = slot === "data" ? "points.csv" : "start.csv";
  link.click();
  // The download has its own hold on the data once it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function OwnPoints({ slot }: { readonly slot: PointSlot }) {
  const count = useExperiment((state) => pointCount(givenPoints(state.draft[slot])?.rows));
  const left = useExperiment((state) => leftOutOfLink(state.draft, [slot]));
  return (
    <>
      <p className="note">
        {formatCount(count)} points.{" "}
        <button type="button" className="text-button" onClick={() => save(slot)}>
          Save as CSV
        </button>
      </p>
      {left === 0 ? null : (
        <p className="note" role="status">
          Too many for a link: it carries {formatCount(count - left)} of them. Keep the rest as a file.
        </p>
      )}
    </>
  );
}
