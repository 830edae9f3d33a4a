/**
 * @file A network that trains beside the one that moves the particles: a critic, a score, the other direction of a bridge.
 *
 *     critic    φ(x): a potential that no time enters and that plays no part in the dynamics
 *     others    as the game would be with them in charge: drift, divergence and residual are theirs
 */
import type { PathEnd, Place } from "../../catalogue/place.ts";
import type { NetworkNeed } from "../../catalogue/terms.ts";
import type { Role } from "../../catalogue/role.ts";
import { input, num } from "../../math/expressions/expression.ts";
import type { NetworkShape } from "../kernels/jets.ts";
import { bind, type Binding } from "./binding.ts";
import { compose, type Composed, type ComposeGiven } from "./compose.ts";

/** What terms may say of it at a point. */
export interface OtherNetwork {
  readonly role: Role;
  /** Its first weights are 0. */
  readonly blank?: true;
  readonly shape: NetworkShape;
  readonly binding: Binding;
  readonly here: PathEnd;
}

export function otherNetwork(need: NetworkNeed, given: ComposeGiven, composed: Composed, shape: NetworkShape): OtherNetwork {
  if (need.role === "critic") {
    const { x, horizon } = composed.at;
    const binding = bind({ ...given, role: "value", x, horizon, t: num(0), noising: undefined, time: "raw", preconditioning: "none" });
    return { role: need.role, shape, binding, here: criticPoint(composed.at, binding) };
  }
  const role = need.output === "potential" ? "value" : need.role === "score" ? "score" : "velocity";
  const { binding, here } = compose({ ...given, role });
  return { role: need.role, ...(need.blank === true ? { blank: true } : {}), shape, binding, here };
}

/** φ and its derivatives, and nothing of the game: a critic steers nobody. */
function criticPoint(at: Place, binding: Binding): PathEnd {
  const none = (what: string) => (): never => {
    throw new Error(`A critic has no ${what}.`);
  };
  const known = <T>(value: T | undefined): T => value ?? none("potential")();
  return {
    ...at,
    value: () => known(binding.value),
    momentum: () => known(binding.momentum),
    laplacian: () => binding.laplacian,
    curvature: () => binding.curvature,
    column: (name) => input(name),
    scoreScale: () => binding.scoreScale,
    valueTime: none("time"),
    control: none("control"),
    drift: none("drift"),
    divergence: none("drift"),
    fieldAlong: none("drift"),
    runningCost: none("running cost"),
    hjbResidual: none("HJB residual"),
    alpha: none("noising process"),
    std: none("noising process"),
    referenceLogDensity: none("density"),
    logVolume: none("paths"),
  };
}
