/** @file Which parts of the screen the opened link shows, as class names of the app: `without-left`, `presenting`. */
import { PARTS, showsControls, useFlags } from "../../state/flags.ts";

export function useShownParts(): { readonly className: string; readonly controls: boolean; readonly readouts: boolean } {
  const hide = useFlags((flags) => flags.hide);
  const presenting = useFlags((flags) => flags.present);
  const controls = showsControls({ hide, present: presenting });
  const without = PARTS.filter((part) => (part === "left" ? !controls : hide.includes(part))).map((part) => `without-${part}`);
  return { className: [...without, ...(presenting ? ["presenting"] : [])].join(" "), controls, readouts: !hide.includes("readouts") };
}
