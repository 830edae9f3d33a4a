/** @file The games whose best control is a score, whatever the data: what of a game is not so, with what would be. */
import type { Game } from "./terms.ts";

/** Paths of the experiment to change; empty: the control is a score. */
export function controlIsScore(game: Game): Record<string, unknown> {
  const nearest: Record<string, unknown> = {};
  if (!game.dynamics.spec.noises(game.dynamics.params)) nearest["game.dynamics.id"] = "vp";
  if (!game.lagrangian.spec.coleHopf) nearest["game.lagrangian.id"] = "diffusion";
  if (game.terminal.spec.coleHopf?.(game.terminal.params) !== true)
    nearest["game.terminal"] = { id: "cross-entropy", params: { weight: 1 } };
  if (game.interactions.length > 0) nearest["game.interactions"] = [];
  if (game.discount !== 0) nearest["game.discount"] = 0;
  return nearest;
}
