/** @file A lesson is asked for by its id. Lessons are loaded when the first of them is. */
import { useExperiment } from "./experiment.ts";
import { useFlags } from "./flags.ts";

export async function askLesson(id: string): Promise<void> {
  try {
    const { openLesson } = await import("./lesson.ts");
    openLesson(id);
  } catch {
    useFlags.setState({ lesson: null });
    const message = "could not be loaded: check the connection and reload the page";
    useExperiment.setState({ problems: [{ path: "lesson", given: id, allowed: "", message, severity: "adjusted" }] });
  }
}
