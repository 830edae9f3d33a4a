/** @file The lab's screen: where each part stands. */
import { useEffect } from "react";
import type { Session } from "../state/session.ts";
import { EquationBar } from "./equation/EquationBar.tsx";
import { listenToKeys } from "./keyboard.ts";
import { useNarrow } from "./narrow.ts";
import { ProblemList } from "./notices/ProblemList.tsx";
import { SlowNotice } from "./notices/SlowNotice.tsx";
import { Panels } from "./panels/Panels.tsx";
import { Readouts } from "./readouts/Readouts.tsx";
import { SessionContext } from "./session-context.ts";
import { ControlSheet, KeySheet } from "./Sheets.tsx";
import { Stage } from "./stage/Stage.tsx";
import { TopBar } from "./top-bar/TopBar.tsx";
import { TransportBar } from "./transport/TransportBar.tsx";
import "./theme.css";
import "./controls/controls.css";
import "./App.css";

export function App({ session }: { readonly session: Session }) {
  const narrow = useNarrow();
  useEffect(() => listenToKeys(document, session), [session]);
  return (
    <SessionContext value={session}>
      <div className="app">
        <TopBar />
        <div className="notices">
          <ProblemList />
          <SlowNotice />
        </div>
        {narrow ? null : (
          <aside className="left" aria-label="Experiment">
            <Panels />
          </aside>
        )}
        <main className="middle">
          <EquationBar />
          <Stage />
        </main>
        <aside className="right" aria-label="Readouts">
          <Readouts />
        </aside>
        <TransportBar />
      </div>
      {narrow ? <ControlSheet /> : null}
      <KeySheet />
    </SessionContext>
  );
}
