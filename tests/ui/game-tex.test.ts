/** @file The equation on the screen: every model's is valid TeX, and says what the game says and nothing else. */
import katex from "katex";
import { describe, expect, it } from "vitest";
import { specs } from "../../src/catalogue/specs.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { presets } from "../../src/experiment/presets.ts";
import { resolve } from "../../src/experiment/resolve.ts";
import { isAtOnce } from "../../src/experiment/solved.ts";
import { gameTex } from "../../src/ui/equation/game-tex.ts";

const opened = (partial: unknown): Experiment => resolve(partial, "lenient").draft!;

function typeset(tex: string): string {
  return katex.renderToString(tex, {
    throwOnError: true,
    strict: (code: string) => (code === "htmlExtension" ? "ignore" : "error"),
    trust: ({ command }) => command === "\\htmlClass",
  });
}

describe.each([
  ...[...specs.model.keys()].map((model) => [model, { model }] as const),
  ...[...presets.values()].map(({ id, experiment }) => [id, experiment] as const),
])("the equation of %s", (_, partial) => {
  const tex = gameTex(opened(partial))!;
  it("is valid TeX", () => {
    const lines = [tex.objective, tex.dynamics, tex.fokkerPlanck, tex.terminalCondition, tex.control, tex.training, tex.hjb];
    for (const line of lines) if (typeof line === "string") expect(typeset(line)).toContain("katex");
  });

  it("colours its terms by slot", () => {
    // Where nothing ends, the cost of the way stands alone.
    expect(typeset(tex.objective)).toContain(isAtOnce(opened(partial)) ? "term-running" : "term-terminal");
    expect(typeset(tex.dynamics)).toContain("term-dynamics");
  });
});

describe("terms", () => {
  it("that are absent are absent", () => {
    const flow = gameTex(opened({ model: "normalizing-flow" }))!;
    expect(flow.objective).not.toContain("term-running");
    expect(flow.hjb).toHaveProperty("reason");
    expect(flow.control).toBeNull();
    expect(flow.objective).not.toContain("interaction");

    const ot = gameTex(opened({ model: "ot-flow" }))!;
    expect(ot.hjb).not.toContain("Delta U");
    expect(ot.hjb).not.toContain("kappa");
    expect(ot.fokkerPlanck).not.toContain("sigma");
  });

  it("are discounted where they are paid", () => {
    const pushed = gameTex(
      opened({ model: "ot-flow", data: { id: "gaussian" }, game: { discount: 0.5, terminal: { id: "reverse-kl" } } }),
    )!;
    expect(pushed.objective).toMatch(/e\^\{-\\kappa T\}.*term-terminal.*e\^\{-\\kappa t\}.*term-running/);
    // U is in current value.
    expect(pushed.terminalCondition).toContain(String.raw`U(\cdot,T) =`);
    expect(pushed.terminalCondition).not.toContain("kappa");
  });

  it("give U where the game does: at T, or at the reference along paths pulled back from the data", () => {
    const pulled = gameTex(opened({ model: "ot-flow" }))!;
    expect(pulled.terminalCondition).toMatch(/^U\(\\cdot,0\) = -\\htmlClass/);
    expect(pulled.terminalCondition).toContain("tilde");
    expect(pulled.averaged).toContain("at the reference");
    expect(gameTex(opened({ model: "ot-flow", game: { discount: 0.5 } }))!.terminalCondition).toContain(String.raw`-e^{-\kappa T}`);
    for (const tex of [pulled, gameTex(opened({ model: "ot-flow", game: { discount: 0.5 } }))!])
      for (const formula of [tex.objective, tex.terminalCondition!]) expect(typeset(formula)).not.toContain("katex-error");
  });

  it("come with what the game has", () => {
    expect(gameTex(opened({ model: "ot-flow", game: { discount: 0.5 } }))!.hjb).toContain("kappa");
    const diffusion = gameTex(opened({ model: "score-diffusion" }))!;
    expect(diffusion.hjb).toContain("Delta U");
    expect(diffusion.hjb).toContain("f\\!\\cdot\\!\\nabla U");
    expect(diffusion.training).toContain("log\\eta");
  });

  it("names in the Hamiltonian what the code computes, whatever the player steers", () => {
    const steered = (control: string) =>
      gameTex(opened({ model: "score-diffusion", game: { dynamics: { id: "constant-noise", params: { control } } } }))?.hjb;
    expect(steered("noise")).toContain(String.raw`\tfrac12|\sigma\nabla U|^2`);
    const velocity = gameTex(
      opened({
        model: "score-diffusion",
        game: { dynamics: { id: "constant-noise", params: { control: "velocity" } }, terminal: { id: "cross-entropy" } },
        objective: { id: "roll-out", params: { integrator: "euler-maruyama", steps: 8 } },
        sampling: { method: "sde" },
        network: { time: "raw", preconditioning: "none" },
      }),
    )?.hjb;
    expect(velocity).toContain(String.raw`\tfrac12|\nabla U|^2`);
  });
});

it("says over which paths the costs are averaged", () => {
  expect(gameTex(opened({ model: "ot-flow" }))!.averaged).toMatch(/pulled back from the data/);
  expect(gameTex(opened({ model: "boltzmann-generator" }))!.averaged).toMatch(/pushed from the reference/);
  expect(gameTex(opened({ model: "score-diffusion" }))!.averaged).toMatch(/noised data/);
});
