/** @file Folders of entries as tables by id: every file exports its spec and one entry that carries it, its numerics. */
export type Files<T> = Readonly<Record<string, T>>;

/** @throws if two files of one kind claim the same id: links would open either. */
export function byId<T>(kind: string, files: Files<T>, idOf: (entry: T) => string): ReadonlyMap<string, T> {
  const entries = new Map<string, T>();
  for (const [file, entry] of Object.entries(files)) {
    const id = idOf(entry);
    if (entries.has(id)) throw new Error(`Two ${kind} entries have the id "${id}"; one of them is ${file}`);
    entries.set(id, entry);
  }
  return entries;
}

export interface Entries<T> {
  /** @throws if there is no such entry. */
  get(id: string): T;
  readonly all: ReadonlyMap<string, T>;
}

export type EntryFile = Readonly<Record<string, unknown>>;

/** The numerics of an entry's file: the one export that carries the file's own `spec`. */
function numericsOf(file: string, module: EntryFile): unknown {
  const found = Object.values(module).filter(
    (value) => typeof value === "object" && value !== null && "spec" in value && value.spec === module["spec"],
  );
  if (found.length !== 1) throw new Error(`${file} must export its spec and one entry that carries it; it exports ${found.length}`);
  return found[0];
}

export function table<T extends { readonly spec: { readonly id: string } }>(
  kind: string,
  modules: Readonly<Record<string, EntryFile>>,
): Entries<T> {
  const files = Object.entries(modules).map(([file, module]) => [file, numericsOf(file, module) as T] as const);
  const all = byId(kind, Object.fromEntries(files), ({ spec }) => spec.id);
  return {
    all,
    get(id) {
      const entry = all.get(id);
      if (entry === undefined) throw new Error(`There is no ${kind} "${id}"; there are ${[...all.keys()].join(", ")}`);
      return entry;
    },
  };
}
