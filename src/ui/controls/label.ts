/** @file A parameter's name in words: "betaMin" → "beta min". */
export function labelOf(name: string): string {
  return name.replaceAll(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}
