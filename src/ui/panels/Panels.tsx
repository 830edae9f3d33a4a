/** @file The left column, as one reads the problem: data, model, the four slots, the HJB regulariser, network, training. */
import { specs } from "../../catalogue/specs.ts";
import { edit, useExperiment } from "../../state/experiment.ts";
import { Picker } from "../controls/Picker.tsx";
import { DataCard } from "../data/DataCard.tsx";
import { Card } from "./Card.tsx";

import { Entry } from "./Entry.tsx";
import { Fields } from "./Fields.tsx";
import { InteractionCard } from "./InteractionCard.tsx";
import { MisfitNote } from "./Misfit.tsx";
import { StopField } from "./StopField.tsx";
import "./panels.css";

export function Panels() {
  return (
    <>
      <DataCard />
      <ModelCard />
      <Card title="Dynamics" slot="dynamics">
        <Entry path="game.dynamics" kind="dynamics" label="Dynamics" />
      </Card>
      <Card title="Running cost" slot="running">
        <Entry path="game.lagrangian" kind="lagrangian" label="Running cost" />
      </Card>
      <InteractionCard />
      <Card title="Terminal cost" slot="terminal">
        <Entry path="game.terminal" kind="functional" label="Terminal cost" />
        <Fields paths={["regularisers.terminal.weight", "regularisers.initial.weight"]} />
      </Card>
      <Card title="HJB regulariser" slot="hjb">
        <HjbFields />
      </Card>
      <Card title="Network" folded>
        <Fields paths={NETWORK} />
      </Card>
      <Card title="Training" folded>
        <Entry path="objective" kind="objective" label="Objective" formula={false} />
        <Fields paths={TRAINING} />
        <StopField />
      </Card>
      <Card title="Sampling and game" folded>
        <Fields paths={["sampling.method", "sampling.steps", "game.horizon", "game.discount"]} />
        <h3 className="sub">Reference ρ₀</h3>
        <Entry path="reference" kind="density" label="Reference" formula={false} />
      </Card>
    </>
  );
}

const NETWORK = ["output", "width", "depth", "activation", "time", "quadraticRank", "preconditioning", "lastLayerScale"].map(
  (name) => `network.${name}`,
);

const TRAINING = [
  "training.optimiser.params.rate",
  "training.batch",
  "training.schedule",
  "training.warmup",
  "training.clip",
  "training.ema",
];

function HjbFields() {
  const on = useExperiment((state) => state.draft.regularisers.hjb.weight > 0);
  const more = on ? ["norm", "points", "scale", "ramp"].map((name) => `regularisers.hjb.${name}`) : [];
  return <Fields paths={["regularisers.hjb.weight", ...more]} />;
}

function ModelCard() {
  const model = useExperiment((state) => state.draft.model);
  const about = specs.model.get(model)?.about;
  return (
    <Card title="Model">
      <Picker label="Model" options={[...specs.model.values()]} value={model} onChange={(id) => edit({ model: id })} />
      <p className="note">{about}</p>
      <MisfitNote path="objective.id" />
    </Card>
  );
}
