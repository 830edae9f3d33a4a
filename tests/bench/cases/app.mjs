/** @file The built lab while it trains: frames a second, the longest task of the main thread, the cost of a frame in the worker. */
import { measureApp } from "../app.mjs";

const SECONDS = 20;

/** @type {import("../case.d.ts").Case} */
export const app = {
  name: "app",
  title: `The built lab over ${SECONDS} s of training with 2,000 particles`,
  async run({ built }) {
    const { root } = await built();
    const measured = await measureApp({ preset: "moons-diffusion", seconds: SECONDS, root });
    const { longestTask, worker, interaction, heapMegabytes } = measured;
    const rows = [
      { name: "display frames a second", value: measured.displayPerSecond.toFixed(1) },
      { name: "pictures drawn a second", value: measured.drawnPerSecond.toFixed(1) },
      {
        name: "longest task",
        value: `${longestTask.wall.toFixed(1)} ms`,
        note: `${longestTask.cpu.toFixed(1)} ms of processor time; ${longestTask.over50} over 50 ms`,
      },
      { name: "main thread busy", value: `${(100 * longestTask.busyShare).toFixed(0)} %` },
      {
        name: "slowest interaction",
        value: interaction === null ? "under 16 ms" : `${interaction.slowest} ms`,
        note: "a slider dragged while training",
      },
      {
        name: "worker",
        value: worker === null ? "no frames" : `${worker.stepsPerSecond.toFixed(0)} steps/s, ${worker.framesPerSecond.toFixed(1)} frames/s`,
        note:
          worker === null
            ? ""
            : `frames and measures take ${(100 * worker.notTraining).toFixed(0)} % of its time, ${((1000 * worker.notTraining) / worker.framesPerSecond).toFixed(1)} ms a frame`,
      },
      { name: "heap of the page", value: `${heapMegabytes.before.page.toFixed(0)} → ${heapMegabytes.after.page.toFixed(0)} MB` },
    ];
    return {
      rows,
      gates: [
        { name: "longest task while training and drawing (ms)", value: longestTask.wall, aim: 16, gate: 50, most: true },
        { name: "display frames a second", value: measured.displayPerSecond, aim: 60, gate: 50 },
      ],
    };
  },
};
