/** @file What is exported says what was shown: tables with every digit, vectors with every particle, a QR code that reads. */
import fc from "fast-check";
import jsQR from "jsqr";
import { describe, expect, it } from "vitest";
import type { GridMap } from "../../src/engine/results.ts";
import { bullet } from "../../src/plots/bullet.ts";
import { barsSvg } from "../../src/ui/share/bullets.ts";
import { lossCsv, mapsCsv, measuresCsv, particlesCsv } from "../../src/ui/share/csv.ts";
import { embedCode } from "../../src/ui/share/embed.ts";
import { dataOf, forPaper } from "../../src/ui/share/paper-figure.ts";
import { qrPath } from "../../src/ui/share/QrCode.tsx";
import { svgSurface } from "../../src/ui/share/svg-context.ts";
import { appended, emptyHistory } from "../../src/plots/history.ts";
import { lossFigure } from "../../src/plots/curves.ts";

/** Lines of a table as cells. */
function cells(csv: string): string[][] {
  expect(csv.endsWith("\n")).toBe(true);
  return csv
    .slice(0, -1)
    .split("\n")
    .map((line) => line.split(","));
}

const PARTS = [
  { name: "terminal", title: "terminal", slot: "terminal" },
  { name: "hjb", title: "HJB residual", slot: "hjb" },
] as const;

describe("tables", () => {
  it("hold the losses bit for bit", () => {
    const rows = Float32Array.of(1, 0.1, 0.07, 0.03, 2, 1e-7, -3.3, 1 / 3);
    const [header, ...lines] = cells(lossCsv(appended(emptyHistory(4), rows), PARTS));
    expect(header).toEqual(["step", "total", "terminal", "hjb"]);
    expect(Float32Array.from(lines.flat().map(Number))).toEqual(rows);
  });

  it("hold every particle of every population where it is at t", () => {
    const times = Float32Array.of(0, 1);
    const learned = { name: "learned", times, paths: Float32Array.of(0, 0, 2, 4, 10, 20, 4, 8), dimension: 2 as const };
    const data = { name: "data", times: Float32Array.of(0), paths: Float32Array.of(7, 9), dimension: 2 as const };
    expect(cells(particlesCsv([learned, data], 0.25))).toEqual([
      ["population", "particle", "t", "x1", "x2"],
      ["learned", "0", "0.25", "2.5", "5"],
      ["learned", "1", "0.25", "2.5", "5"],
      ["data", "0", "0.25", "7", "9"],
    ]);
  });

  it("place the cells of a map where the worker computed them", () => {
    const map: GridMap = { kind: "residual", values: Float32Array.of(1, 2, 3, 4), width: 2, height: 2 };
    const plane = cells(mapsCsv([map], { dimension: 2, radius: 4, centre: 0, last: 1 }));
    expect(plane).toEqual([
      ["map", "x1", "x2", "value"],
      ["residual", "-2", "-2", "1"],
      ["residual", "2", "-2", "2"],
      ["residual", "-2", "2", "3"],
      ["residual", "2", "2", "4"],
    ]);
    const line = cells(mapsCsv([map], { dimension: 1, radius: 4, centre: 0, last: 0.5 }));
    expect(line[0]).toEqual(["map", "x1", "t", "value"]);
    expect(line.slice(1).map(([, x, t]) => [x, t])).toEqual([
      ["-2", "0"],
      ["2", "0"],
      ["-2", "0.5"],
      ["2", "0.5"],
    ]);
  });

  it("flatten measures, each with the step it was taken at; what was not measured is not there", () => {
    const measures = {
      nll: 1.5,
      mmd: null,
      hjbResidual: { particles: { raw: 1, centred: 2, relative: 3 }, box: { raw: 4, centred: 5, relative: 6 } },
      mean: [7, 8],
    };
    const table = cells(measuresCsv(measures, { nll: 100, hjbResidual: 90, mean: 100 }));
    expect(table).toContainEqual(["100", "nll", "1.5"]);
    expect(table).toContainEqual(["90", "hjbResidual.box.raw", "4"]);
    expect(table).toContainEqual(["100", "mean.1", "8"]);
    expect(table.flat().some((cell) => cell.startsWith("mmd"))).toBe(false);
  });
});

