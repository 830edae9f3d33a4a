/**
 * @file One hidden layer behind its product: the jets of h = a(z) from the jets of z, and the adjoint of that.
 *
 *     h_c = a′ z_c                     c = 1 … d, τ
 *     h_s = a′ z_s + a″ q              q = Σ_k z_k²  or  (Σ_k w_k z_k)²
 *
 *     ḡz   = a′ g₀ + a″ (Σ_c g_c z_c + g_s z_s) + a‴ q g_s
 *     ḡz_c = a′ g_c + a″ g_s ∂q/∂z_c
 *     ḡz_s = a′ g_s
 *
 * A `Jets` is what one lane has of one sample: four columns of every channel, in the order of the contract.
 */
import type { TilePlan } from "./plan.ts";

const FOUR = "vec4<f32>";

/** `jets_chain(z, sample, column)` and `jets_chain_back(z, g, sample)`. */
export function layerWgsl(plan: TilePlan): string {
  const fields = names(plan).map((name) => `${name}: ${FOUR}`);
  return `
struct Jets { ${fields.join(", ")} }
${chain(plan)}${chainBack(plan)}`;
}

/** Names of the channels in a `Jets`: c0, c1 … */
export function names({ count }: TilePlan): string[] {
  return Array.from({ length: count }, (_, c) => `c${String(c)}`);
}

/** First derivatives in space and time. */
function linearNames(plan: TilePlan): string[] {
  return names(plan).slice(1, 1 + plan.linear);
}

function secondName(plan: TilePlan): string | undefined {
  return plan.channels.second === "none" ? undefined : names(plan)[plan.count - 1];
}

/** q, and ½ ∂q/∂z_k. */
function curvature({ shape, channels }: TilePlan): { before: string; q: string; half: (k: number) => string } {
  const axes = Array.from({ length: shape.dimension }, (_, k) => k);
  const w = (k: number) => `tile_directions[sample * DIMENSION + ${String(k)}u]`;
  const z = (k: number) => `z.c${String(k + 1)}`;
  if (channels.second === "direction")
    return {
      before: `\n  let along = ${axes.map((k) => `${w(k)} * ${z(k)}`).join(" + ")};`,
      q: "along * along",
      half: (k) => `along * ${w(k)}`,
    };
  return { before: "", q: axes.map((k) => `${z(k)} * ${z(k)}`).join(" + "), half: z };
}

function chain(plan: TilePlan): string {
  const second = secondName(plan);
  const { before, q } = curvature(plan);
  const rest = 4 * plan.parameters.columns - plan.shape.width;
  // The columns that only pad the width must not feed the next layer's gradient.
  const mask = rest === 0 ? "" : ` * select(vec4<f32>(1.0), ${padding(rest)}, column == COLUMNS - 1u)`;
  return `
fn jets_chain(z: Jets, sample: u32, column: u32) -> Jets {
  let a = jets_activate(z.c0);${second === undefined ? "" : before}
  var h: Jets;
  h.c0 = a.h${mask};${linearNames(plan)
    .map((name) => `\n  h.${name} = a.first * z.${name};`)
    .join("")}${second === undefined ? "" : `\n  h.${second} = a.first * z.${second} + a.second * (${q});`}
  return h;
}
`;
}

function padding(rest: number): string {
  return `vec4<f32>(${[0, 1, 2, 3].map((e) => (e < 4 - rest ? "1.0" : "0.0")).join(", ")})`;
}

function chainBack(plan: TilePlan): string {
  const second = secondName(plan);
  const { before, q, half } = curvature(plan);
  const linear = linearNames(plan);
  const products = [...linear, ...(second === undefined ? [] : [second])].map((name) => `g.${name} * z.${name}`);
  const lines = linear.map((name, k) => {
    const pull = second !== undefined && k < plan.shape.dimension ? ` + pull * ${half(k)}` : "";
    return `\n  gz.${name} = a.first * g.${name}${pull};`;
  });
  return `
fn jets_chain_back(z: Jets, g: Jets, sample: u32) -> Jets {
  let a = jets_activate(z.c0);${second === undefined ? "" : `${before}\n  let pull = 2.0 * a.second * g.${second};`}
  var gz: Jets;
  gz.c0 = a.first * g.c0${products.length === 0 ? "" : ` + a.second * (${products.join(" + ")})`}${
    second === undefined ? "" : ` + a.third * (${q}) * g.${second}`
  };${lines.join("")}${second === undefined ? "" : `\n  gz.${second} = a.first * g.${second};`}
  return gz;
}
`;
}
