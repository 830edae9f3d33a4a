/** @file The way out of presentation mode: a button that stays in sight, and Escape. */
import { useEffect } from "react";
import { present, useFlags } from "../../state/flags.ts";

export function LeavePresentation() {
  const presenting = useFlags((flags) => flags.present);

  useEffect(() => {
    if (!presenting) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      // A dialog or a menu is closed first.
      if (
        event.key === "Escape" &&
        !event.defaultPrevented &&
        document.querySelector("[role=dialog], [role=menu], [role=listbox]") === null
      )
        present(false);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [presenting]);

  return presenting ? (
    <button type="button" className="button leave-presentation" onClick={() => present(false)}>
      Leave presentation <kbd aria-hidden="true">Esc</kbd>
    </button>
  ) : null;
}
