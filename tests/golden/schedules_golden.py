#!/usr/bin/env python3
"""Writes schedules.tsv: what PyTorch's schedulers give for random parameters, and how we say the same.

    /usr/bin/python3 tests/golden/schedules_golden.py > tests/golden/schedules.tsv

Made with PyTorch 1.13 (Debian 12); the table is committed, so the tests need no Python. The base rate is 1, so rates are
multipliers. Columns, separated by tabs:
  rates    specification, updates in an epoch, updates of the run, then the multiplier of every update
  plateau  specification, metric of every evaluation (one after each update), multiplier after each evaluation
"""
import random
import warnings

import torch
from torch.optim import lr_scheduler as S

warnings.filterwarnings("ignore")
random.seed(20)


def optimizer(momentum=0.9):
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0, momentum=momentum)


def rates(make, updates, momentum=False):
    """The rates (or momenta) that `updates` updates use."""
    o = optimizer()
    schedule = make(o)
    seen = []
    for t in range(updates):
        seen.append(o.param_groups[0]["momentum" if momentum else "lr"])
        o.step()
        if t + 1 < updates:
            schedule.step()
    return seen


def row(spec, make, updates, **options):
    numbers = "\t".join(repr(float(x)) for x in rates(make, updates, **options))
    print(f"rates\t{spec}\t7\t{updates}\t{numbers}")


def some(low, high):
    return random.randint(low, high)


def share():
    return random.randint(1, 63) / 64


for _ in range(6):
    n, g = some(1, 9), share()
    row(f"step(every={n}it, gamma={g})", lambda o: S.StepLR(o, n, g), 30)

    at = sorted(some(1, 25) for _ in range(3))
    row(f"multistep(at=[{', '.join(f'{m}it' for m in at)}], gamma={g})", lambda o: S.MultiStepLR(o, at, g), 30)

    row(f"decay(gamma={g}, every=1it)", lambda o: S.ExponentialLR(o, g), 30)

    row(f"constant({g}, for={n}it) then constant", lambda o: S.ConstantLR(o, g, n), 30)

    end = share()
    row(f"linear(from={g}, to={end}, for={n}it) then constant({end})", lambda o: S.LinearLR(o, g, end, n), 30)

    p = some(1, 12) / 4
    row(f"polynomial(power={p}, for={n}it) then constant(0)", lambda o: S.PolynomialLR(o, n, p), 30)

    row(f"cosine(to={g}, for={n}it) then constant({g})", lambda o: S.CosineAnnealingLR(o, n, g), n + 1)
    # past T_max it climbs again: a period of 2 T_max
    row(f"repeat(cosine(to={g}, for={n}it) then cosine(from={g}, to=1, for={n}it), length={2 * n}it)",
        lambda o: S.CosineAnnealingLR(o, n, g), 5 * n)

    mult = some(1, 3)
    row(f"cosine_restarts(first={n}it, mult={mult}, to={g})", lambda o: S.CosineAnnealingWarmRestarts(o, n, mult, g), 60)

    up, down, low = some(1, 6), some(1, 6), share()
    for mode in ("triangular", "triangular2"):
        row(f"cyclic(low={low}, high={low + g}, up={up}it, down={down}it, mode={mode})",
            lambda o: S.CyclicLR(o, low, low + g, up, down, mode), 40)
    gamma = 1 - share() / 8
    row(f"cyclic(low={low}, high={low + g}, up={up}it, down={down}it, mode=exp_range, gamma={gamma})",
        lambda o: S.CyclicLR(o, low, low + g, up, down, "exp_range", gamma), 40)

    total = 20 * some(1, 3)
    climb = total // 20 * some(3, 9)
    start, last = some(2, 30), some(2, 3000)
    for word in ("cos", "linear"):
        for three in (False, True):
            shape = "cosine" if word == "cos" else "linear"
            phases = 3 if three else 2
            make = lambda o: S.OneCycleLR(o, 1.0, total, pct_start=climb / total, anneal_strategy=word, three_phase=three,
                                          div_factor=start, final_div_factor=last)
            row(f"onecycle(warmup={climb}it, start=1/{start}, end=1/{start * last}, shape={shape}, phases={phases})", make, total)
            row(f"onecycle_momentum(warmup={climb}it, shape={shape}, phases={phases})", make, total, momentum=True)

    def sequential(o):
        return S.SequentialLR(o, [S.LinearLR(o, low, 1.0, n), S.CosineAnnealingLR(o, 30 - n), ], [n])

    row(f"warmup({n}it, from={low}) then cosine", sequential, 30)

    def chained(o):
        return S.ChainedScheduler([S.ConstantLR(o, low, n), S.ExponentialLR(o, 1 - g / 8)])

    row(f"(constant({low}, for={n}it) then constant) * decay(gamma={1 - g / 8}, every=1it)", chained, 30)


for case in range(40):
    mode = random.choice(["min", "max"])
    threshold_mode = random.choice(["rel", "abs"])
    threshold = random.choice([0.0, 1e-4, 0.05])
    patience, cooldown = some(0, 4), some(0, 3)
    factor, least = share(), random.choice([0.0, 0.05])
    o = optimizer()
    plateau = S.ReduceLROnPlateau(o, mode, factor=factor, patience=patience, threshold=threshold, threshold_mode=threshold_mode,
                                  cooldown=cooldown, min_lr=least, eps=0.0)
    value = 1.0
    metrics, after = [], []
    for t in range(40):
        value = max(0.01, value + random.choice([-0.06, -0.01, -0.00001, 0.0, 0.02, 0.04]))
        metric = float("nan") if random.random() < 0.05 else value
        plateau.step(metric)
        metrics.append(metric)
        after.append(o.param_groups[0]["lr"])
    spec = (f"plateau(mode={mode}, factor={factor}, patience={patience}ev, threshold={threshold}, "
            f"threshold_mode={threshold_mode}, cooldown={cooldown}ev, min={least})")
    print("\t".join(["plateau", spec, ",".join(map(repr, metrics)), ",".join(map(repr, after))]))