describe("vectors", () => {
  it("draw what a canvas would be told to draw, with its colours and opacity", () => {
    const { context, markup } = svgSurface();
    context.globalAlpha = 0.5;
    context.fillStyle = "rgb(1, 2, 3)";
    for (let i = 0; i < 7; i += 1) context.fillRect(i, 2 * i, 2, 2);
    context.globalAlpha = 1;
    context.strokeStyle = "#b25f00";
    context.beginPath();
    context.moveTo(1, 2);
    context.lineTo(3.004, 4);
    context.stroke();
    context.font = "11px Inter, sans-serif";
    context.fillText("ρ < 1 & t", 5, 6);
    const text = markup();
    expect(text.match(/<rect [^>]*opacity="0.5"/g)).toHaveLength(7);
    expect(text).toContain('d="M1 2L3 4"');
    expect(text).toContain('stroke="#b25f00"');
    expect(text).toContain("ρ &lt; 1 &amp; t</text>");
    expect(text).toContain('font-size="11" font-family="Inter, sans-serif"');
  });

  it("close a whole circle and sweep an arc", () => {
    const { context, markup } = svgSurface();
    context.beginPath();
    context.arc(10, 10, 5, 0, 2 * Math.PI);
    context.fill();
    expect(markup()).toContain('d="M15 10A5 5 0 1 1 5 10A5 5 0 1 1 15 10Z"');
  });

  it("refuse what they cannot draw instead of leaving it out", () => {
    const { context } = svgSurface();
    expect(() => context.createLinearGradient(0, 0, 1, 1)).toThrow(/createLinearGradient/);
  });

  it("of bullets have a bar as long as the share of its floor", () => {
    const look = { paper: "#fff", ink: "#000", track: "#eee", bar: "#123", family: "x" };
    const svg = barsSvg(
      [{ title: "MMD", value: "0.1", at: bullet({ value: 0.2, noise: 0.1, interval: [0.15, 0.25] }), interval: null }],
      look,
    );
    // Two floors: two thirds of a bar of 150.
    expect(svg).toMatch(/width="100" [^>]*fill="#123"/);
  });
});

describe("figures", () => {
  it("for a paper have a legend and titles, and the curves of the card", () => {
    const theme = { ink: "#000", muted: "#666", grid: "#eee", font: "x", slots: { terminal: "#00795a", hjb: "#c8401f" } };
    const history = appended(emptyHistory(4), Float32Array.of(1, 3, 1, 2, 2, 2, 1, 1));
    const card = lossFigure(history, PARTS, theme, true);
    const paper = forPaper(card, theme, "#fff", "loss");
    expect(paper.data).toBe(card.data);
    expect(paper.layout).toMatchObject({ showlegend: true, paper_bgcolor: "#fff", yaxis: { type: "log", title: { text: "loss" } } });
  });

  it("are read out of a data address without a request", () => {
    expect(dataOf("data:image/png;base64,AAEC/w==")).toEqual(Uint8Array.of(0, 1, 2, 255));
    expect(dataOf("data:image/svg+xml,%3Csvg%20a%3D%22%2C%22%2F%3E")).toBe('<svg a=","/>');
  });
});

describe("a QR code", () => {
  /** The path drawn into pixels, four to a module. */
  function pixels(path: string, size: number): Uint8ClampedArray {
    const edge = 4 * size;
    const image = new Uint8ClampedArray(4 * edge * edge).fill(255);
    for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
      for (let row = 0; row < 4; row += 1)
        for (let column = 0; column < 4; column += 1) {
          const at = 4 * ((4 * Number(y) + row) * edge + 4 * Number(x) + column);
          image.fill(0, at, at + 3);
        }
    return image;
  }

  it("reads back as the link", () => {
    const hash = fc.string({ unit: fc.constantFrom("a", "f", "A", "F", "0", "9", "_", "-"), maxLength: 700 });
    fc.assert(
      fc.property(hash, (text) => {
        const link = `https://example.org/mfg-lab/?preset=moons-ot#${text}`;
        const { path, size } = qrPath(link)!;
        expect(jsQR(pixels(path, size), 4 * size, 4 * size)?.data).toBe(link);
      }),
      { numRuns: 8 },
    );
  });

  it("of more than it can hold is none", () => {
    expect(qrPath("x".repeat(2953))).not.toBeNull();
    expect(qrPath("x".repeat(2954))).toBeNull();
  });
});

it("embed code is one element whatever the title says", () => {
  const code = embedCode('https://example.org/?a=1&present=1#x"y', 'A "quoted" <title>');
  expect(code).toContain('src="https://example.org/?a=1&amp;present=1#x&quot;y"');
  expect(code.match(/</g)).toHaveLength(2);
});
