"""Networks of MFG Lab in Python, after docs/files.md: U, its HJB residual, samples; of a field samples.  Lab(file, torch).U(x, t) is ready for autograd."""
import json, math, numpy as np
LOG_COSH = lambda m, z: abs(z) + m.log1p(m.exp(-2 * abs(z)))  # log(2 cosh z), the antiderivative of tanh
ACTIVATIONS = {"tanh": lambda m, z: m.tanh(z), "sin": lambda m, z: m.sin(z), "log-cosh": LOG_COSH, "silu": lambda m, z: z * (1 + m.tanh(z / 2)) / 2,
               "softplus": lambda m, z: z / 2 + LOG_COSH(m, z / 2), "gelu": lambda m, z: z / 2 * (1 + getattr(m, "erf", np.vectorize(math.erf))(z / 2**.5))}
STAGES = {"euler": ([[]], [1]), "midpoint": ([[], [.5]], [0, 1]), "heun": ([[], [1]], [.5, .5]),
          "rk4": ([[], [.5], [0, .5], [0, 0, 1]], [1 / 6, 1 / 3, 1 / 3, 1 / 6])}
FIRST, SECOND = np.array([1, -8, 0, 8, -1]) / 12, np.array([-1, 16, -30, 16, -1]) / 12  # differences of order 4

