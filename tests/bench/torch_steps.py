"""Whole training steps of three models of the lab in PyTorch: draws, loss, gradient, Adam, moving average, in float32.

    python3 torch_steps.py score|hjb|flow autograd|hand THREADS MILLISECONDS

Derivatives in space and time come from autograd (create_graph), or from jets carried through the layers by hand as one batched
product a layer. Prints the norm of the first gradient, for both the same, and then the milliseconds of each step. Networks, batches
and losses are the defaults of `score-diffusion`, `hjb-score-diffusion` and `ot-flow`.
"""
import sys, time, torch

MODEL, ROUTE, THREADS, MILLISECONDS = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
torch.set_num_threads(THREADS)
torch.set_flush_denormal(True)
torch.manual_seed(1)
grad = lambda y, x: torch.autograd.grad(y.sum(), x, create_graph=True)[0]
WIDTHS = [3, 32, 32] if MODEL == "flow" else [3, 64, 64, 64]
W = [torch.nn.Parameter(torch.randn(a, b) / a**.5) for a, b in zip(WIDTHS, WIDTHS[1:])]
b = [torch.nn.Parameter(torch.zeros(n)) for n in WIDTHS[1:]]
out, A, slope = (torch.nn.Parameter(s * torch.randn(n)) for s, n in ((.1, (WIDTHS[-1],)), (.1, (3, 3)), (.1, (3,))))
params = W + b + [out] + ([A, slope] if MODEL == "flow" else [])
BATCH = 256 if MODEL == "flow" else 512

def log_cosh(z): return torch.nn.functional.softplus(-2 * z.abs()) + z.abs()

def network(xi):
    h = xi
    for Wl, bl in zip(W, b): h = (log_cosh if MODEL == "flow" else torch.tanh)(h @ Wl + bl)
    return h @ out + (((xi @ A)**2).sum(1) / 2 + xi @ slope if MODEL == "flow" else 0)

def jets(xi, second):
    """Value, ∂₁, ∂₂ of N(ξ), with `second` ∂₃ and the Laplacian of the first two as well: each [n]."""
    n, axes = len(xi), 3 if second else 2
    h, first = xi, torch.eye(3)[:axes, None, :].expand(axes, n, 3)
    lap = torch.zeros_like(xi) if second else None
    for Wl, bl in zip(W, b):
        stacked = torch.cat([h[None], first] + ([lap[None]] if second else [])) @ Wl
        z, dz = stacked[0] + bl, stacked[1:axes + 1]
        if MODEL == "flow": h, s = log_cosh(z), torch.tanh(z)
        else: h = torch.tanh(z); s = 1 - h * h
        first = s * dz
        if second: lap = s * stacked[-1] + (1 - s * s if MODEL == "flow" else -2 * h * s) * (dz[0]**2 + dz[1]**2)
    value, d, L = h @ out, first @ out, lap @ out if second else None
    if MODEL == "flow":
        y = xi @ A
        value, d = value + (y**2).sum(1) / 2 + xi @ slope, d + (y @ A[:axes].T).T + slope[:axes, None]
        if second: L = L + (A[:2]**2).sum()
    return value, d, L

# ---- diffusions: β(s) from .1 to 20, generation time t = 1 − s, data of variance v
BETA0, BETA1, V, MEAN, SPREAD, WEIGHT = .1, 20., 1., -.8, 1.4, .05
def schedule(s):
    B = s * (BETA0 + (BETA1 - BETA0) * s / 2)
    return torch.exp(-B / 2), (-torch.expm1(-B))**.5, BETA0 + (BETA1 - BETA0) * s
def noise_time(lam):  # α = 1/√(1 + e^{2λ}),  B = −2 log α
    B = torch.log1p(torch.exp(2 * lam))
    return (-BETA0 + (BETA0**2 + 2 * (BETA1 - BETA0) * B)**.5) / (BETA1 - BETA0)
def potential(x, s):
    alpha, std, _ = schedule(s)
    c = alpha**2 * V + std**2
    xi = torch.stack([x[:, 0] / c**.5, x[:, 1] / c**.5, (torch.log(std / alpha) + 1) / 2], 1)
    return (x**2).sum(1) / (2 * c) + torch.log(c) + alpha * V**.5 / std * network(xi)

