/** @file The stage as a file: picture, vectors, particles and maps as tables, and one loop of the flow as a film. What makes them is loaded when it is asked for. */
import { useState } from "react";
import { clock } from "../../state/clock.ts";
import { frames } from "../../state/frames.ts";
import { learnedSource, pinnedSource, rulerSource } from "../../plots/stage/source.ts";
import { useSession } from "../session-context.ts";
import { download, fileName } from "./download.ts";
import { ExportMenu, type Format } from "./ExportMenu.tsx";

function currentFrame() {
  const { frame } = frames.getState();
  if (frame === null) throw new Error("Nothing is shown yet.");
  return frame;
}

async function saveParticles(): Promise<void> {
  const { particlesCsv } = await import("./csv.ts");
  const frame = currentFrame();
  const sources = [learnedSource(frame), pinnedSource(frame), rulerSource(frame)].filter((source) => source !== null);
  // Populations on the line and in the plane have no table in common.
  const shown = sources.filter(({ dimension }) => dimension === frame.dimension).map(({ name, population }) => ({ name, ...population }));
  download(fileName("particles", "csv"), particlesCsv(shown, clock.getState().fraction * frame.horizon), "text/csv");
}

async function saveMaps(): Promise<void> {
  const { mapsCsv } = await import("./csv.ts");
  const { maps, dimension, radius, centre, times } = currentFrame();
  if (maps.length === 0) throw new Error("No map is shown: switch a layer with one on.");
  download(fileName("maps", "csv"), mapsCsv(maps, { dimension, radius, centre, last: times.at(-1) ?? 1 }), "text/csv");
}

const STILLS: readonly Format[] = [
  {
    id: "png",
    title: "PNG picture",
    save: async (place) => {
      const { stageOf, stagePng } = await import("./stage-picture.ts");
      download(fileName("stage", "png"), await stagePng(stageOf(place)), "image/png");
    },
  },
  {
    id: "svg",
    title: "SVG vectors",
    save: async (place) => {
      const { stageOf, stageSvg } = await import("./stage-picture.ts");
      download(fileName("stage", "svg"), stageSvg(stageOf(place)), "image/svg+xml");
    },
  },
  { id: "csv", title: "CSV of the particles", save: saveParticles },
  { id: "maps", title: "CSV of the maps", save: saveMaps },
];

/** Firefox on phones, and older browsers, encode no video. */
const FILMS = "VideoEncoder" in globalThis;

export function StageExports() {
  const session = useSession();
  const [done, setDone] = useState<number | null>(null);

  async function saveFilm(place: HTMLElement): Promise<void> {
    setDone(0);
    try {
      const [{ recordStage }, { stageOf }] = [await import("./record.ts"), await import("./stage-picture.ts")];
      const { bytes, extension, type } = await recordStage(stageOf(place), session, setDone);
      download(fileName("flow", extension), bytes, type);
    } finally {
      setDone(null);
    }
  }

  const formats = FILMS ? [...STILLS, { id: "film", title: "Video of one loop", save: saveFilm }] : STILLS;
  return (
    <>
      {done === null ? null : (
        <span className="filming" role="status">
          filming {Math.round(100 * done)} %
        </span>
      )}
      <ExportMenu what="the stage" formats={formats} />
    </>
  );
}
