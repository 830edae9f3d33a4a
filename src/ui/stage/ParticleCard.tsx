/** @file A particle's account: what it pays on its way, and what U promised at its start. It follows the training. */
import { useEffect } from "react";
import { particleCount } from "../../plots/flow.ts";
import { learnedPopulation } from "../../plots/stage/source.ts";
import type { Particle } from "../../engine/results.ts";
import { frames } from "../../state/frames.ts";
import { pickParticle, useInspected } from "../../state/inspect.ts";
import { useRun } from "../../state/run.ts";
import type { PageSession } from "../../state/session.ts";
import { formatNumber } from "../../plots/number-text.ts";
import { NumberText } from "../NumberText.tsx";
import { useSession } from "../session-context.ts";

/** An account costs the worker a path; twice a second is often enough for an eye. */
const ASK_EVERY = 500; // ms

export function ParticleCard() {
  const index = useInspected((state) => state.index);
  const account = useInspected((state) => state.account);
  const session = useSession();
  useEffect(() => (index === null ? undefined : followParticle(index, session)), [index, session]);
  if (index === null) return null;
  return (
    <section className="particle-card card" aria-label="The particle's account" aria-live="polite">
      <h3>
        One particle
        <button type="button" className="button icon plain" aria-label="Close the account" onClick={() => pickParticle(null)}>
          ×
        </button>
      </h3>
      {account === null ? <p className="note">Asking the worker…</p> : <Account account={account} />}
    </section>
  );
}

/** Asks now, and again when other weights are shown. */
function followParticle(index: number, session: PageSession): () => void {
  let asked = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  function ask(): void {
    timer = undefined;
    const { frame } = frames.getState();
    if (frame === null) return;
    const key = `${useRun.getState().runId} ${frame.step} ${frame.shown}`;
    if (key === asked) return;
    asked = key;
    const population = learnedPopulation(frame);
    if (index >= particleCount(population)) pickParticle(null);
    else session.inspect([...population.paths.subarray(index * population.dimension, (index + 1) * population.dimension)]);
  }
  ask();
  const stop = frames.subscribe(() => {
    timer ??= setTimeout(ask, ASK_EVERY);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

interface Row {
  readonly title: string;
  readonly slot: string;
  readonly value: number;
}

function rowsOf({ running, interaction, terminal }: Particle): readonly Row[] {
  const rows = [
    { title: "running ∫ L dt", slot: "running", value: running },
    // A crowd that costs nothing is no line.
    { title: "interaction", slot: "interaction", value: interaction === 0 ? null : interaction },
    { title: "terminal δℳ/δρ", slot: "terminal", value: terminal },
  ];
  return rows.filter((row): row is Row => row.value !== null);
}

function Account({ account }: { readonly account: Particle }) {
  const { start, running, terminal, interaction, valueAtStart } = account;
  const total = running === null || terminal === null || interaction === null ? null : running + terminal + interaction;
  return (
    <>
      <p className="note">
        from x₀ = (<NumberText>{start.map(formatNumber).join(", ")}</NumberText>)
      </p>
      <table>
        <tbody>
          {rowsOf(account).map(({ title, slot, value }) => (
            <tr key={slot} className={`slot-${slot}`}>
              <th scope="row">{title}</th>
              <td>
                <NumberText>{formatNumber(value)}</NumberText>
              </td>
            </tr>
          ))}
          {total === null ? null : (
            <tr className="total">
              <th scope="row">= J, what it pays</th>
              <td>
                <NumberText>{formatNumber(total)}</NumberText>
              </td>
            </tr>
          )}
          {valueAtStart === null ? null : (
            <tr>
              <th scope="row">U(x₀, 0), foretold</th>
              <td>
                <NumberText>{formatNumber(valueAtStart)}</NumberText>
              </td>
            </tr>
          )}
          {total === null || valueAtStart === null ? null : (
            <tr>
              <th scope="row">J − U</th>
              <td>
                <NumberText>{formatNumber(total - valueAtStart)}</NumberText>
              </td>
            </tr>
          )}
        </tbody>
      </table>
      <p className="note">{remark(account, total)}</p>
    </>
  );
}

function remark({ path, momenta, valueAtStart }: Particle, total: number | null): string {
  if (path === null) return "With noise every path is another: there is no account of one.";
  if (momenta === null) return "This network is a free field: it has no U, so nothing was foretold.";
  if (total === null) return "With noise, or without a running cost, only an average over paths has an account.";
  return valueAtStart === null ? "" : "At the optimum both agree, up to the constant that gradients leave free.";
}