def by_hand(x, s, second):
    """∇U [2, n], and with `second` ∂ₜU and ΔU: base and preconditioning by the chain rule."""
    alpha, std, beta = schedule(s)
    c, k, root = alpha**2 * V + std**2, alpha * V**.5 / std, (alpha**2 * V + std**2)**.5
    N, d, L = jets(torch.stack([x[:, 0] / root, x[:, 1] / root, (torch.log(std / alpha) + 1) / 2], 1), second)
    gradient = x.T / c + k / root * d[:2]
    if not second: return gradient, None, None
    # d/ds: α' = −βα/2, std' = βα²/(2 std)
    da, ds = -beta * alpha / 2, beta * alpha**2 / (2 * std)
    dc, dk, dtau = 2 * alpha * da * V + 2 * std * ds, (da / std - alpha * ds / std**2) * V**.5, (ds / std - da / alpha) / 2
    y = x.T / root
    time_ = -(x**2).sum(1) * dc / (2 * c**2) + dc / c + dk * N + k * (d[2] * dtau - dc / (2 * c) * (y * d[:2]).sum(0))
    return gradient, -time_, 2 / c + k / c * L

def diffusion():
    eps, lam = torch.randn(BATCH, 2), (MEAN + SPREAD * torch.randn(BATCH)).clamp(-5, 4)
    s = noise_time(lam)
    alpha, std, beta = schedule(s)
    x = alpha[:, None] * data(BATCH) + std[:, None] * eps
    if ROUTE == "hand": gradient, dt, laplacian = by_hand(x, s, MODEL == "hjb")
    else:
        x.requires_grad_(); s.requires_grad_()
        U = potential(x, s)
        if MODEL == "hjb":
            g, ds = torch.autograd.grad(U.sum(), (x, s), create_graph=True)
            dt, laplacian = -ds, grad(g[:, 0], x)[:, 0] + grad(g[:, 1], x)[:, 1]
            gradient = g.T
        else: gradient = grad(U, x).T
    c, k = alpha**2 * V + std**2, alpha * V**.5 / std
    loss = (c / k**2 * ((gradient - eps.T / std)**2).sum(0)).mean()
    if MODEL == "hjb":  # r = −∂ₜU − β/2 ΔU − f·∇U + β|∇U|²/2 + ∇·f,  f = βx/2
        r = -dt - beta / 2 * laplacian - beta / 2 * (x.T * gradient).sum(0) + beta / 2 * (gradient**2).sum(0) + beta
        loss = loss + WEIGHT * ((r * std**2 / beta)**2).mean()
    return loss

# ---- OT-flow: data pulled back by 4 Runge-Kutta steps, x' = −∇U, with ∫ΔU, ∫½|∇U|² and ∫|r|
def slopes(x, t):
    xi = torch.cat([x, torch.full((BATCH, 1), t)], 1)
    if ROUTE == "hand":
        _, d, L = jets(xi, True)
        return d[:2].T, d[2], L
    if not xi.requires_grad: xi.requires_grad_()
    g = grad(network(xi), xi)
    return g[:, :2], g[:, 2], grad(g[:, 0], xi)[:, 0] + grad(g[:, 1], xi)[:, 1]

def rates(x, t):
    p, dt, laplacian = slopes(x, t)
    energy = (p**2).sum(1) / 2
    return -p, torch.stack([-laplacian, energy, (energy - dt).abs()], 1)

def flow():
    x, total, h = data(BATCH), 0, -1 / 4
    for k in range(4):
        t = 1 + k * h
        v1, r1 = rates(x, t)
        v2, r2 = rates(x + h / 2 * v1, t + h / 2)
        v3, r3 = rates(x + h / 2 * v2, t + h / 2)
        v4, r4 = rates(x + h * v3, t + h)
        x = x + h / 6 * (v1 + 2 * v2 + 2 * v3 + v4)
        total = total - h / 6 * (r1 + 2 * r2 + 2 * r3 + r4)
    divergence, energy, residual = total.mean(0)
    likelihood = (x**2).sum(1).mean() / 2 + divergence  # −log ρ₀(x₀) + ∫∇·b, up to a constant
    return 100 * likelihood + energy + 5 * residual

def data(n):
    angle, lower = torch.rand(n) * torch.pi, (torch.rand(n) < .5).float()
    moons = torch.stack([torch.cos(angle) * (1 - 2 * lower) + lower, torch.sin(angle) * (1 - 2 * lower) + lower / 2], 1)
    return 1.5 * (moons - torch.tensor([.5, .25])) + .1 * torch.randn(n, 2)

adam = torch.optim.Adam(params, lr=.005)
average = [p.detach().clone() for p in params]

def step():
    adam.zero_grad()
    loss = flow() if MODEL == "flow" else diffusion()
    loss.backward()
    norm = sum((p.grad**2).sum() for p in params if p.grad is not None)
    adam.step()
    with torch.no_grad(): torch._foreach_mul_(average, .999); torch._foreach_add_(average, [p.detach() for p in params], alpha=.001)
    return float(norm)**.5

print(step(), flush=True)
end = time.perf_counter() + MILLISECONDS / 1000
while time.perf_counter() < end:
    start = time.perf_counter()
    step()
    print(1000 * (time.perf_counter() - start))
