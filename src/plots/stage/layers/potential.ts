/** @file The value function U: what a particle still has to pay from here. Particles flow down its slope. */
import { fieldOf } from "../field.ts";
import type { MapLayer } from "../layer.ts";

export const layer: MapLayer = {
  kind: "map",
  id: "potential",
  title: "potential U",
  about: "The value function U(x, t): what is still to be paid from here. It is known up to a constant; particles flow down its slope.",
  order: 14,
  on: false,
  kinds: ["value"],
  colours: "potential",
  symbol: "U",
  from: "median",
  power: 1,
  field: (source, { buffers }) => {
    const map = source.map("value");
    return map === null ? null : buffers.memo(`value ${source.name}`, [map.values], () => fieldOf(map, source));
  },
};
