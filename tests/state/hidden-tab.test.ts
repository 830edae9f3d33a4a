/** @file A hidden tab stops the training, unless somebody chose otherwise, and goes on with it when it is seen again. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { followHiddenTab } from "../../src/state/hidden-tab.ts";
import { useRun } from "../../src/state/run.ts";
import { useView } from "../../src/state/view.ts";

const page = new EventTarget() as EventTarget & { hidden: boolean };
const session = { play: vi.fn(), pause: vi.fn() };
let unfollow: () => void;

function turn(hidden: boolean): void {
  page.hidden = hidden;
  page.dispatchEvent(new Event("visibilitychange"));
}

beforeEach(() => {
  page.hidden = false;
  vi.clearAllMocks();
  useView.setState({ waitHidden: true });
  useRun.setState({ phase: "playing", runId: 1 });
  unfollow = followHiddenTab(page as unknown as Document, session);
});

afterEach(() => unfollow());

it("waits, and goes on", () => {
  turn(true);
  expect(session.pause).toHaveBeenCalledTimes(1);
  useRun.setState({ phase: "paused" });
  turn(false);
  expect(session.play).toHaveBeenCalledTimes(1);
  turn(false);
  expect(session.play).toHaveBeenCalledTimes(1);
});

it("trains on where that was chosen", () => {
  useView.setState({ waitHidden: false });
  turn(true);
  turn(false);
  expect(session.pause).not.toHaveBeenCalled();
  expect(session.play).not.toHaveBeenCalled();
});

it("leaves alone what did not train, what has ended, and another run", () => {
  useRun.setState({ phase: "paused" });
  turn(true);
  turn(false);
  useRun.setState({ phase: "playing" });
  turn(true);
  useRun.setState({ phase: "finished" });
  turn(false);
  useRun.setState({ phase: "playing" });
  turn(true);
  useRun.setState({ phase: "paused", runId: 2 });
  turn(false);
  expect(session.play).not.toHaveBeenCalled();
});
