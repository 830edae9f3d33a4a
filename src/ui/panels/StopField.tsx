/** @file When training stops: after steps or after seconds, one or the other; and whether it waits while nobody looks. */
import { fields } from "../../experiment/fields.ts";
import { edit, useExperiment } from "../../state/experiment.ts";
import { useView } from "../../state/view.ts";
import { ChoiceParam } from "../controls/ChoiceParam.tsx";
import { Toggle } from "../controls/Toggle.tsx";
import { choice } from "../../catalogue/params.ts";
import { Fields } from "./Fields.tsx";

const KIND = choice({
  about: "Training ends after a number of steps (repeatable) or after a time.",
  default: "steps",
  options: [
    { id: "steps", title: "steps" },
    { id: "seconds", title: "seconds" },
  ],
  applies: "live",
});

export function StopField() {
  const kind = useExperiment((state) => ("seconds" in state.draft.training.stop ? "seconds" : "steps"));
  const waits = useView((view) => view.waitHidden);
  return (
    <>
      <ChoiceParam
        label="Stop by"
        spec={KIND}
        value={kind}
        fallback={kind}
        onChange={(next) => edit({ [`training.stop.${next}`]: fields[`training.stop.${next}`]?.spec.default })}
        onEnd={() => undefined}
      />
      <Fields paths={[`training.stop.${kind}`]} />
      <Toggle label="Wait while the tab is hidden" className="small" on={waits} onChange={(on) => useView.setState({ waitHidden: on })} />
    </>
  );
}
