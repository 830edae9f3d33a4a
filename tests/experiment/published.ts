/**
 * @file Links as they were published (published.json). They must say the same for ever: never edit one, only add.
 *
 * With a preset a link says what the preset says and what it sets, { seed: 7, "training.batch": 96 }. Without one it says
 * every field of version 1, so no default matters.
 */
import file from "./published.json";

interface Published {
  readonly link: string;
  readonly says: Readonly<Record<string, unknown>>;
}

export const OVER_PRESETS: Readonly<Record<string, Published>> = file.overPresets;

export const WHOLE = file.whole;
