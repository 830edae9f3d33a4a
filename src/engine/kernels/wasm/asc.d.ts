/**
 * @file What `assembly-plugin.ts` uses of AssemblyScript's compiler; tsconfig.json puts it in the place of the package's own types.
 *
 * Those redeclare `Array.at` and its kin for the whole program, without the `undefined` that a missing element gives.
 */

interface Surroundings {
  /** Null: there is no such file. */
  readonly readFile: (name: string, baseDirectory: string) => string | null;
  readonly writeFile: (name: string, contents: string | Uint8Array, baseDirectory: string) => void;
  readonly listFiles: (directory: string, baseDirectory: string) => string[] | null;
  readonly stderr: { readonly write: (text: string | Uint8Array) => void };
}

declare const asc: {
  /** Compiles; never rejects. */
  readonly main: (args: readonly string[], surroundings: Surroundings) => Promise<{ readonly error: Error | null }>;
};

export default asc;
