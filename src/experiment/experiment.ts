/**
 * @file What a run is, as plain data. These names are a public contract: links, files and the headless runner use them.
 */
import type { ParamValues } from "../catalogue/params.ts";

/** A choice from the catalogue with its parameters. */
export interface Chosen {
  readonly id: string;
  readonly params: ParamValues;
}

export interface HjbRegulariser {
  readonly weight: number;
  readonly norm: "l1" | "l2";
  readonly points: "particles" | "noised-data" | "box";
  /** `log-snr` penalises r std²/σ² (docs/recipes.md, The HJB term in diffusion). */
  readonly scale: "none" | "log-snr";
  /** Steps over which the weight grows from 0. */
  readonly ramp: number;
}

export interface NetworkSettings {
  readonly output: "potential" | "field";
  readonly width: number;
  readonly depth: number;
  /** An id of catalogue/activations/. */
  readonly activation: string;
  readonly time: "raw" | "fourier" | "log-snr";
  readonly quadraticRank: number;
  readonly preconditioning: "none" | "gaussian";
  /** Factor on the last layer at initialisation. */
  readonly lastLayerScale: number;
}

export interface TrainingSettings {
  readonly batch: number;
  readonly optimiser: Chosen;
  readonly schedule: "cosine" | "constant";
  readonly warmup: number;
  readonly clip: number;
  readonly ema: number;
  readonly stop: { readonly steps: number } | { readonly seconds: number };
}

export type Data = Chosen & { readonly samples: number | "infinite" };

export interface Experiment {
  readonly version: 2;
  readonly model: string;
  /** Where particles live. */
  readonly world: Chosen;
  /** null: the game has none, and its costs alone say where its population goes. */
  readonly data: Data | null;
  readonly reference: Chosen;
  readonly game: {
    readonly horizon: number;
    readonly discount: number;
    readonly dynamics: Chosen;
    readonly lagrangian: Chosen;
    readonly interactions: readonly Chosen[];
    readonly terminal: Chosen;
  };
  readonly objective: Chosen;
  readonly regularisers: {
    readonly hjb: HjbRegulariser;
    readonly terminal: { readonly weight: number };
    readonly initial: { readonly weight: number };
  };
  readonly network: NetworkSettings;
  readonly training: TrainingSettings;
  readonly sampling: { readonly method: "sde" | "ode"; readonly steps: number };
  readonly seed: number;
}

/** A problem with an experiment, in the user's words. `path` is the field: "game.terminal.params.weight". */
export interface Problem {
  readonly path: string;
  /** What was given, printed. */
  readonly given: string;
  /** What is allowed. */
  readonly allowed: string;
  readonly message: string;
  /** Adjusted: clamped or dropped, the experiment below is usable. Fatal: never clamped (unknown entry, future version, misfit …). */
  readonly severity: "adjusted" | "fatal";
}

/** What to watch for is an export beside it, `watch`: the gallery reads it (watched.ts). */
export interface Preset {
  readonly id: string;
  readonly title: string;
  /** Merged over the defaults of its model; must name `model`. */
  readonly experiment: Readonly<Record<string, unknown>>;
}
