/** @file The people as a picture or as vectors, the curves over the days for a paper, and every course as a table. What makes them is loaded when it is asked for. */
import { populationsFigure } from "../../plots/states/states-figures.ts";
import { download, fileName } from "../share/download.ts";
import { ExportMenu, type Format } from "../share/ExportMenu.tsx";
import { sceneFor, statesSolved } from "./use-scene.ts";
import type { DrawStates } from "./StatesCurves.tsx";

/** A figure over days as files. @param title of the upright axis */
export function daysFormats(name: string, title: string, draw: DrawStates): readonly Format[] {
  async function save(place: HTMLElement, format: "png" | "svg"): Promise<void> {
    const scene = sceneFor(place);
    if (scene === null) throw new Error("Nothing is solved yet.");
    const { paperImage } = await import("../share/paper-figure.ts");
    const content = await paperImage((theme) => draw(scene, theme), place, title, format, `${statesSolved()?.timeUnit ?? "day"}s`);
    download(fileName(name, format), content, format === "png" ? "image/png" : "image/svg+xml");
  }
  return [
    { id: "png", title: "PNG picture", save: (place) => save(place, "png") },
    { id: "svg", title: "SVG vectors", save: (place) => save(place, "svg") },
  ];
}

async function saveCourses(): Promise<void> {
  const solved = statesSolved();
  if (solved === null) throw new Error("Nothing is solved yet.");
  const { coursesCsv } = await import("../share/courses-csv.ts");
  download(fileName("courses", "csv"), coursesCsv(solved), "text/csv");
}

const CURVES = daysFormats("populations", "share of the population, %", (scene, theme) => populationsFigure(scene, theme, "curves"));

const FORMATS: readonly Format[] = [
  {
    id: "people-png",
    title: "PNG of the people",
    save: async (place) => {
      const { stageOf, stagePng } = await import("../share/stage-picture.ts");
      download(fileName("people", "png"), await stagePng(stageOf(place)), "image/png");
    },
  },
  {
    id: "people-svg",
    title: "SVG of the people",
    save: async (place) => {
      const { stageOf, stageSvg } = await import("../share/stage-picture.ts");
      download(fileName("people", "svg"), stageSvg(stageOf(place)), "image/svg+xml");
    },
  },
  ...CURVES.map(({ id, title, save }) => ({ id: `curves-${id}`, title: `${title} of the curves`, save })),
  { id: "csv", title: "CSV of every course", save: saveCourses },
];

export function StatesExports() {
  return <ExportMenu what="the stage" formats={FORMATS} />;
}
