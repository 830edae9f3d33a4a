/** @file An agent's account: what it pays on its way, what U foretold, and the curves along its path. It follows the training. */
import { useEffect } from "react";
import { formatNumber } from "../../plots/number-text.ts";
import type { Particle } from "../../engine/results.ts";
import { frames } from "../../state/frames.ts";
import { pickAgent, useInspected } from "../../state/inspect.ts";
import { useRun } from "../../state/run.ts";
import type { PageSession } from "../../state/session.ts";
import { NumberText } from "../NumberText.tsx";
import { useSession } from "../session-context.ts";
import { TraceCurves } from "./TraceCurves.tsx";

/** An account costs the worker a path; twice a second is often enough for an eye. */
const ASK_EVERY = 500; // ms

export function ParticleCard() {
  const picked = useInspected((state) => state.picked);
  const account = useInspected((state) => state.account);
  const { right, top } = useInspected((state) => state.card);
  const session = useSession();
  useEffect(() => (picked === null ? undefined : followAgent(picked, session)), [picked, session]);
  if (picked === null) return null;
  return (
    <section
      className={`particle-card card ${right ? "at-right" : "at-left"} ${top ? "at-top" : "at-bottom"}`}
      aria-label="The particle's account"
    >
      <h3>
        One particle
        <button type="button" className="button icon plain" aria-label="Close the account" onClick={() => pickAgent(null)}>
          ×
        </button>
      </h3>
      <div aria-live="polite">{account === null ? <p className="note">Asking the worker…</p> : <Account account={account} />}</div>
      {account === null ? null : <TraceCurves account={account} />}
    </section>
  );
}

/** Asks now, and again when other weights are shown. */
function followAgent(picked: Particle["picked"], session: PageSession): () => void {
  let asked = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  function ask(): void {
    timer = undefined;
    const { frame } = frames.getState();
    if (frame === null) return;
    // A point of the plane is none of the line.
    if (frame.dimension !== picked.x.length) {
      pickAgent(null);
      return;
    }
    const key = `${useRun.getState().runId} ${frame.step} ${frame.shown}`;
    if (key === asked) return;
    asked = key;
    session.inspect(picked.x, picked.t);
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

function rowsOf({ running, interaction, terminal, pulled }: Particle): readonly Row[] {
  const rows = [
    { title: "running ∫ L dt", slot: "running", value: running },
    // A crowd that costs nothing is no line.
    { title: "interaction", slot: "interaction", value: interaction === 0 ? null : interaction },
    { title: pulled ? "price at the reference" : "terminal δℳ/δρ", slot: "terminal", value: terminal },
  ];
  return rows.filter((row): row is Row => row.value !== null);
}

function Account({ account }: { readonly account: Particle }) {
  const { picked, path, running, terminal, interaction, valueAtStart, pulled } = account;
  // Without a path there is nothing to add up, but U is known where it was asked.
  const foretold = path === null ? valueAtStart : account.foretold;
  const total = running === null || terminal === null || interaction === null ? null : running + terminal + interaction;
  return (
    <>
      <p className="note">
        through (<NumberText>{picked.x.map(formatNumber).join(", ")}</NumberText>) at t = {picked.t.toFixed(2)}
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
          {foretold === null ? null : (
            <tr>
              <th scope="row">{path === null ? "U there" : pulled ? "−U(x_T, T), foretold" : "U(x₀, 0), foretold"}</th>
              <td>
                <NumberText>{formatNumber(foretold)}</NumberText>
              </td>
            </tr>
          )}
          {total === null || foretold === null ? null : (
            <tr>
              <th scope="row">the difference</th>
              <td>
                <NumberText>{formatNumber(total - foretold)}</NumberText>
              </td>
            </tr>
          )}
        </tbody>
      </table>
      <p className="note">{remark(account, total)}</p>
    </>
  );
}

function remark({ path, momenta, foretold, pulled }: Particle, total: number | null): string {
  if (path === null) return "With noise every path is another: there is no account of one.";
  if (momenta === null) return "This network is a free field: it has no U, so nothing was foretold.";
  if (total === null) return "With noise, or without a running cost, only an average over paths has an account.";
  if (foretold === null) return "";
  return pulled
    ? "Here an agent starts at the data and pays at the reference. At the optimum both agree, up to the constant that gradients leave free."
    : "At the optimum both agree, up to the constant that gradients leave free.";
}
