/** @file A finite end cost stops short of the data (docs/mathematics.md, Terminal condition). */
import type { Found, Lesson } from "../lesson.ts";

/** Noise floors within which two samples count as alike. */
const ALIKE = 2;

export const lesson: Lesson = {
  id: "where-it-stops",
  title: "Where the crowd stops",
  place: 30,
  preset: "proximal-noise",
  question:
    "Moving costs ½|v|², and at the end the crowd pays λ KL(ρ‖π) for not being the data. The game is solved exactly, once with λ = 1 and once with λ = 50. Where does the crowd stop?",
  runs: [
    { title: "λ = 1", set: { "game.terminal.params.weight": 1 } },
    { title: "λ = 50", set: { "game.terminal.params.weight": 50 } },
  ],
  reads: ["slicedW2"],
  answers: [
    {
      text: "Both times at the data: solved exactly means that it arrives.",
      because: "Solved exactly means cheapest, and the last stretch costs more than it saves.",
      holds: (of) => floors(of, 0) < ALIKE && floors(of, 1) < ALIKE,
    },
    {
      text: "Short of the data, and closer with the larger λ.",
      because: "It walks on only while a step saves more at the end than it costs on the way.",
      right: true,
      holds: (of) => floors(of, 0) >= ALIKE && floors(of, 1) < floors(of, 0) / 2,
    },
    {
      text: "Equally short both times: λ changes what is paid, not where they go.",
      because: "λ is the price of what is missing at the end, so it decides how far it pays to go.",
      holds: (of) => floors(of, 0) >= ALIKE && floors(of, 1) >= floors(of, 0) / 2,
    },
  ],
  statement: "The last velocity is λ times what is still wrong with the score: it vanishes, and the crowd arrives, only as λ → ∞.",
  formula: String.raw`U(\cdot,T)=\lambda\Big(\log\frac{\rho_T}{\pi}+1\Big)\qquad \Longrightarrow\ v(x,T)=-\lambda\,\nabla\log\frac{\rho_T}{\pi}(x)`,
  next: "Drag the weight of the terminal cost: the game is solved anew under your hand.",
  about: "Terminal condition",
};

const floors = (of: Found, run: number): number => {
  const { value, floor } = of("slicedW2", run);
  return value / (floor ?? 0);
};
