"""The bridge of browser/solving.ts in numpy: the same sweeps in logarithms, heat by sums along either axis, Anderson's method of memory 40.

python3 bridge.py LAWS.f64   →   milliseconds, sweeps, the mean and the covariance at the end, one a line
"""

import sys
import time

import numpy as np

UNSAFE = 1e-250
SETTLED = 1e-9
LEAST_SHARE = 1e-6
MEMORY = 40

given = np.fromfile(sys.argv[1])
nodes, step, variance = int(given[0]), given[1], given[2]
log_start, log_end = given[3:].reshape(2, nodes, nodes)
distance = np.subtract.outer(np.arange(nodes), np.arange(nodes)) * step
log_kernel = -(distance**2) / (2 * variance) - 0.5 * np.log(2 * np.pi * variance / step**2)
kernel = np.exp(log_kernel)


def heated_rows(field):
    most = field.max(axis=1, keepdims=True)
    total = np.exp(field - most) @ kernel
    with np.errstate(divide="ignore"):
        out = most + np.log(total)
    rows, columns = np.nonzero(total <= UNSAFE)
    for at in range(0, len(rows), 4096):
        row, column = rows[at : at + 4096], columns[at : at + 4096]
        terms = field[row] + log_kernel[column]
        largest = terms.max(axis=1)
        out[row, column] = largest + np.log(np.exp(terms - largest[:, None]).sum(axis=1))
    return out


def heated(field):
    return heated_rows(np.ascontiguousarray(heated_rows(field).T)).T


def solved():
    end = np.zeros((nodes, nodes))
    mass_end = np.exp(log_end)
    moves, changes, before = [], [], None
    for sweeps in range(1, 2000):
        reached = heated(log_start - heated(end))
        fitted = log_end - reached
        fitted = fitted - (mass_end * fitted).sum() / mass_end.sum()
        density = np.exp(end + reached)
        there = density > LEAST_SHARE * density.max()
        if np.max(np.abs(fitted - end)[there] / (1 + np.abs(fitted[there]))) < SETTLED:
            return sweeps, density
        rest = fitted - end
        if before is not None:
            moves.append((end - before[0]).ravel())
            changes.append((rest - before[1]).ravel())
            moves, changes = moves[-MEMORY:], changes[-MEMORY:]
        before = (end, rest)
        end = end + rest
        if moves:
            weights = np.sqrt(density * step * step).ravel()
            matrix = np.array(changes).T
            share = np.linalg.lstsq(matrix * weights[:, None], rest.ravel() * weights, rcond=1e-7)[0]
            end = end - ((np.array(moves).T + matrix) @ share).reshape(nodes, nodes)
    raise SystemExit("not settled")


start = time.perf_counter()
sweeps, density = solved()
milliseconds = 1000 * (time.perf_counter() - start)
place = np.arange(nodes) * step
weights = density / density.sum()
mean = [(weights * place[None, :]).sum(), (weights * place[:, None]).sum()]
across = (weights * np.outer(place - mean[1], place - mean[0])).sum()
print(milliseconds, sweeps)
print((weights * (place[None, :] - mean[0]) ** 2).sum(), across, (weights * (place[:, None] - mean[1]) ** 2).sum())
