/** @file A term that fits U to what the equations of an optimum say of it along paths of the present flow (adjoint matching). */
import type { IntegratorId } from "../math/integrators.ts";
import type { Role } from "./role.ts";

/** Its parts of the loss. */
export const SLOPE = { name: "slope", title: "∇U and costates", slot: "objective" } as const;

export const COST_TO_GO = { name: "cost-to-go", title: "U and costs to go", slot: "objective" } as const;

export interface CostateTerm {
  readonly kind: "costate";
  readonly of: Role;
  readonly integrator: IntegratorId;
  /** Time steps of a path; its first and its last are of a random length, so that every time is met. */
  readonly steps: number;
  /** Of (U − y)² beside |∇U − p|². */
  readonly valueWeight: number;
}
