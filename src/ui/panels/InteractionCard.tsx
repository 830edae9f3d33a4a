/** @file The interaction costs: none, or as many as one likes of those that the catalogue has. */
import { idsFor, INTERACTIONS, specOfKind } from "../../experiment/slots.ts";
import { edit, useExperiment } from "../../state/experiment.ts";
import { labelOf } from "../controls/label.ts";
import { Param } from "../controls/Param.tsx";
import { Picker } from "../controls/Picker.tsx";
import { SectionButton } from "../docs/SectionButton.tsx";
import { Formula } from "../equation/Formula.tsx";
import { Card } from "./Card.tsx";
import { MisfitNote } from "./Misfit.tsx";

export function InteractionCard() {
  const interactions = useExperiment((state) => state.draft.game.interactions);
  const options = idsFor(INTERACTIONS, "functional").flatMap((id) => specOfKind("functional", id) ?? []);
  return (
    <Card title="Interaction cost" slot="interaction" section={interactions.length === 0 ? "Entropy and other interactions" : undefined}>
      {interactions.map(({ id }, k) => {
        const spec = specOfKind("functional", id);
        return spec === undefined ? null : (
          <div key={`${id}-${k}`} className="crowd">
            <p className="crowd-title">
              {spec.title}
              {spec.section === undefined ? null : <SectionButton section={spec.section} className="row-about" />}
              <button
                type="button"
                className="button icon plain"
                aria-label={`Remove ${spec.title}`}
                onClick={() => edit({ [INTERACTIONS]: interactions.filter((_, j) => j !== k) })}
              >
                ✕
              </button>
            </p>
            <Formula className="entry-formula" tex={spec.formula} />
            {Object.entries(spec.params).map(([name, param]) => (
              <div key={name}>
                <Param path={`${INTERACTIONS}.${k}.params.${name}`} label={labelOf(name)} spec={param} />
                <MisfitNote path={`${INTERACTIONS}.${k}.params.${name}`} />
              </div>
            ))}
          </div>
        );
      })}
      {interactions.length === 0 ? <p className="note">None: nobody pays for the crowd.</p> : null}
      {options.length > 0 ? (
        <Picker
          label="Add an interaction cost"
          placeholder="add a cost of crowding"
          options={options}
          value={null}
          onChange={(id) => edit({ [INTERACTIONS]: [...interactions, { id }] })}
        />
      ) : null}
      <MisfitNote path={INTERACTIONS} />
    </Card>
  );
}
