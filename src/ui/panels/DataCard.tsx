/** @file The data: which density, how many samples of it, or the user's own points. */
import { specs } from "../../catalogue/specs.ts";
import { fields } from "../../experiment/fields.ts";
import { edit, useExperiment } from "../../state/experiment.ts";
import { Toggle } from "../controls/Toggle.tsx";
import { Param } from "../controls/Param.tsx";
import { Card } from "./Card.tsx";
import { Entry } from "./Entry.tsx";
import { PointsEntry, pointsParam } from "./PointsEntry.tsx";

/** The density that is the user's own. */
const OWN_POINTS = "points";

const SAMPLES = fields["data.samples"];

export function DataCard() {
  const infinite = useExperiment((state) => state.draft.data.samples === "infinite");
  const id = useExperiment((state) => state.draft.data.id);
  const spec = specs.density.get(id);
  // Nobody types points one by one: that parameter is read from text.
  const points = id === OWN_POINTS && spec !== undefined ? pointsParam(spec) : undefined;
  return (
    <Card title="Data">
      <Entry path="data" kind="density" label="Data" formula={false} except={points === undefined ? [] : [points]} />
      {points === undefined ? null : <PointsEntry param={points} />}
      <Toggle
        label="Endless training samples"
        className="wide"
        on={infinite}
        onChange={(on) => edit({ "data.samples": on ? "infinite" : (SAMPLES?.spec.default ?? 1024) })}
      />
      {infinite || SAMPLES === undefined ? null : <Param path="data.samples" label="Training samples" spec={SAMPLES.spec} />}
    </Card>
  );
}
