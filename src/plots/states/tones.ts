/**
 * @file Which colour and which mark a state wears. Tone decides the colour; a mark goes with it, so that nobody needs to see colours:
 *
 *     well    a small dot        warned  a dot
 *     ill     a large dot        over    a ring
 */
import type { StateOf } from "../../catalogue/setting.ts";

/** A state as it is drawn. */
export interface DrawnState extends StateOf {
  readonly colour: string;
}

/** Names of the theme's colours: the second state of a tone has a colour of its own. */
export const TONE_TOKENS = ["well", "warned", "ill", "over", "well-too", "warned-too", "ill-too", "over-too"] as const;

type ToneToken = (typeof TONE_TOKENS)[number];

/** The name of the colour of each state, in their order. A third state of a tone looks like the second. */
export function toneTokens(states: readonly StateOf[]): readonly ToneToken[] {
  return states.map(({ tone }, k) => (states.findIndex((other) => other.tone === tone) === k ? tone : (`${tone}-too` as const)));
}

/** @param radius in units of half the way between neighbours */
interface AgentMark {
  readonly radius: number;
  readonly ring: boolean;
}

const MARKS: Readonly<Record<StateOf["tone"], AgentMark>> = {
  well: { radius: 0.56, ring: false },
  warned: { radius: 0.76, ring: false },
  ill: { radius: 0.9, ring: false },
  over: { radius: 0.58, ring: true },
};

export const markOf = ({ tone }: StateOf): AgentMark => MARKS[tone];
