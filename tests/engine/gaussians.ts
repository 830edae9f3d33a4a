/** @file Two Gaussians that several tests play between: tilted ones in the plane, of different spread on the line. */

const law = (mean: number[], covariance: number[][]) => ({ id: "gaussian", params: { mean, covariance } });

export const ON_THE_LINE = { data: law([1.2], [[0.4]]), reference: law([-0.5], [[1.1]]) };

export const IN_THE_PLANE = {
  data: law(
    [1, -0.5],
    [
      [1.2, 0.5],
      [0.5, 1],
    ],
  ),
  reference: law(
    [-1, 0.5],
    [
      [0.6, -0.2],
      [-0.2, 1],
    ],
  ),
};
