/** @file A potential's velocity never turns, a free field's may (docs/mathematics.md, Flows without running cost). */
import type { Lesson } from "../lesson.ts";

const SHORT = { "training.batch": 256, "network.width": 48, "training.stop": { steps: 250 } };

/** E|∂₁v₂ − ∂₂v₁| / E‖∇v‖ above which the turning is the field's own. */
const TURNS = 0.02;

export const lesson: Lesson = {
  id: "does-it-turn",
  title: "Does the field turn?",
  place: 130,
  preset: "moons-matching",
  question:
    "The same flow matching onto the moons, once with a free vector field, once with v = −∇U of a learned value function. Optimal flows are gradients. Does the free field find that out by itself?",
  runs: [
    { title: "free field", set: { ...SHORT, "network.output": "field" } },
    { title: "v = −∇U", set: { ...SHORT, "network.output": "potential" } },
  ],
  reads: ["curl", "slicedW2"],
  answers: [
    {
      text: "Yes: the data have no swirl, so neither has the field.",
      because: "The mean of straight lines need not be a gradient, and nothing in the loss asks that it should.",
      holds: (of) => of("curl", 0).value <= TURNS && of("curl", 1).value <= TURNS,
    },
    {
      text: "No: it turns on the way; only the potential cannot.",
      because: "A gradient has no curl by construction. What the free field turns besides moves nobody’s density.",
      right: true,
      holds: (of) => of("curl", 0).value > TURNS && of("curl", 1).value <= TURNS,
    },
    {
      text: "No, and the potential has to turn as well to get there.",
      because: "∂₁∂₂U = ∂₂∂₁U: whatever the network learns, its gradient does not turn.",
      holds: (of) => of("curl", 0).value > TURNS && of("curl", 1).value > TURNS,
    },
  ],
  statement: "Who goes down a value function never turns round himself: the velocity is a gradient, and one number U says it all.",
  formula: String.raw`v=-\nabla U\ \Longrightarrow\ \partial_1v_2-\partial_2v_1=0;\qquad \nabla\cdot(\rho\,w)=0\ \text{ for what is left over, } w=v+\nabla U`,
  next: "Switch on the layer of the velocity, and look for eddies that only one of the two has.",
  about: "Flows without running cost",
};
