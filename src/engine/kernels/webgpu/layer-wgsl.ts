/**
 * @file One hidden layer behind its product: the jets of h = a(z) from the jets of z, and the adjoint of that.
 *
 *     h_c = a′ z_c                     c = 1 … d, τ
 *     h_s = a′ z_s + a″ q              q = Σ_k z_k²  or  (Σ_k w_k z_k)²  or  z_i z_j for s = 11, 12, 22
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

function secondNames(plan: TilePlan): string[] {
  return names(plan).slice(1 + plan.linear);
}

interface Curvature {
  readonly before: string;
  /** For every second-order channel. */
  readonly q: readonly string[];
  readonly pull: string;
  /** a″ Σ_s g_s ∂q_s/∂z_k, by `pull`. */
  readonly pulled: (k: number) => string;
}

function curvature(plan: TilePlan): Curvature {
  const { shape, channels } = plan;
  const axes = Array.from({ length: shape.dimension }, (_, k) => k);
  const w = (k: number) => `tile_directions[sample * DIMENSION + ${String(k)}u]`;
  const z = (k: number) => `z.c${String(k + 1)}`;
  const [g11 = "", g12 = "", g22 = ""] = secondNames(plan).map((name) => `g.${name}`);
  const pull = `\n  let pull = 2.0 * a.second * ${g11};`;
  if (channels.second === "direction")
    return {
      before: `\n  let along = ${axes.map((k) => `${w(k)} * ${z(k)}`).join(" + ")};`,
      q: ["along * along"],
      pull,
      pulled: (k) => `pull * along * ${w(k)}`,
    };
  if (channels.second === "hessian" && shape.dimension === 2)
    return {
      before: "",
      q: ["z.c1 * z.c1", "z.c1 * z.c2", "z.c2 * z.c2"],
      pull: "",
      pulled: (k) => `a.second * (2.0 * ${k === 0 ? g11 : g22} * ${z(k)} + ${g12} * ${z(1 - k)})`,
    };
  return { before: "", q: [axes.map((k) => `${z(k)} * ${z(k)}`).join(" + ")], pull, pulled: (k) => `pull * ${z(k)}` };
}

function chain(plan: TilePlan): string {
  const second = secondNames(plan);
  const { before, q } = curvature(plan);
  const rest = 4 * plan.parameters.columns - plan.shape.width;
  // The columns that only pad the width must not feed the next layer's gradient.
  const mask = rest === 0 ? "" : ` * select(vec4<f32>(1.0), ${padding(rest)}, column == COLUMNS - 1u)`;
  return `
fn jets_chain(z: Jets, sample: u32, column: u32) -> Jets {
  let a = jets_activate(z.c0);${second.length === 0 ? "" : before}
  var h: Jets;
  h.c0 = a.h${mask};${linearNames(plan)
    .map((name) => `\n  h.${name} = a.first * z.${name};`)
    .join("")}${second.map((name, s) => `\n  h.${name} = a.first * z.${name} + a.second * (${q[s]!});`).join("")}
  return h;
}
`;
}

function padding(rest: number): string {
  return `vec4<f32>(${[0, 1, 2, 3].map((e) => (e < 4 - rest ? "1.0" : "0.0")).join(", ")})`;
}

function chainBack(plan: TilePlan): string {
  const second = secondNames(plan);
  const { before, q, pull, pulled } = curvature(plan);
  const linear = linearNames(plan);
  const products = [...linear, ...second].map((name) => `g.${name} * z.${name}`);
  const lines = linear.map((name, k) => {
    const bent = second.length > 0 && k < plan.shape.dimension ? ` + ${pulled(k)}` : "";
    return `\n  gz.${name} = a.first * g.${name}${bent};`;
  });
  return `
fn jets_chain_back(z: Jets, g: Jets, sample: u32) -> Jets {
  let a = jets_activate(z.c0);${second.length === 0 ? "" : `${before}${pull}`}
  var gz: Jets;
  gz.c0 = a.first * g.c0${products.length === 0 ? "" : ` + a.second * (${products.join(" + ")})`}${second
    .map((name, s) => ` + a.third * (${q[s]!}) * g.${name}`)
    .join("")};${lines.join("")}${second.map((name) => `\n  gz.${name} = a.first * g.${name};`).join("")}
  return gz;
}
`;
}
