/** @file |HJB residual|: by how much the equation is missed, place by place. */
import { settingOf } from "../../../experiment/setting.ts";
import { fieldOf } from "../field.ts";
import type { MapLayer } from "../layer.ts";

export const layer: MapLayer = {
  kind: "map",
  id: "residual",
  title: "|HJB residual|",
  about: "By how much the learned U misses the Hamilton-Jacobi-Bellman equation, place by place. The exact solution misses it nowhere.",
  order: 16,
  on: false,
  // One number says it where a solver has found the whole.
  offered: (experiment) => settingOf(experiment) === undefined,
  kinds: ["residual"],
  colours: "residual",
  symbol: "|r|",
  from: "zero",
  power: 0.65,
  field: (source, { buffers }) => {
    const map = source.map("residual");
    return map === null ? null : buffers.memo(`residual ${source.name}`, [map.values], () => fieldOf(map, source));
  },
};
