/** @file The left column, as one reads the problem: data, model, the four slots, the HJB regulariser, network, training. */
import { specs } from "../../catalogue/specs.ts";
import { notTyped } from "../../experiment/given-points.ts";
import { INTERACTIONS, type SlotKind, specOfKind } from "../../experiment/slots.ts";
import { settingOf } from "../../experiment/setting.ts";
import { isSolved } from "../../experiment/solved.ts";
import { valueAtPath } from "../../experiment/tree.ts";
import { openDialog } from "../../state/dialogs.ts";
import { edit, useExperiment } from "../../state/experiment.ts";
import { Picker } from "../controls/Picker.tsx";
import { Formula } from "../equation/Formula.tsx";
import { DataCard } from "../data/DataCard.tsx";
import { OwnPoints } from "../data/OwnPoints.tsx";
import { Card } from "./Card.tsx";
import { Entry } from "./Entry.tsx";
import { ParameterFields } from "./Fields.tsx";
import { InteractionCard } from "./InteractionCard.tsx";
import { MisfitNote } from "./Misfit.tsx";
import { StopField } from "./StopField.tsx";
import "./panels.css";

export function Panels() {
  const setting = useExperiment((state) => settingOf(state.draft));
  return setting === "stationary" ? <CrossingPanels /> : <FlowPanels />;
}

function FlowPanels() {
  const solved = useExperiment((state) => isSolved(state.draft));
  return (
    <>
      <DataCard />
      <ModelCard />
      <Card title="Dynamics" slot="dynamics" section={useSection("game.dynamics", "dynamics")}>
        <Entry path="game.dynamics" kind="dynamics" label="Dynamics" />
      </Card>
      <Card title="Running cost" slot="running" section={useSection("game.lagrangian", "lagrangian")}>
        <Entry path="game.lagrangian" kind="lagrangian" label="Running cost" />
      </Card>
      <InteractionCard />
      <Card title="Terminal cost" slot="terminal" section={useSection("game.terminal", "functional")}>
        <Entry path="game.terminal" kind="functional" label="Terminal cost" />
        {solved ? null : <ParameterFields paths={["regularisers.terminal.weight", "regularisers.initial.weight"]} />}
      </Card>
      {solved ? PENALTIES.map((path) => <MisfitNote key={path} path={path} />) : <Learning />}
      <Card title={solved ? "Solver" : "Training"} section={useSection("objective", "objective")} folded={!solved}>
        <Entry path="objective" kind="objective" label="Objective" formula={false} />
        {solved ? null : <ParameterFields paths={TRAINING} />}
        {solved ? null : <StopField />}
      </Card>
      <Card title="Sampling and game" section="Integrators" folded>
        <ParameterFields paths={["sampling.method", "sampling.steps", "game.horizon", "game.discount"]} />
        <Reference />
        <h3 className="sub">World</h3>
        <Entry path="world" kind="world" label="World" formula={false} />
      </Card>
    </>
  );
}

/** A crowd at rest: γ first, which is what it is about. */
function CrossingPanels() {
  return (
    <>
      <ModelCard />
      <Card title="Looking ahead" section="A crowd that is crossed">
        <p className="note ends-of">
          <span>sees it coming</span>
          <span>notices on touch</span>
        </p>
        <ParameterFields paths={["game.discount"]} />
      </Card>
      <Card title="Dynamics" slot="dynamics" section={useSection("game.dynamics", "dynamics")}>
        <Entry path="game.dynamics" kind="dynamics" label="Dynamics" />
      </Card>
      <Card title="Running cost" slot="running" section={useSection("game.lagrangian", "lagrangian")}>
        <Entry path="game.lagrangian" kind="lagrangian" label="Running cost" />
      </Card>
      <Card title="Interaction cost" slot="interaction" section="A crowd that is crossed">
        <Formula className="entry-formula" tex={String.raw`|g|\,m,\quad |g| = 2c_s^2/m_0`} />
        <p className="note">A crowded place costs as much as the crowd there is dense. Its weight follows from c_s and m₀ above.</p>
        <MisfitNote path={INTERACTIONS} />
      </Card>
      <Card title="Solver" section={useSection("objective", "objective")}>
        <Entry path="objective" kind="objective" label="Objective" formula={false} />
        {PENALTIES.map((path) => (
          <MisfitNote key={path} path={path} />
        ))}
      </Card>
    </>
  );
}

/** Where particles start: a law of the catalogue, or points of one's own, which are drawn or read from a file as the data are. */
function Reference() {
  const spec = specs.density.get(useExperiment((state) => state.draft.reference.id));
  return (
    <>
      <h3 className="sub">Reference ρ₀</h3>
      <Entry path="reference" kind="density" label="Reference" formula={false} except={notTyped(spec)} />
      {spec?.givenRows !== undefined ? (
        <>
          <OwnPoints slot="reference" />
          <div className="data-name">
            <button type="button" className="button small" onClick={() => openDialog("draw", null, "reference")}>
              Draw
            </button>
            <button type="button" className="button small" onClick={() => openDialog("upload", null, "reference")}>
              Open
            </button>
          </div>
        </>
      ) : null}
    </>
  );
}

/** What is about networks alone. */
function Learning() {
  return (
    <>
      <Card title="HJB regulariser" slot="hjb" section="HJB regularisers">
        <HjbFields />
      </Card>
      <Card title="Network" section="Jets" folded>
        <ParameterFields paths={NETWORK} />
      </Card>
    </>
  );
}

/** The heading that the chosen entry names. */
function useSection(path: string, kind: SlotKind): string | undefined {
  const id = useExperiment((state) => valueAtPath(state.draft, `${path}.id`) as string);
  return specOfKind(kind, id)?.section;
}

/** Whose fields are not shown where a game is solved: what does not fit is said all the same. */
const PENALTIES = ["hjb", "terminal", "initial"].map((name) => `regularisers.${name}.weight`);

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
  return <ParameterFields paths={["regularisers.hjb.weight", ...more]} />;
}

function ModelCard() {
  const model = useExperiment((state) => state.draft.model);
  const spec = specs.model.get(model);
  return (
    <Card title="Model" section={spec?.section}>
      <Picker label="Model" options={[...specs.model.values()]} value={model} onChange={(id) => edit({ model: id })} />
      <p className="note">{spec?.about}</p>
      <MisfitNote path="objective.id" />
    </Card>
  );
}
