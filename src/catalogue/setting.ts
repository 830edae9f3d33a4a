/** @file Settings of their own, and what their dynamics are about: states instead of space, or what crosses a crowd at rest. */

/**
 * A world of its own kind, whose games are solved at once: finitely many states instead of space, or a crowd at rest around what crosses it.
 * Left out: populations that flow from a start to an end.
 */
export type Setting = "states" | "stationary";

/** A state that people can be in; its tone is its colour. */
export interface StateOf {
  /** As formulas call it. */
  readonly id: string;
  readonly title: string;
  readonly tone: "well" | "warned" | "ill" | "over";
}

/** A disc that crosses a crowd which stands still far away. */
export interface Crossing {
  /** ξ, over which the crowd's density recovers, in metres. */
  readonly healing: number;
  /** c_s, at which a disturbance of the crowd spreads, in metres a second. */
  readonly sound: number;
  /** Of the disc, in metres a second. */
  readonly speed: number;
  /** In metres. */
  readonly radius: number;
  /** Of people far away, a square metre. */
  readonly density: number;
}
