/** @file A term that fits U to what the equations of an optimum say of it along paths of the present flow (adjoint matching). */
import type { IntegratorId, Part, Role } from "./terms.ts";

export const SLOPE: Part = { name: "slope", title: "∇U and costates", slot: "objective" };

export const COST_TO_GO: Part = { name: "cost-to-go", title: "U and costs to go", slot: "objective" };

export interface CostateTerm {
  readonly kind: "costate";
  readonly of: Role;
  readonly integrator: IntegratorId;
  /** Time steps of a path; its first and its last are of a random length, so that every time is met. */
  readonly steps: number;
  /** Of (U − y)² beside |∇U − p|². */
  readonly valueWeight: number;
}
