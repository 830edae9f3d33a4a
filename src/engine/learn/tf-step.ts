/**
 * @file One step of an escape-hatch term: a loss written in tfjs, about twice the price of an expression.
 *
 * tfjs is loaded only when such a term exists, so that the default route stays small.
 */
import type { TfTerm } from "../../catalogue/terms.ts";
import type { LossContext } from "../kernels/reference/loss-gradient.ts";
import type { JetKernel } from "../kernels/jets.ts";
import type { TermStep } from "./term-step.ts";

export function tfStep(term: TfTerm, kernel: JetKernel): TermStep {
  return {
    names: [term.name],
    async run(_step, _uniforms, parts) {
      const { addLossGradient } = await import("../kernels/reference/loss-gradient.ts");
      const loss = term.loss as (
        context: LossContext,
      ) => Parameters<typeof addLossGradient>[2] extends (context: LossContext) => infer R ? R : never;
      parts[0] = await addLossGradient(kernel, term.weight, loss);
    },
  };
}
