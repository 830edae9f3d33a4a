/**
 * @file A game of finitely many states, as its entries state it: formulas in the lab's own language, from which everything else follows.
 *
 * A formula reads parameters, the shares of the states by their ids (S, I …), the agent's own control by its symbol (a), and what those in a
 * state choose by symbol and state (a_I). Rates are per unit of time.
 */
export interface StateRate {
  readonly from: string;
  readonly to: string;
  /** Formula, not negative. */
  readonly rate: string;
}

/** What agents choose in some states. Who cannot tell two states apart chooses the same in both, by how likely each is. */
export interface StateControl {
  readonly symbol: string;
  readonly in: readonly string[];
  /** Formulas of the parameters: bounds, and what is chosen by those who do not care. */
  readonly low: string;
  readonly high: string;
  readonly idle: string;
}

/** How people change, and how many there are of each at first. The states are the spec's own, `DynamicsSpec.states`. */
export interface StateRates {
  readonly transitions: readonly StateRate[];
  readonly controls: readonly StateControl[];
  /** Formulas of the parameters, in the order of the states; they sum to 1. */
  readonly initial: readonly string[];
  /** States whose arrivals are caused by those who are in them: infected. */
  readonly ill: readonly string[];
  /** Numbers by the names that formulas have for them; costs may read them too. */
  readonly parameters: Readonly<Record<string, number>>;
}

/** What a unit of time in a state costs, formulas by the state's id; left out: nothing. */
export interface StateCosts {
  readonly costs: Readonly<Record<string, string>>;
  /** What agents mind besides, and society does not pay: altruism. */
  readonly regards?: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, number>>;
  /** Whose cost is quoted: somebody's who starts in the first state, or everybody's mean. */
  readonly quoted: "first" | "everybody";
}
