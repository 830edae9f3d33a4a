/** @file The data: which density, how many samples of it, or the user's own points. */
import { fields } from "../../experiment/fields.ts";
import { edit, useExperiment } from "../../state/experiment.ts";
import { Switch } from "react-aria-components";
import { Param } from "../controls/Param.tsx";
import { Card } from "./Card.tsx";
import { Entry } from "./Entry.tsx";

const SAMPLES = fields["data.samples"];

export function DataCard() {
  const infinite = useExperiment((state) => state.draft.data.samples === "infinite");
  const own = useExperiment((state) => state.draft.data.id === "points");
  return (
    <Card title="Data">
      <Entry path="data" kind="density" label="Data" formula={false} except={own ? ["points", "rows"] : []} />
      <Switch
        className="switch wide"
        isSelected={infinite}
        onChange={(on) => edit({ "data.samples": on ? "infinite" : (SAMPLES?.spec.default ?? 1024) })}
      >
        <span>Endless training samples</span>
        <span className="switch-track" aria-hidden="true" />
      </Switch>
      {infinite || SAMPLES === undefined ? null : <Param path="data.samples" label="Training samples" spec={SAMPLES.spec} />}
    </Card>
  );
}
