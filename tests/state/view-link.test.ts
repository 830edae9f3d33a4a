/** @file What is shown goes into a link and comes out of it again, beside the experiment; what nobody can show is told. */
import { beforeEach, expect, it } from "vitest";
import { decodeLink } from "../../src/experiment/link-decode.ts";
import { encodeLink } from "../../src/experiment/link.ts";
import { WHOLE } from "../../src/plots/camera.ts";
import { linkTo, openAddress } from "../../src/state/address.ts";
import { clock, holdAt, loopTime } from "../../src/state/clock.ts";
import { useExperiment } from "../../src/state/experiment.ts";
import { camera, zoomBy } from "../../src/state/view-camera.ts";
import { onViewChange, readViewWords, viewWords } from "../../src/state/view-link.ts";
import { choosePanes, layersOn, toggleLayer, useView } from "../../src/state/view.ts";

const HERE = { href: "https://lab.example/" };

beforeEach(() => {
  useView.setState(useView.getInitialState());
  clock.setState(clock.getInitialState());
  camera.setState({ ...WHOLE, fits: 0 });
  openAddress("https://lab.example/?preset=moons-ot");
});

it("the defaults say nothing, so the link to a preset stays short", () => {
  expect(viewWords()).toEqual({});
  expect(linkTo(HERE)).toBe("https://lab.example/?preset=moons-ot");
});

it("layers, panes, held time, scale, spacing of the strip and zoom come back, whatever the reader had before", () => {
  toggleLayer("velocity");
  toggleLayer("particles");
  choosePanes("difference");
  holdAt(0.25);
  useView.setState({ logLoss: false, evenNoise: false });
  zoomBy(3, 0.2, 0.8);
  const link = linkTo(HERE);
  const [layers, seen] = [useView.getState().layers, camera.getState()];

  useView.setState(useView.getInitialState());
  choosePanes("alone");
  toggleLayer("trails");
  loopTime(true);
  camera.setState(WHOLE);
  openAddress(link);
  expect(useView.getState()).toMatchObject({ layers, panes: "difference", logLoss: false, evenNoise: false });
  expect(clock.getState()).toMatchObject({ looping: false, fraction: 0.25 });
  const back = camera.getState();
  for (const name of ["zoom", "x", "y"] as const) expect(back[name]).toBeCloseTo(seen[name], 2);
  expect(useExperiment.getState().problems).toEqual([]);
});

it("a link that says nothing of the view shows the defaults, not the layers of the reader's last visit", () => {
  toggleLayer("trails");
  choosePanes("alone");
  holdAt(0.5);
  openAddress("https://lab.example/?preset=gaussian-ot");
  expect(viewWords()).toEqual({});
  // An address that names nothing leaves what was kept.
  toggleLayer("trails");
  openAddress("https://lab.example/");
  expect(layersOn(useView.getState().layers).has("trails")).toBe(true);
});

it("is no part of the experiment", () => {
  const { running } = useExperiment.getState();
  const plain = decodeLink("?preset=moons-ot").experiment;
  const { search, hash } = encodeLink(running, "moons-ot", { layers: ["trails"], time: 0.5 });
  expect(decodeLink(search + hash).experiment).toEqual(plain);
});

it("run A of a comparison is in no link, and neither is its pane", () => {
  choosePanes("runs");
  expect(viewWords()).toEqual({});
});

it("what nobody can show is dropped and told, field by field; the rest is shown", () => {
  const { search, hash } = encodeLink(useExperiment.getState().running, "moons-ot", {
    layers: ["trails", "unicorns"],
    panes: "runs",
    time: 7,
    curves: "cubic",
    strip: "backwards",
    zoom: 1e9,
    colours: "all",
  });
  openAddress(`https://lab.example/${search}${hash}`);
  const { problems } = useExperiment.getState();
  expect(problems.map(({ path }) => path).toSorted()).toEqual([
    "view.colours",
    "view.curves",
    "view.layers",
    "view.panes",
    "view.strip",
    "view.time",
    "view.zoom",
  ]);
  expect(problems.every(({ severity, message }) => severity === "adjusted" && /left out/.test(message))).toBe(true);
  expect([...layersOn(useView.getState().layers)]).toEqual(["trails"]);
  expect(clock.getState().looping).toBe(true);
  expect(readViewWords({ layers: "trails" }).problems).toHaveLength(1);
});

it("a running time changes nothing in the link; a held one does", () => {
  const told: number[] = [];
  const stop = onViewChange(() => told.push(1));
  clock.setState({ fraction: 0.3 });
  expect(told).toHaveLength(0);
  holdAt(0.4);
  holdAt(0.5);
  toggleLayer("trails");
  expect(told).toHaveLength(3);
  stop();
  holdAt(0.6);
  expect(told).toHaveLength(3);
});
