/** @file Claims about diffusions trained as control problems: their control is the score that score matching learns. */
import { atMost, type Claim, floors, steps } from "./claim.ts";

const agreement = (preset: string): Claim => ({
  name: `${preset}: diffusion by control and by score matching`,
  quick: false,
  async lines({ measure }) {
    const control = await measure(preset, {});
    const matching = await measure("line-diffusion", {
      data: control.experiment.data,
      reference: control.experiment.reference,
      ...steps(4000),
    });
    return [
      atMost("by control: ∇U against −∇log η under ρ, relative L²", control.metrics.valueError?.gradient, 0.1),
      atMost("by score matching: the same under η", matching.metrics.scoreError, 0.1),
      atMost("by control: sliced W2, in floors", floors(control), 2.5),
    ];
  },
});

export const diffusionControlClaims: readonly Claim[] = ["control-bimodal", "control-mixture"].map(agreement);
