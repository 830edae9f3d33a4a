/**
 * @file A drawing context that writes SVG: the stage's painters draw into it as into a canvas, and get vectors.
 *
 * It knows what the painters use. Anything else throws, so that a picture is never silently missing a part.
 */

/** Half a tenth of a pixel is not seen, and a picture of 2,000 particles stays small. */
const round = (value: number): number => Math.round(value * 100) / 100;

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };

export function xml(text: string): string {
  return text.replace(/[&"<>]/g, (character) => ESCAPES[character] ?? character);
}

const ANCHORS: Readonly<Record<string, string>> = { left: "start", start: "start", center: "middle", right: "end", end: "end" };
const BASELINES: Readonly<Record<string, string>> = { alphabetic: "auto", top: "hanging", middle: "central", bottom: "auto" };

/** The part of CanvasRenderingContext2D that can be written as SVG. */
class SvgContext {
  strokeStyle = "#000000";
  fillStyle = "#000000";
  globalAlpha = 1;
  lineWidth = 1;
  lineCap = "butt";
  lineJoin = "miter";
  font = "10px sans-serif";
  textAlign = "start";
  textBaseline = "alphabetic";
  imageSmoothingEnabled = true;
  private readonly parts: string[] = [];
  private path: string[] = [];
  private dash: readonly number[] = [];

  private add(tag: string, attributes: Readonly<Record<string, string | number>>, text?: string): void {
    const written = Object.entries(this.globalAlpha === 1 ? attributes : { ...attributes, opacity: round(this.globalAlpha) })
      .map(([name, value]) => `${name}="${typeof value === "number" ? round(value) : xml(value)}"`)
      .join(" ");
    this.parts.push(text === undefined ? `<${tag} ${written}/>` : `<${tag} ${written}>${xml(text)}</${tag}>`);
  }

  setTransform(): void {
    // A canvas is scaled to the pixels of the device; vectors are not.
  }
  clearRect(): void {
    // Paper is clear.
  }
  beginPath(): void {
    this.path = [];
  }
  moveTo(x: number, y: number): void {
    this.path.push(`M${round(x)} ${round(y)}`);
  }
  lineTo(x: number, y: number): void {
    this.path.push(`L${round(x)} ${round(y)}`);
  }
  closePath(): void {
    this.path.push("Z");
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.path.push(`M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`);
  }
  arc(x: number, y: number, radius: number, from: number, to: number): void {
    const whole = Math.abs(to - from) >= 2 * Math.PI - 1e-6;
    const at = (angle: number): string => `${round(x + radius * Math.cos(angle))} ${round(y + radius * Math.sin(angle))}`;
    const large = Math.abs(to - from) > Math.PI ? 1 : 0;
    const r = round(radius);
    const half = `A${r} ${r} 0 1 1`;
    this.path.push(
      whole ? `M${at(from)}${half} ${at(from + Math.PI)}${half} ${at(from)}Z` : `M${at(from)}A${r} ${r} 0 ${large} 1 ${at(to)}`,
    );
  }
  setLineDash(dash: readonly number[]): void {
    this.dash = dash;
  }
  stroke(): void {
    const dashed: Readonly<Record<string, string>> = this.dash.length === 0 ? {} : { "stroke-dasharray": this.dash.join(" ") };
    this.add("path", { d: this.path.join(""), fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth, ...dashed });
  }
  fill(): void {
    this.add("path", { d: this.path.join(""), fill: this.fillStyle });
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.add("rect", { x, y, width, height, fill: this.fillStyle });
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.add("rect", { x, y, width, height, fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth });
  }
  fillText(text: string, x: number, y: number): void {
    const { size, family } = this.textSize();
    const place = { "text-anchor": ANCHORS[this.textAlign] ?? "start", "dominant-baseline": BASELINES[this.textBaseline] ?? "auto" };
    this.add("text", { x, y, fill: this.fillStyle, "font-size": size, "font-family": family, ...place }, text);
  }
  /** About: whoever shows the picture has fonts of his own. */
  measureText(text: string): { readonly width: number } {
    return { width: 0.56 * this.textSize().size * text.length };
  }
  private textSize(): { readonly size: number; readonly family: string } {
    const [, size = "10", family = "sans-serif"] = /([\d.]+)px\s+(.*)$/.exec(this.font) ?? [];
    return { size: Number(size), family };
  }
  /** A map stays a bitmap, smoothed by whoever shows it. */
  drawImage(image: HTMLCanvasElement, x: number, y: number, width: number, height: number): void {
    this.add("image", { x, y, width, height, preserveAspectRatio: "none", href: image.toDataURL("image/png") });
  }

  markup(): string {
    return this.parts.join("\n");
  }
}

export interface SvgSurface {
  readonly context: CanvasRenderingContext2D;
  /** What has been drawn, as elements. */
  markup(): string;
}

export function svgSurface(): SvgSurface {
  const drawn = new SvgContext();
  const known = new Proxy(drawn, {
    get(target, name) {
      if (!(name in target)) throw new Error(`The stage draws with ${String(name)}, which has no vector form here.`);
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  return { context: known as unknown as CanvasRenderingContext2D, markup: () => drawn.markup() };
}