class Lab:
    def __init__(self, path, m=np):  # m: numpy or torch.  "average." is what the lab shows and measures, "trained." the last step
        raw = np.fromfile(path, np.uint8).tobytes()
        start, self.m = 8 + int.from_bytes(raw[:8], "little"), m
        about = (header := json.loads(raw[8:start])).pop("__metadata__")
        read = lambda h: np.frombuffer(raw, "<f4", int(np.prod(h["shape"])), start + h["data_offsets"][0]).reshape(h["shape"])
        self.W = {name[8:]: m.asarray(read(h).astype(float)) for name, h in header.items() if name.startswith("average.")}
        self.sd2, e = float(about["data_variance"]), json.loads(about["experiment"])
        self.game, self.net, self.objective, self.steps = e["game"], e["network"], e["objective"], e["sampling"]["steps"]
        self.T, self.dyn, self.p = self.game["horizon"], self.game["dynamics"]["id"], self.game["dynamics"]["params"]
        self.field, self.noises = self.net["output"] == "field", self.dyn in ("vp", "ve", "ou") or self.p.get("control") == "noise"
    def schedule(self, t):  # a (f = a x), g, σ, and α, std of the noising process where there is one (s = T − t)
        m, p, s, one, sigma = self.m, self.p, self.T - t, 1 + 0 * t, self.p.get("sigma", 0) * (1 + 0 * t)
        if self.dyn in ("deterministic", "constant-noise"): return 0 * t, sigma if self.noises else one, sigma, one, sigma * abs(s)**.5
        if self.dyn == "ve":
            r = 2 / self.T * np.log(p["sigmaMax"] / p["sigmaMin"])
            return (0 * t, *[p["sigmaMin"] * (r * m.exp(r * s))**.5] * 2, one, p["sigmaMin"] * m.expm1(r * s)**.5)
        b0, b1 = [2 * p["rate"]] * 2 if self.dyn == "ou" else (p["betaMin"], p["betaMax"])
        beta, B = b0 + (b1 - b0) * s / self.T, s * (b0 + (b1 - b0) * s / (2 * self.T))
        return beta / 2, beta**.5, beta**.5, m.exp(-B / 2), (-m.expm1(-B))**.5
    def U(self, x, t, at=None):  # at x [n, d], t [n]; of a flow in stages by the network of the stage of `at`, which is t where nothing is said
        K = self.objective["params"].get("stages", 1)
        now = self.m.clip(self.m.floor(K * (t if at is None else at) / self.T + 1e-5), 0, K - 1)
        return sum((now == j) * self.stage(x, t, K * t / self.T - j, f"stage-{j + 1}." * (j > 0)) for j in range(K))
    def stage(self, x, t, tau, own):  # base + k N(x/√c, τ) [n]; of a field ∇base + k N/√c [n, d], which is ∇U where scores are matched, else a
        m, d, (*_, alpha, std), base, pull, k, c = self.m, x.shape[1], self.schedule(t), 0 * t, 0, 1 + 0 * t, 1 + 0 * t
        W = {name[len(own):]: w for name, w in self.W.items() if name.startswith(own)}
        if self.noises and self.net["time"] == "log-snr": tau = (m.log(std / alpha) + 1) / 2
        if self.noises and self.net["preconditioning"] == "gaussian":
            k, c = alpha * self.sd2**.5 / std, alpha**2 * self.sd2 + std**2
            base, pull = (x**2).sum(1) / (2 * c) + d / 2 * m.log(c), x / c[:, None]
        xi = h = m.hstack([x / c[:, None]**.5, tau[:, None]])
        for j in range(1, (len(W["W1"]) - d - 1) // 2 + 1): h = m.hstack([h] + [f(2 * np.pi * j * tau)[:, None] for f in (m.sin, m.cos)])
        for l in range(1, self.net["depth"] + 1): h = ACTIVATIONS[self.net["activation"]](m, h @ W[f"W{l}"] + W[f"b{l}"])
        N = h @ W["output"].T + W["offset"][0]
        if "A" in W: N = N + ((xi @ W["A"].T)**2).reshape(len(x), N.shape[1], -1).sum(2) / 2 + xi @ W["slope"].T
        return pull + (k / c**.5)[:, None] * N if self.field else base + k * N[:, 0]
    def slopes(self, x, t, at=None, hx=1e-3):  # ∇U [n, d], ΔU, ∂ₜU by differences, about 8 digits (numpy)
        along = lambda e, h, w: sum(wi * self.U(x + (i - 2) * e, t + (i - 2) * h, t if at is None else at) for i, wi in enumerate(w))
        axes, ht = hx * np.eye(x.shape[1]), (1e-3 * self.T + self.T - t) / 1000
        return np.stack([along(e, 0, FIRST) for e in axes], 1) / hx, sum(along(e, 0, SECOND) for e in axes) / hx**2, along(0, ht, FIRST) / ht
    def drift(self, x, t, flow=1, at=None):  # b = f − g²∇U/w, w the weight of the kinetic energy; with flow 1 the probability flow b + σ²∇U/2
        (a, g, sigma, *_), w = self.schedule(t), self.game["lagrangian"]["params"].get("weight", 1)
        p = self.stage(x, t, t / self.T, "") if self.field else self.slopes(x, t, at)[0]
        if self.field and self.objective["id"] != "score-matching": return a[:, None] * x + g[:, None] * p  # the control itself
        return a[:, None] * x - (g**2 / w - flow * sigma**2 / 2)[:, None] * p
    def residual(self, x, t):  # −∂ₜU + κU − σ²ΔU/2 − f·∇U + H, kinetic H = g²|∇U|²/2w, diffusion g²|∇U|²/2 + ∇·f; no interactions
        (a, g, sigma, *_), cost, (p, laplacian, dt) = self.schedule(t), self.game["lagrangian"], self.slopes(x, t)
        H = g**2 * (p**2).sum(1) / 2 / cost["params"].get("weight", 1) + (cost["id"] == "diffusion") * a * x.shape[1]
        return -dt + self.game["discount"] * self.U(x, t) - sigma**2 / 2 * laplacian - a * (x * p).sum(1) + H
    def samples(self, x):  # moves points x of the reference along the deterministic flow (of games without noise, or of matched scores)
        u, s0 = np.arange(self.steps + 1) / self.steps, self.T * self.objective["params"].get("smallest", 1e-3)
        times = (self.T - s0) * (1 - (1 - u)**2) if self.noises else self.T * u
        rows, weights = STAGES["heun" if self.noises else self.objective["params"].get("integrator", "rk4")]
        for t, h in zip(times[:-1, None].repeat(len(x), 1), np.diff(times)):
            b = []
            for row in rows: b.append(self.drift(x + h * sum(w * bj for w, bj in zip(row, b)), t + h * sum(row), at=t))
            x = x + h * sum(w * bj for w, bj in zip(weights, b))
        return x
