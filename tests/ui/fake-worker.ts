/**
 * @file A worker that trains nothing: a Gaussian is carried straight to eight Gaussians, and the loss falls like 1/step.
 * For work on the screen without the engine; never part of the product.
 */
import { random, type Random } from "../../src/math/random.ts";
import type { Frame, LossPart } from "../../src/engine/results.ts";
import type { Look } from "../../src/engine/results.ts";
import type { FromWorker, ToWorker } from "../../src/protocol/messages.ts";

const PARTS: readonly LossPart[] = [
  { name: "terminal", title: "terminal", slot: "terminal" },
  { name: "running", title: "running", slot: "running" },
  { name: "hjb", title: "HJB residual", slot: "hjb" },
];
const RADIUS = 3.2;

const distance = (value: number, noise: number) => ({
  value,
  noise,
  error: 0.1 * value,
  noiseError: 0.1 * noise,
  interval: [0.8 * value, 1.2 * value] as const,
});

export function fakeWorker(send: (message: FromWorker, transfer?: Transferable[]) => void): (message: ToWorker) => void {
  let runId = 0;
  let look: Look | undefined;
  let step = 0;
  let playing = false;
  let free = true;
  let rows: number[] = [];
  let stream: Random = random(1, "particles");

  function advance(steps: number): void {
    for (let k = 0; k < steps; k += 1) {
      step += 1;
      const fall = 1 / (1 + step / 40);
      const jitter = () => 1 + 0.1 * stream.normal();
      const parts = [0.2 + 3 * fall * jitter(), 2 * (1 - fall) + 0.3, (0.02 + 4 * fall * fall) * Math.abs(jitter())];
      rows.push(
        step,
        parts.reduce((sum, part) => sum + part, 0),
        ...parts,
      );
    }
  }

  function frame(): void {
    if (look === undefined || !free) return;
    free = false;
    const n = look.particles;
    const times = Float32Array.from({ length: look.times }, (_, k) => k / (look!.times - 1));
    const [paths, exact] = [new Float32Array(times.length * n * 2), new Float32Array(times.length * n * 2)];
    const draws = random(1, "particles");
    const blur = 0.9 / (1 + step / 60);
    for (let i = 0; i < n; i += 1) {
      const [a, b] = [draws.normal(), draws.normal()];
      const angle = (Math.PI / 4) * Math.round(Math.atan2(b, a) / (Math.PI / 4));
      const [u, v] = [draws.normal(), draws.normal()];
      const [x, y] = [2 * Math.cos(angle), 2 * Math.sin(angle)];
      times.forEach((t, k) => {
        const at = 2 * (k * n + i);
        paths[at] = a * 0.9 + t * (x + (0.2 + blur) * u - a * 0.9);
        paths[at + 1] = b * 0.9 + t * (y + (0.2 + blur) * v - b * 0.9);
        exact[at] = a + t * (x + 0.2 * u - a);
        exact[at + 1] = b + t * (y + 0.2 * v - b);
      });
    }
    const size = look.mapSize;
    const values = Float32Array.from({ length: size * size }, (_, k) => {
      const [x, y] = [(k % size) / size - 0.5, Math.floor(k / size) / size - 0.5];
      return (0.2 + blur) * Math.abs(Math.sin(9 * x) * Math.cos(7 * y));
    });
    const maps = look.maps.map((kind) => ({ kind, values, width: size, height: size }));
    const history = Float32Array.from(rows);
    rows = [];
    const data = exact.slice((times.length - 1) * n * 2);
    const picture: Frame = {
      step,
      seconds: step / 300,
      stepsPerSecond: playing ? 312 : 0,
      playing,
      outcome: null,
      exactBy: null,
      noiseTimes: null,
      dimension: 2,
      radius: RADIUS,
      centre: 0,
      horizon: 1,
      times,
      paths,
      exactPaths: exact,
      data,
      maps,
      history,
      parts: PARTS,
      shown: step,
      checkpoints: [],
      pinned: null,
    };
    send({ kind: "frame", runId, frame: picture });
  }

  setInterval(() => {
    if (!playing) return;
    advance(37);
    frame();
    if (step % 370 === 0)
      send({
        kind: "measures",
        runId,
        step,
        metrics: {
          slicedW2: distance(0.031, 0.028),
          mmd: distance(0.004, 0.003),
          energyDistance: distance(0.009, 0.005),
          nll: 1.82,
          nllGap: 0.03,
          nllStepGap: 0.031,
          straightness: 0.994,
          inverseError: 0.0004,
          kineticEnergy: 2.04,
          nllError: 0.02,
          valueError: { oneConstant: 0.024, perTime: 0.02, gradient: 0.05, constant: 0.2 },
        },
        failed: {},
      });
  }, 120);

  return (message) => {
    if (message.kind === "configure") {
      runId = message.runId;
      look = message.look;
      step = 0;
      playing = false;
      free = true;
      rows = [];
      stream = random(message.experiment.seed, "noise");
      send({
        kind: "ready",
        runId,
        backend: "wasm",
        route: "wasm",
        reason: "WebAssembly SIMD is here and passed its self-test.",
        parameters: 4417,
        parts: PARTS,
        exact: {
          known: true,
          by: "formula",
          kind: "grid",
          about: "grid, σ → 0",
          section: "Solved on a grid",
          mean: [0, 0],
          covariance: [
            [2, 0],
            [0, 2],
          ],
          cost: 2.21,
          energy: 1.998,
        },
      });
      frame();
      return;
    }
    if (message.runId !== runId) return;
    if (message.kind === "play") playing = true;
    if (message.kind === "pause") {
      playing = false;
      send({ kind: "stopped", runId, step, why: "paused" });
    }
    if (message.kind === "step") {
      advance(message.steps);
      free = true;
      frame();
      send({ kind: "stopped", runId, step, why: "stepped" });
    }
    if (message.kind === "look") {
      look = message.look;
      frame();
    }
    if (message.kind === "acknowledge") free = true;
  };
}
