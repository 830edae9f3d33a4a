/** @file When training stops: after steps or after seconds, one or the other; whether it waits while nobody looks; and how it multiplies. */
import { fields } from "../../experiment/fields.ts";
import { edit, useExperiment } from "../../state/experiment.ts";
import { useFlags } from "../../state/flags.ts";
import { useView } from "../../state/view.ts";
import { ChoiceParam } from "../controls/ChoiceParam.tsx";
import { FlagParam } from "../controls/FlagParam.tsx";
import { Toggle } from "../controls/Toggle.tsx";
import { choice, flag } from "../../catalogue/params.ts";
import { ParameterFields } from "./Fields.tsx";

const KIND = choice({
  about: "Training ends after a number of steps (repeatable) or after a time.",
  default: "steps",
  options: [
    { id: "steps", title: "steps" },
    { id: "seconds", title: "seconds" },
  ],
  applies: "live",
});

const FUSED = flag({
  about:
    "In WebAssembly, a · b + c is rounded once instead of twice, where the machine can: steps are about a sixth faster in the lab. Machines round in their own ways, so fused products repeat only on one kind of machine. What computes now, and why, stands below the stage.",
  default: false,
  applies: "restart",
});

export function StopField() {
  const kind = useExperiment((state) => ("seconds" in state.draft.training.stop ? "seconds" : "steps"));
  const waits = useView((view) => view.waitHidden);
  const fast = useFlags((flags) => flags.fast);
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
      <ParameterFields paths={[`training.stop.${kind}`]} />
      <Toggle label="Wait while the tab is hidden" className="small" on={waits} onChange={(on) => useView.setState({ waitHidden: on })} />
      <FlagParam
        label="Fused products"
        spec={FUSED}
        value={fast}
        fallback={FUSED.default}
        onChange={(on) => useFlags.setState({ fast: on })}
        onEnd={() => undefined}
      />
    </>
  );
}
