/** @file What every control is given, whatever its kind. */
export interface ParamProps<S, V> {
  readonly label: string;
  readonly spec: S;
  readonly value: V;
  /** The default to go back to. */
  readonly fallback: V;
  /** `dragging`: more of the same gesture may follow, all of it one entry of the undo list. */
  readonly onChange: (value: V, dragging: boolean) => void;
  readonly onEnd: () => void;
}
