/**
 * @file Colours of the theme as a canvas needs them: `light-dark()` stays as it is in a custom property, only a real property is
 * resolved. One probe for all of them: each that comes and goes has the page's styles worked out anew.
 */

/** What the custom properties are at a place of the page, as "rgb(…)". */
export function resolvedColours<Token extends string>(place: HTMLElement, tokens: readonly Token[]): Readonly<Record<Token, string>> {
  const probe = document.createElement("span");
  place.append(probe);
  const style = getComputedStyle(probe);
  const found = tokens.map((token) => {
    probe.style.color = `var(--${token})`;
    return [token, style.color] as const;
  });
  probe.remove();
  return Object.fromEntries(found) as Record<Token, string>;
}
