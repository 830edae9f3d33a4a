/** @file The session within reach of every control. */
import { createContext, useContext } from "react";
import type { PageSession } from "../state/session.ts";

export const SessionContext = createContext<PageSession | null>(null);

export function useSession(): PageSession {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("A control stands outside the session");
  return session;
}
