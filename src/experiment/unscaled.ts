/** @file A network whose scaling goes by the noise to come is not asked where there is none left: at the data end itself. */
import type { Rule } from "./rule.ts";

/** @param what is done there, as the beginning of the reason */
export const unscaled =
  (what: string): Rule =>
  ({ experiment: { network } }) =>
    network.time === "log-snr" || network.preconditioning === "gaussian"
      ? {
          path: "network.preconditioning",
          reason: `${what} where the noise ends too, and there this network's scaling by the noise is infinite.`,
          nearest: { "network.time": "raw", "network.preconditioning": "none" },
        }
      : undefined;

export const bridgeRules: readonly Rule[] = [unscaled("Bridges are steered")];
