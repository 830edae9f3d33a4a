/** @file What a wrong control costs, to the last digit (docs/mathematics.md, Optimality gap). */
import type { Found, Lesson } from "../lesson.ts";

const TOWARDS_A_SPRING = {
  "game.terminal": { id: "potential-energy", params: { weight: 4, x: 2, y: 1.5 } },
  "training.batch": 64,
};

export const lesson: Lesson = {
  id: "what-is-lost",
  title: "What is lost",
  place: 25,
  preset: "spring-gaussian",
  question:
    "Agents pay for their speed, for a spring on the way and for another at the end. Training is stopped early, so their velocity v is not the best one, v*. What do they lose, in all costs together?",
  runs: [
    { title: "20 steps", set: { ...TOWARDS_A_SPRING, "training.stop": { steps: 20 } } },
    { title: "150 steps", set: { ...TOWARDS_A_SPRING, "training.stop": { steps: 150 } } },
  ],
  reads: ["cost", "optimalityGap", "optimalityGap.squares"],
  answers: [
    {
      text: "It depends on where they are wrong: near the end much, far from the springs little.",
      because: "U weighs all that already: at every place and time the loss is ½|v − v*|², whatever is paid there and later.",
      holds: (of) => !equal(of, 0),
    },
    {
      text: "Half the squared error of the velocity, summed along their way, and nothing else.",
      because: "Put the HJB equation into the cost and complete the square: the springs drop out.",
      right: true,
      holds: (of) => equal(of, 0) && equal(of, 1),
    },
    {
      text: "That, as long as v is nearly right; far from it other terms come in.",
      because:
        "It would be so if the square were the beginning of a series. It is an identity: the worse run obeys it as the better one does.",
      holds: (of) => equal(of, 1) && !equal(of, 0),
    },
  ],
  statement:
    "Where costs are linear in the crowd, a control pays the optimum and half the square of its error. To learn v* in the mean square is to play the game.",
  formula: String.raw`J(v)-\mathbb E\,U(X_0,0)=\mathbb E\int_0^T\tfrac12|v-v^*|^2\,dt`,
  next: "Move the spring while it trains: both numbers jump, and stay the same.",
  about: "Optimality gap",
};

/** Both sides agree to within two in a hundred of what is lost. */
const equal = (of: Found, run: number): boolean => {
  const { value: lost } = of("optimalityGap", run);
  return Math.abs(lost - of("optimalityGap.squares", run).value) < 0.02 * Math.abs(lost);
};
