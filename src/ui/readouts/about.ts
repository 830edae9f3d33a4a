/** @file What each readout teaches, in a few sentences. The first says what it is, the others what to make of it. */

export const ABOUT = {
  loss: [
    "What training makes small: the weighted sum of the terms in the equation, and each of them in its own colour.",
    "One step sees one batch, so the curve is noisy. A likelihood may go below 0; a log scale leaves such parts out.",
    "The axes always fit the whole run by themselves, so that there is nothing to fit by hand. Point at the curve for its numbers.",
  ],
  residual: [
    "How badly the learned value function breaks the Hamilton-Jacobi-Bellman equation, as the regulariser sees it. 0: it is a value function.",
    "It falls late: U has to be right everywhere the population goes, at every time.",
  ],
  distances: [
    "How far samples of the model are from fresh samples of the data. The mark is the noise floor: two samples of the data are that far apart.",
    "A bar at the mark is as good as any sample can show. Three floors fill the bar. The thin line: where the bar would be with other draws (95 %).",
    "Of your own points a fifth is held out from training, and the model is held against those.",
  ],
  budget: [
    "Where the distance comes from. Distances do not add up, their squares do: all bars are squared sliced W₂, and floor + parts is what a sample shows.",
    "Steps: the same starts and noise at K and at 4K sampling steps, or in one jump and along the path. Finite data: the training set against the law behind it. Training: the rest.",
    "The thin line is one standard error, from 8 independent repeats. Under two errors a part is below the resolution of the measurement.",
  ],
  measures: [
    "Rulers that need more than samples: likelihoods, residuals, energies. What makes no sense for this run has no line. ± is one standard error; a number in brackets is what a perfect model would show.",
    "A nat is 1.44 bits. Straightness 1: particles move on straight lines at constant speed.",
  ],
  exact: [
    "Where the game has a solution in closed form, or one on a grid, the learned one is held against it. Relative errors: 0 % is exact, 100 % is as good as nothing.",
    "A loss of gradients leaves a constant of U free at each time. The first line takes one constant away, the second one at each time.",
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
