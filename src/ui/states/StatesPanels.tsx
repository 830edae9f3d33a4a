/** @file The left column of a game of states: model, how people change, what they pay, the solver, how long it lasts and who the agents are. */
import { specs } from "../../catalogue/specs.ts";
import { specOfKind } from "../../experiment/slots.ts";
import { edit, useExperiment } from "../../state/experiment.ts";
import { Picker } from "../controls/Picker.tsx";
import { Card } from "../panels/Card.tsx";
import { Entry } from "../panels/Entry.tsx";
import { ParameterFields } from "../panels/Fields.tsx";
import { MisfitNote } from "../panels/Misfit.tsx";
import "../panels/panels.css";

export function StatesPanels() {
  const model = useExperiment((state) => state.draft.model);
  const spec = specs.model.get(model);
  const dynamics = useExperiment((state) => specOfKind("dynamics", state.draft.game.dynamics.id)?.section);
  const running = useExperiment((state) => specOfKind("lagrangian", state.draft.game.lagrangian.id)?.section);
  const objective = useExperiment((state) => specOfKind("objective", state.draft.objective.id)?.section);
  return (
    <>
      <Card title="Model" section={spec?.section}>
        <Picker label="Model" options={[...specs.model.values()]} value={model} onChange={(id) => edit({ model: id })} />
        <p className="note">{spec?.about}</p>
        <MisfitNote path="data" />
      </Card>
      <Card title="Dynamics" slot="dynamics" section={dynamics}>
        <Entry path="game.dynamics" kind="dynamics" label="Dynamics" />
        <ParameterFields paths={["game.horizon"]} />
      </Card>
      <Card title="Running cost" slot="running" section={running}>
        <Entry path="game.lagrangian" kind="lagrangian" label="Running cost" />
      </Card>
      <Card title="Solver" section={objective}>
        <Entry path="objective" kind="objective" label="Objective" formula={false} />
        <ParameterFields paths={["game.discount"]} />
      </Card>
    </>
  );
}
