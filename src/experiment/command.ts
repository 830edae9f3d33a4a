/**
 * @file An experiment as the headless line that runs it:
 *
 *     npm run -s lab -- run PRESET --set path=value …        over a preset of the same model
 *     npm run -s lab -- run 'link' …                         without one: `set.model` names the defaults
 *     npm run -s lab -- run FILE.json                        where the line would be longer than shells like
 *
 * Values are JSON, as `--set` reads them; words are quoted for a POSIX shell.
 */
import type { Experiment } from "./experiment.ts";
import type { Flags } from "./flags.ts";
import { leftOutOfLink } from "./linkable.ts";
import { encodeLink, settingsFrom } from "./link.ts";
import { presets } from "./presets.ts";

/** A line that still pastes into any terminal; a hundred drawn points are beyond it. */
const LONGEST = 3500;

/** A word as a POSIX shell takes it, unchanged: '…' keeps everything but ' itself. @internal */
export function quoted(word: string): string {
  return /^[\w.,:/=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

export interface Command {
  readonly line: string;
  /** The file that must lie beside it, where the line alone does not say the experiment. */
  readonly file: string | null;
}

/** @param file its name, should one be needed */
export function commandOf(
  experiment: Experiment,
  presetId: string | null,
  { backend, fast }: Pick<Flags, "backend" | "fast">,
  file: string,
): Command {
  const preset = presetId === null ? undefined : presets.get(presetId);
  const base = preset !== undefined && preset.experiment["model"] === experiment.model ? preset : undefined;
  const rest = fast ? ["--fast"] : backend === "auto" ? [] : ["--backend", backend];
  const line = (given: readonly string[]): string => ["npm run -s lab -- run", ...[...given, ...rest].map(quoted)].join(" ");
  // A table of points is not written out to see that it is too long.
  if (leftOutOfLink(experiment) > 0) return { line: line([file]), file };
  const words =
    base === undefined
      ? [encodeLink(experiment).hash]
      : [
          base.id,
          ...Object.entries(settingsFrom(base.experiment, experiment)).flatMap(([path, value]) => [
            "--set",
            `${path}=${JSON.stringify(value)}`,
          ]),
        ];
  const whole = line(words);
  return whole.length <= LONGEST ? { line: whole, file: null } : { line: line([file]), file };
}
