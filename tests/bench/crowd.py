"""A sweep of the crowd of browser/solving.ts in numpy: all steps of the values backward by policies, all steps of the densities forward.

The same scheme and tolerances. Lines of nodes are relaxed every other one at once, which numpy can do together, where ours go one after the other.

python3 crowd.py GAME.f64   →   milliseconds, relaxations; the covariance at the end, one a line
"""

import sys
import time

import numpy as np

SAME_POLICY = 1e-8
EARLY, LATE, EXACT = 1e-4, 1e-13, 1e-14

given = np.fromfile(sys.argv[1])
nodes, steps = int(given[0]), int(given[1])
step, rate, diffusion, mobility = given[2:6]
fields = given[6:].reshape(-1, nodes, nodes)
start, end, prices = fields[0], fields[1], fields[2:]
spread = diffusion / step**2
relaxations = 0


def rates_and_cost(U):
    """Rates down and up either axis, and what the jumps cost: Achdou and Capuzzo-Dolcetta's split of ½m|p|²."""
    cost, rates = np.zeros_like(U), []
    for axis in (1, 0):
        slope = np.diff(U, axis=axis) / step
        ends = [(1, 0) if k == axis else (0, 0) for k in range(2)], [(0, 1) if k == axis else (0, 0) for k in range(2)]
        back, ahead = np.maximum(np.pad(slope, ends[0]), 0), np.minimum(np.pad(slope, ends[1]), 0)
        cost += mobility * (back**2 + ahead**2) / 2
        there = np.pad(np.full_like(slope, spread), ends[0]), np.pad(np.full_like(slope, spread), ends[1])
        rates.append((there[0] + mobility * back / step, there[1] - mobility * ahead / step))
    return rates, cost


def transposed(rates):
    out = []
    for axis, (down, up) in zip((1, 0), rates):
        out.append((np.roll(up, 1, axis), np.roll(down, -1, axis)))
    return out


def solved(c, rates, matrix, b, x, tolerance):
    """(c + A)x = b, the diagonal from `rates`, the rest from `matrix`."""
    global relaxations
    diagonal = c + sum(down + up for down, up in rates)
    lines = []
    for axis, (low, high) in zip((1, 0), matrix):
        # Along the first index of each array: nodes of a line; along the second: lines.
        turn = (lambda a: np.ascontiguousarray(a.T)) if axis == 1 else (lambda a: a)
        own, above, whole = turn(low), turn(high), turn(diagonal)
        inverse, ratio = np.empty_like(whole), np.empty_like(whole)
        before = 0
        for j in range(nodes):
            inverse[j] = 1 / (whole[j] - own[j] * before)
            before = ratio[j] = above[j] * inverse[j]
        across = matrix[1] if axis == 1 else matrix[0]
        lines.append((axis, own, inverse, ratio, turn(across[0]), turn(across[1]), turn(b)))
    x = x.copy()
    for k in range(4000):
        axis, own, inverse, ratio, lower, upper, owed = lines[k % 2]
        relaxations += 1
        field = x.T if axis == 1 else x
        most = 0
        for colour in (0, 1) if k % 4 < 2 else (1, 0):
            at = slice(colour, nodes, 2)
            beside = np.pad(field, ((0, 0), (1, 1)))
            right = owed[:, at] + lower[:, at] * beside[:, :-2][:, at] + upper[:, at] * beside[:, 2:][:, at]
            line, before = np.empty_like(right), 0
            weights, factors, back = own[:, at], inverse[:, at], ratio[:, at]
            for j in range(nodes):
                before = line[j] = (right[j] + weights[j] * before) * factors[j]
            for j in range(nodes - 2, -1, -1):
                line[j] += back[j] * line[j + 1]
            most = max(most, np.abs(line - field[:, at]).max())
            field[:, at] = line
        if k > 0 and most <= tolerance * np.abs(x).max():
            break
    return x


def swept():
    U, chains = end, []
    for k in range(steps - 1, -1, -1):
        later, relative = U, np.inf
        while True:
            rates, cost = rates_and_cost(U)
            if relative < SAME_POLICY:
                break
            tolerance = max(LATE, min(EARLY, 0.01 * relative * relative))
            reply = solved(rate, rates, rates, rate * later + prices[k + 1] + cost, U, tolerance)
            relative = np.abs(reply - U).max() / np.abs(reply).max()
            U = reply
        chains.append(rates)
    density = start
    for rates in reversed(chains):
        density = solved(rate, rates, transposed(rates), rate * density, density, EXACT)
    return density


begin = time.perf_counter()
density = swept()
milliseconds = 1000 * (time.perf_counter() - begin)
place = np.arange(nodes) * step
weights = density / density.sum()
mean = [(weights * place[None, :]).sum(), (weights * place[:, None]).sum()]
print(milliseconds, relaxations)
print(
    (weights * (place[None, :] - mean[0]) ** 2).sum(),
    (weights * np.outer(place - mean[1], place - mean[0])).sum(),
    (weights * (place[:, None] - mean[1]) ** 2).sum(),
)
