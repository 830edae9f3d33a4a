/** @file The session within reach of every control. */
import { createContext, useContext } from "react";
import type { Session } from "../state/session.ts";

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("A control stands outside the session");
  return session;
}
