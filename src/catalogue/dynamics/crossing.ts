/**
 * @file A disc that crosses a crowd, in the frame of the disc: people stand still far away, and so come towards it at its speed.
 *
 *     dX = (a − s ŷ) dt + σ dW,    σ² = 2ξc_s,    |g| = 2c_s²/m₀
 *
 * The healing length ξ and the sound speed c_s say the noise and the price of a crowded place at once.
 */
import { mul, neg, num, sqrt } from "../../math/expressions/expression.ts";
import { dynamics, dynamicsSpec, type Reference } from "../define.ts";
import { real } from "../params.ts";

export const references: readonly Reference[] = [
  {
    authors: "Bonnemain, T., Butano, M., Bonnet, T., Echeverría-Huarte, I., Seguin, A., Nicolas, A., Appert-Rolland, C. and Ullmo, D.",
    title: "Pedestrians in static crowds are not grains, but game players",
    year: 2023,
    arxiv: "2201.08592",
  },
  {
    authors: "Butano, M., Appert-Rolland, C. and Ullmo, D.",
    title: "Discounted mean-field game model of a dense static crowd with variable information crossed by an intruder",
    year: 2024,
    arxiv: "2302.08945",
  },
];

const about = {
  healing: "Over this length the crowd's density recovers beside an obstacle: the noise against the price of a crowded place.",
  sound: "How fast a disturbance of the crowd spreads. An intruder that is faster is not evaded in time.",
};

export const spec = dynamicsSpec({
  id: "crossing",
  title: "A crowd that is crossed",
  about: "People stand in a crowd, shaken a little, while a disc comes through it; all is seen from the disc, which moves up.",
  section: "A crowd that is crossed",
  formula: String.raw`dX_t = (v - s\,\hat y)\,dt + \sigma\,dW_t`,
  setting: "stationary",
  params: {
    healing: real({
      symbol: String.raw`\xi`,
      about: about.healing,
      default: 0.2,
      min: 0.05,
      max: 2,
      scale: "log",
      unit: "m",
      applies: "live",
    }),
    sound: real({ symbol: "c_s", about: about.sound, default: 0.2, min: 0.05, max: 2, scale: "log", unit: "m/s", applies: "live" }),
    speed: real({ symbol: "s", about: "Of the intruder.", default: 0.6, min: 0.05, max: 3, scale: "log", unit: "m/s", applies: "live" }),
    radius: real({
      symbol: "R",
      about: "Of the intruder, a disc.",
      default: 0.37,
      min: 0.05,
      max: 2,
      scale: "log",
      unit: "m",
      applies: "live",
    }),
    density: real({
      ...{ symbol: "m_0", about: "People a square metre, far from the intruder.", default: 2.5, min: 0.1, max: 10, scale: "log" },
      ...{ unit: "1/m²", applies: "live" },
    }),
  },
  noisy: true,
  steadySigma: ({ healing, sound }) => Math.sqrt(2 * Number(healing) * Number(sound)),
  drifts: true,
  gain: () => "one",
  noises: () => false,
  crossing: ({ healing, sound, speed, radius, density }) => ({
    ...{ healing: Number(healing), sound: Number(sound), speed: Number(speed), radius: Number(radius), density: Number(density) },
  }),
});

export const crossing = dynamics(spec, {
  drift: ({ x }, { speed }) => x.map((_, axis) => (axis === 1 ? neg(speed) : num(0))),
  gain: () => num(1),
  sigma: (_at, { healing, sound }) => sqrt(mul(mul(2, healing), sound)),
});
