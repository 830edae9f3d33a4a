/**
 * @file What to watch for in each preset, by id: its file's export `watch`, and nothing else of it.
 *
 * Only the gallery and the runner's list read it. The query makes another module of the same file, so that the page's first bytes go without.
 */
export const watched: ReadonlyMap<string, string> = new Map(
  Object.entries(import.meta.glob<string>("./presets/*.ts", { import: "watch", query: "?watch", eager: true })).map(([file, watch]) => [
    /([^/]+)\.ts/.exec(file)![1]!,
    watch,
  ]),
);
