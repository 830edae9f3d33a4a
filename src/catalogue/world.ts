/** @file Where particles live: what an entry of worlds/ has to say. */
import type { Spec } from "./define.ts";
import type { ParamSpecs, ParamValues } from "./params.ts";

export interface WorldSpec<P extends ParamSpecs = ParamSpecs> extends Spec<P> {
  /** Where it begins and ends, along every axis, with walls that reflect. Left out: it has no end. */
  walls?(params: ParamValues): readonly [number, number];
}

/* @__NO_SIDE_EFFECTS__ */
export function worldSpec<P extends ParamSpecs>(spec: WorldSpec<P>): WorldSpec<P> {
  return spec;
}
